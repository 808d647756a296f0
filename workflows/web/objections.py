"""Objecting to a notice: from the board, or by the link on the posted sheet (T24)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Notice
from rectification.selectors.notices import by_token, may_read, objection_kinds
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed_by_anybody, typed_texts, written
from rectification.web.parts import Act, Refusal
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows import intake
from workflows.forms.objections import ObjectionForm
from workflows.views.keys import key_of
from workflows.web.throttle import TOO_MANY, count_objection, too_many, too_many_objections


@never_cache
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """From the board; whoever may not read the notice gets a 404."""
    notice = Notice.objects.select_related("decision", "case").filter(pk=pk).first()
    user = request.user if request.user.is_authenticated else None
    kinds = objection_kinds(notice, user) if notice else []
    if notice is None:
        return _not_open(request)
    shown = may_read(notice, user)
    if not kinds:
        return _not_entitled(request, notice) if shown else _not_open(request)
    return _object(request, notice, kinds, {"shown": shown})


@never_cache
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def object_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By the random link of the sheet: for that notice only, and without account.

    Hiding or narrowing the notice takes nobody's right to object (docs/rules.md 4.7).
    """
    notice = Notice.objects.select_related("decision", "case").filter(token=token).first()
    kinds = objection_kinds(notice, None, by_link=True) if notice else []
    if notice is None or not kinds:
        return _not_open(request)
    shown = by_token(token) is not None
    return _object(request, notice, kinds, {"shown": shown, "by_link": True})


def _not_open(request: HttpRequest) -> HttpResponse:
    """A 404 that gives back what was typed: the notice may have ended under the writer's hands."""
    typed = typed_texts(request)
    if not typed:
        raise Http404
    return render(request, "workflows/not_open.html", {"typed": typed}, status=404)


def _not_entitled(request: HttpRequest, notice: Notice) -> HttpResponse:
    """To a reader of the notice who may not object to it: the rule, and his text given back."""
    refusal = Refusal(
        _("Only the person concerned may object to a rehabilitation notice."),
        rule="4.7",
        way_out=Act(_("Back to the notice"), reverse("rectification:notice", args=[notice.pk])),
    )
    context = {
        "what": _("Object to a notice"),
        "error": refusal,
        "visible": True,
        "typed": typed_texts(request),
    }
    return render(request, "workflows/refused.html", context, status=403)


def _object(
    request: HttpRequest, notice: Notice, kinds: Sequence[str], look: dict[str, bool]
) -> HttpResponse:
    """`shown` in the look: the reader may still read the notice, so its title may be named."""
    received_at = timezone.now()
    with_account = request.user.is_authenticated
    form = ObjectionForm(written(request), kinds=kinds)
    context = {**look, "form": form, "notice": notice}
    if request.method == "POST" and form.is_valid():
        if too_many_objections(notice.pk, with_account=with_account):
            form.add_error(None, TOO_MANY)
            return _page(request, context, status=429)
        code = _receive(request, notice, form, received_at)
        if code:
            count_objection(notice.pk, with_account=with_account)
            return render(request, "workflows/received.html", {"code": code})
    return _page(request, context, status=422 if form.errors else 200)


def _receive(
    request: HttpRequest, notice: Notice, form: ObjectionForm, received_at: datetime
) -> str:
    """The receipt code; empty when the form now says why it was not taken."""
    try:
        return intake.receive_objection(
            notice=notice, received_at=received_at, key=key_of(request), **form.cleaned_data
        )
    except CaseError as error:
        refuse(form, error)
        # Refused objections count nowhere else; a flood of them must not use up the numbers.
        if not too_many("refused_objection"):
            about = notice.case.owner_organisation
            note_secret(form, error, about, key=key_of(request))
        return ""


def _page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    key = key_of(request) or str(uuid4())
    context = {**context, "idempotency_key": key}
    return render(request, "workflows/objection.html", context, status=status)
