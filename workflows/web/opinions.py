"""The public page for opinions of residents and members: no account, no trace of the sender."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AboutHead, PaperGround
from rectification.exceptions import CaseError
from rectification.selectors.online_intake import is_open_anywhere
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed_by_anybody, typed_texts, written
from rectification.web.nobody import ignores_session
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows import intake
from workflows.forms.opinions import OpinionForm
from workflows.web.challenge import NOT_SOLVED, Challenge
from workflows.web.on_paper import on_paper
from workflows.web.throttle import TOO_MANY, too_many


@never_cache
@ignores_session
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """Answers with the receipt code, shown this once; a logged-in session is ignored."""
    if not is_open_anywhere():
        return _on_paper(request)
    form = OpinionForm(written(request), initial={"organisation": request.GET.get("organisation")})
    challenge = Challenge.of(request.POST)
    if request.method == "POST" and form.is_valid():
        if not challenge.is_solved(request.POST):
            form.add_error(None, NOT_SOLVED)
            return _page(request, form, challenge, status=422)
        if too_many("opinion"):
            form.add_error(None, TOO_MANY)
            return _page(request, form, challenge, status=429)
        about = form.cleaned_data["organisation"] or form.cleaned_data["township"]
        if form.cleaned_data["about_head"] == AboutHead.OVERSEER:
            return on_paper(request, PaperGround.SUPERIOR, about, key=challenge.key)
        try:
            code = intake.receive_opinion(**form.cleaned_data, key=challenge.key)
        except CaseError as error:
            refuse(form, error)
            note_secret(form, error, about, key=challenge.key)
        else:
            return render(request, "workflows/received.html", {"code": code})
    return _page(request, form, challenge, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, form: OpinionForm, challenge: Challenge, *, status: int
) -> HttpResponse:
    context = {"form": form, "challenge": challenge}
    return render(request, "workflows/opinion.html", context, status=status)


def _on_paper(request: HttpRequest) -> HttpResponse:
    """Switched off while somebody was writing: his words are given back, nothing is taken."""
    context = {"typed": typed_texts(request) if request.method == "POST" else []}
    status = 403 if request.method == "POST" else 200
    return render(request, "workflows/opinions_on_paper.html", context, status=status)
