"""The public page for opinions of residents and members: no account, no trace of the sender."""

from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AboutHead, PaperGround
from rectification.exceptions import CaseError
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed_by_anybody, written
from workflows import intake
from workflows.forms.opinions import OpinionForm
from workflows.views.keys import key_of
from workflows.web.pages import refuse
from workflows.web.papers import note_secret, on_paper
from workflows.web.throttle import TOO_MANY, too_many


@never_cache
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """Answers with the receipt code, shown this once; a logged-in session is ignored."""
    if not settings.OPINIONS_ONLINE:
        raise Http404
    form = OpinionForm(written(request))
    if request.method == "POST" and form.is_valid():
        if too_many("opinion"):
            form.add_error(None, TOO_MANY)
            return _page(request, form, status=429)
        if form.cleaned_data["about_head"] == AboutHead.OVERSEER:
            return on_paper(request, PaperGround.SUPERIOR, form.cleaned_data["organisation"])
        try:
            code = intake.receive_opinion(**form.cleaned_data, key=key_of(request))
        except CaseError as error:
            refuse(form, error)
            note_secret(request, form, error, form.cleaned_data["organisation"])
        else:
            return render(request, "workflows/received.html", {"code": code})
    return _page(request, form, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: OpinionForm, *, status: int) -> HttpResponse:
    context = {"form": form, "idempotency_key": key_of(request) or str(uuid4())}
    return render(request, "workflows/opinion.html", context, status=status)
