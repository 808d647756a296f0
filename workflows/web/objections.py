"""Objecting to a notice: from the board, or by the link on the posted sheet (T24)."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Notice
from rectification.selectors.notices import by_token, may_read, objection_kinds
from workflows import intake
from workflows.forms.objections import ObjectionForm
from workflows.views.keys import key_of
from workflows.web.pages import refuse
from workflows.web.throttle import count_objection, too_many_objections


@never_cache
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """From the board; whoever may not read the notice gets a 404."""
    notice = Notice.objects.select_related("decision", "case").filter(pk=pk).first()
    user = request.user if request.user.is_authenticated else None
    kinds = objection_kinds(notice, user) if notice else []
    if notice is None or not kinds:
        raise Http404
    return _object(request, notice, kinds, shown=may_read(notice, user))


@never_cache
@require_http_methods(["GET", "POST"])
def object_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By the random link of the sheet: for that notice only, and without account.

    Hiding or narrowing the notice takes nobody's right to object (docs/rules.md 4.7).
    """
    notice = Notice.objects.select_related("decision", "case").filter(token=token).first()
    kinds = objection_kinds(notice, None, by_link=True) if notice else []
    if notice is None or not kinds:
        raise Http404
    return _object(request, notice, kinds, shown=by_token(token) is not None)


def _object(request: HttpRequest, notice: Notice, kinds: list[str], *, shown: bool) -> HttpResponse:
    """`shown`: the reader may still read the notice, so its title may stand on the page."""
    received_at = timezone.now()
    with_account = request.user.is_authenticated
    form = ObjectionForm(request.POST if request.method == "POST" else None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        if too_many_objections(notice.pk, with_account=with_account):
            return render(request, "workflows/too_many.html", status=429)
        try:
            code = intake.receive_objection(
                notice=notice,
                received_at=received_at,
                key=key_of(request),
                **form.cleaned_data,
            )
        except CaseError as error:
            refuse(form, error)
        else:
            count_objection(notice.pk, with_account=with_account)
            return render(request, "workflows/received.html", {"code": code})
    key = key_of(request) or str(uuid4())
    context = {"form": form, "notice": notice, "shown": shown, "idempotency_key": key}
    return render(request, "workflows/objection.html", context, status=422 if form.errors else 200)
