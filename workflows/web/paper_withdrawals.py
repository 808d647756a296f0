"""A member without account takes his self-report back on paper; his branch enters it (T8)."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import CaseOutcome, EventVerb, RetentionKind
from rectification.exceptions import CaseError, StepGone
from rectification.models import Case, CaseEvent
from rectification.policies.authority import authority_of
from rectification.policies.papers import why_not_speak_for
from rectification.policies.reasons import allow
from rectification.policies.reporting import why_not_ask_withdrawal, why_not_withdraw
from rectification.policies.retention import STANDARDS
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from workflows.forms.paper_withdrawals import PaperWithdrawalForm
from workflows.papers import withdraw_on_paper
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before
from workflows.web.telling import entered_case, hand_for


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdrawn at once, or asked for once the plan is approved; never without his signature."""
    authority = authority_of(account(request))
    case = entered_case(authority, pk)
    if act_before(request) is not None:
        return HttpResponseRedirect(reverse("workflows:paper_told", args=[pk]))
    try:
        _check(case)
    except CaseError as error:
        return refused(request, case=case, what=_("Enter his withdrawal"), error=error)
    form = PaperWithdrawalForm(written(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = withdraw_on_paper(
                user=account(request),
                case=case,
                paper=form.paper,
                actor=hand_for(authority, case),
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
        else:
            return _receipt(request, case, event, form)
    return _page(request, case, form)


def _check(case: Case) -> None:
    """Before anybody types: whether there is anything left to take back, and who came first."""
    if case.outcome == CaseOutcome.WITHDRAWN:
        done = case.events.filter(verb=EventVerb.WITHDRAWN).select_related("actor").last()
        name = done.actor.name if done is not None and done.actor else ""
        raise StepGone(
            _("Already handled by %(name)s; the state of the case has changed.") % {"name": name}
        )
    allow(why_not_speak_for(case))
    author = case.author
    if author is not None and why_not_withdraw(case, author) is not None:
        allow(why_not_ask_withdrawal(case, author))


def _page(request: HttpRequest, case: Case, form: PaperWithdrawalForm) -> HttpResponse:
    free = case.author is not None and why_not_withdraw(case, case.author) is None
    context = {
        "form": form,
        "title": _("Enter the withdrawal of %(name)s") % {"name": case.author},
        "intro": _(
            "He has signed it; no reason is needed. The content is sealed at once and deleted "
            "after 30 days, this scan with it."
        )
        if free
        else _(
            "He has signed it; no reason is needed. The plan is approved, so the office decides; "
            "it agrees unless others are affected."
        ),
        "acts": [Act(_("Hand in"), kind=ActKind.SUBMIT, due=True)],
        "crumbs": [
            Crumb(_("Opinions"), reverse("rectification:opinions")),
            Crumb(_("Told on paper: members without account"), reverse("workflows:papers_told")),
        ],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/paper.html", context, status=status)


def _receipt(
    request: HttpRequest, case: Case, event: CaseEvent | None, form: PaperWithdrawalForm
) -> HttpResponse:
    """Shown this once, to be printed: he has no account and is told on paper."""
    gone = event is not None and event.verb == EventVerb.WITHDRAWN
    author, branch = case.author, case.owner_organisation
    context = {
        "facts": [
            (_("Author"), author.name if author else ""),
            (_("Branch"), branch.name if branch else ""),
            (_("Case number"), str(case)),
            (_("Received on"), form.cleaned_data["received_on"]),
            (_("Entered by"), account(request).person.name),
        ],
        "gone": gone,
        "erased_on": STANDARDS[RetentionKind.WITHDRAWN_REPORT].period.after(timezone.localdate()),
    }
    return render(request, "workflows/paper_withdrawal_received.html", context)
