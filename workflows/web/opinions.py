"""The public page for opinions of residents and members: no account, no trace of the sender."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.selectors.online_intake import is_open_anywhere
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed_by_anybody, typed_texts, written
from rectification.web.nobody import ignores_session
from workflows import intake
from workflows.forms.opinions import OpinionForm
from workflows.views.keys import key_of
from workflows.web.pages import refuse
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
    form = OpinionForm(written(request))
    if request.method == "POST" and form.is_valid():
        if too_many("opinion"):
            form.add_error(None, TOO_MANY)
            return _page(request, form, status=429)
        try:
            code = intake.receive_opinion(**form.cleaned_data, key=key_of(request))
        except CaseError as error:
            refuse(form, error)
        else:
            return render(request, "workflows/received.html", {"code": code})
    return _page(request, form, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: OpinionForm, *, status: int) -> HttpResponse:
    context = {"form": form, "idempotency_key": key_of(request) or str(uuid4())}
    return render(request, "workflows/opinion.html", context, status=status)


def _on_paper(request: HttpRequest) -> HttpResponse:
    """Switched off while somebody was writing: his words are given back, nothing is taken."""
    context = {"typed": typed_texts(request) if request.method == "POST" else []}
    status = 403 if request.method == "POST" else 200
    return render(request, "workflows/opinions_on_paper.html", context, status=status)
