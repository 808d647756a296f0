"""An act that came too late or is not allowed: what was typed stays on the screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from rectification.enums import CaseOutcome
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, WorkItem
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.kept import typed_texts
from rectification.web.rows import holder_words, who_acts


def refused(
    request: HttpRequest,
    *,
    case: Case | None,
    what: str | Promise,
    error: CaseError,
    item: WorkItem | None = None,
) -> HttpResponse:
    """Say which rule refused and what became of the case; nothing of what was typed is stored.

    Of a case that he no longer sees nothing is told, but to the author that he withdrew it. Who is
    barred from `item` reads who takes it instead. An act on what is of no case has none.
    """
    visible = told = False
    if case is not None:
        case.refresh_from_db()
        visible = visible_to(account(request)).filter(pk=case.pk).exists()
        withdrew = case.outcome == CaseOutcome.WITHDRAWN and case.author == account(request).person
        told = visible or withdrew
    context = {
        "case": case,
        "what": what,
        "error": error,
        "instead": _instead(item) if visible and isinstance(error, NotAllowed) else "",
        "typed": typed_texts(request),
        "visible": visible,
        "stage": case.get_stage_display() if case is not None and told else "",
    }
    status = 403 if isinstance(error, NotAllowed) else 409
    return render(request, "workflows/refused.html", context, status=status)


def _instead(item: WorkItem | None) -> str:
    return who_acts(item, holder_words(item)) if item is not None and item.is_open else ""
