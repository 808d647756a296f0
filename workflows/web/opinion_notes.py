"""意见往来: the holder of a receipt code adds or replies; the intake officer asks and answers."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AccessPurpose, CaseStage, PaperKind
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Opinion, PaperScan
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.readings import by_office
from rectification.policies.townships import office_for, township_of
from rectification.roles import Role
from rectification.selectors.intake import opinion_of
from rectification.selectors.opinions import (
    has_code,
    may_read_opinion,
    open_question,
    takes_notes,
)
from rectification.selectors.receipts import find_by_receipt
from rectification.services.opinion_notes import add_to_opinion, ask_reporter
from rectification.services.opinions import answer_opinion
from rectification.services.reading import log_access
from rectification.web.access import account
from rectification.web.answers import note_entries
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed, keeps_typed_by_anybody, written
from rectification.web.nobody import ignores_session
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from rectification.web.throttle import too_many_wrong_codes
from workflows.act import act_on_case
from workflows.forms.lines import facts_of_opinion
from workflows.forms.opinion_notes import AdditionForm, AnswerForm, QuestionForm
from workflows.views.keys import key_of
from workflows.web.pages import case_seen
from workflows.web.throttle import TOO_MANY, too_many

RECEIPT: Final = "rectification:receipt"
ASK: Final = "ask"
ANSWER: Final = "answer"


@never_cache
@ignores_session
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Whoever holds the code adds to his opinion; nobody is asked who he is."""
    form = AdditionForm(written(request))
    if request.method == "GET":
        shown_again = form.is_bound
        return _addition(request, form, status=200) if shown_again else redirect(RECEIPT)
    if not form.is_valid():
        return _addition(request, form)
    found = find_by_receipt(form.cleaned_data["code"])
    if not isinstance(found, Opinion):
        if too_many_wrong_codes():
            form.add_error(None, TOO_MANY)
            return _addition(request, form, status=429)
        form.add_error(None, _("No receipt has this code. Compare it with your note."))
        return _addition(request, form)
    # Wrong codes do not count: else a few of them would silence every reporter.
    if too_many("addition"):
        form.add_error(None, TOO_MANY)
        return _addition(request, form, status=429)
    text = form.cleaned_data["text"]
    try:
        act_on_case(
            user=None,
            case_id=found.case_id,
            act=lambda case: add_to_opinion(case=case, text=text),
            key=key_of(request),
        )
    except CaseError as error:
        refuse(form, error)
        note_secret(form, error, township_of(found.case), key=key_of(request))
        return _addition(request, form)
    told = _(
        "What you added was received. Your receipt code stays the same; with it you read the "
        "answer."
    )
    return render(request, "workflows/taken_with_code.html", {"told": told})


def _addition(request: HttpRequest, form: forms.Form, status: int = 422) -> HttpResponse:
    context = {
        "form": form,
        "acts": [Act(_("Send"), kind=ActKind.SUBMIT, due=True)],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/addition.html", context, status=status)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinion in its own words and what was said since, for the intake officer alone."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    if not may_read_opinion(case, authority):
        raise Http404
    chosen = next((name for name in (ASK, ANSWER) if name in request.POST), "")
    sent = {name: written(request) if name == chosen else None for name in (ASK, ANSWER)}
    found = {ASK: QuestionForm(sent[ASK]), ANSWER: AnswerForm(sent[ANSWER])}
    if request.method == "POST" and chosen and found[chosen].is_valid():
        try:
            _say(request, case, authority, chosen, found[chosen].cleaned_data["text"])
        except CaseError as error:
            refuse(found[chosen], error)
        else:
            told = {ASK: _("Asked. Intake waits for the reply."), ANSWER: _("Answered.")}
            messages.success(request, told[chosen])
            return HttpResponseRedirect(request.path)
    return _page(request, case, authority, found)


def _say(
    request: HttpRequest, case: Case, authority: Authority, chosen: str, text: str
) -> CaseEvent | None:
    office = office_for(case, authority, Role.OFF)
    actor = Actor(person=authority.person, role=Role.OFF, organisation=office.organisation)
    service = ask_reporter if chosen == ASK else answer_opinion
    return act_on_case(
        user=account(request),
        case_id=case.pk,
        act=lambda locked: service(case=locked, text=text, actor=actor),
        key=key_of(request),
    )


def _page(
    request: HttpRequest, case: Case, authority: Authority, found: dict[str, forms.Form]
) -> HttpResponse:
    opinion = opinion_of(case)
    assert opinion is not None
    log_access(
        case=case,
        person=authority.person,
        what=f"opinion:{opinion.pk}",
        capacity=by_office(authority, AccessPurpose.INTAKE, Role.OFF),
    )
    refused = any(form.errors for form in found.values())
    name = case.number or CaseStage(case.stage).label
    context: dict[str, Any] = {
        "opinion": opinion,
        "facts": facts_of_opinion(opinion),
        "paper": PaperScan.objects.filter(case=case, kind__in=PaperKind.coming_in()).first(),
        "notes": note_entries(opinion),
        "waits": open_question(opinion),
        "has_code": has_code(opinion),
        "question": found[ASK] if _may_ask(opinion) else None,
        "question_acts": [Act(_("Ask"), kind=ActKind.SUBMIT, name=ASK, value="1", due=True)],
        "answer": found[ANSWER] if not opinion.answered_at else None,
        "answer_acts": [Act(_("Answer"), kind=ActKind.SUBMIT, name=ANSWER, value="1")],
        "idempotency_key": key_of(request) or str(uuid4()),
        "crumbs": [
            Crumb(_("Opinions"), reverse("rectification:opinions")),
            Crumb(str(name), reverse("rectification:case", args=[case.pk])),
        ],
    }
    return render(
        request, "workflows/opinion_of_case.html", context, status=422 if refused else 200
    )


def _may_ask(opinion: Opinion) -> bool:
    return has_code(opinion) and takes_notes(opinion) and open_question(opinion) is None
