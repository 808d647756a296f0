"""书面告知: the branch prints what a member without account is told, and says that he has it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView

from rectification.enums import AccessPurpose, CaseStage
from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.entering import has_account
from rectification.policies.opinions import branches_written_for
from rectification.policies.papers import person_told, why_not_speak_for
from rectification.policies.readings import acting
from rectification.policies.reporting import (
    OWN_BRANCH,
    why_not_ask_withdrawal,
    why_not_withdraw,
)
from rectification.selectors.telling import report_told, sheet_of, sheets_for, told_of
from rectification.services.reading import log_access
from rectification.web.access import READING, LimitedPageMixin, account
from rectification.web.dates import full_date, moment
from rectification.web.parts import Act, ActKind, Crumb, Entry, Light, LightColour, Row
from rectification.web.rows import message_title
from workflows.forms.paper_withdrawals import TellingForm
from workflows.papers import told_on_paper
from workflows.views.keys import key_of
from workflows.views.refusals import refused


class Reports(LimitedPageMixin, TemplateView):
    """Cases of members without account: whose, and whether he is to be told."""

    http_method_names = READING
    template_name = "workflows/papers_told.html"

    def is_open(self) -> bool:
        return bool(branches_written_for(self.authority))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=[_row(case) for case in sheets_for(self.person)],
            crumbs=[Crumb(_("Opinions"), reverse("rectification:opinions"))],
            **kwargs,
        )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the person concerned by one case; each opening is on record."""
    authority = authority_of(account(request))
    case = sheet_of(authority.person, pk)
    if case is None:
        raise Http404
    form = TellingForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            told_on_paper(
                user=account(request),
                case=case,
                actor=hand_for(authority, case),
                up_to_id=form.cleaned_data["up_to"],
                key=key_of(request),
            )
        except CaseError as error:
            return refused(request, case=case, what=_("Tell him on paper"), error=error)
        messages.success(request, _("Noted: he has been told on paper."))
        return HttpResponseRedirect(reverse("workflows:papers_told"))
    log_access(
        case=case,
        person=authority.person,
        what="telling",
        capacity=acting(hand_for(authority, case), AccessPurpose.TELLING),
    )
    return render(request, "workflows/paper_told.html", _sheet(authority, case))


def entered_case(authority: Authority, pk: int) -> Case:
    """A self-report that came on paper in a branch he enters for; else a 404."""
    case = report_told(branches_written_for(authority), authority.person, pk)
    if case is None:
        raise Http404
    return case


def hand_for(authority: Authority, case: Case) -> Actor:
    """Whoever enters for the branch, acting for the person concerned."""
    office = next(
        a
        for a in authority.appointments
        if a.organisation_id == case.owner_organisation_id and a.role in OWN_BRANCH
    )
    return Actor(
        person=authority.person,
        role=office.role,
        organisation=office.organisation,
        on_behalf_of=person_told(case),
    )


def _row(case: Any) -> Row:
    """`untold` comes with the case; of what he reported nothing is shown."""
    untold = case.untold
    words = ngettext("%(number)s to be told", "%(number)s to be told", untold)
    return Row(
        title=_name(case),
        url=reverse("workflows:paper_told", args=[case.pk]),
        light=Light(LightColour.YELLOW, words % {"number": untold})
        if untold
        else Light(LightColour.BLUE, _("Told")),
        meta=[str(case), CaseStage(case.stage).label, full_date(case.submitted_at)],
    )


def _name(case: Case) -> str:
    person = person_told(case)
    return person.name if person else ""


def _sheet(authority: Authority, case: Case) -> dict[str, Any]:
    told = told_of(case)
    untold = [row.notice.pk for row in told if row.notice.read_at is None]
    branch = case.owner_organisation
    return {
        "facts": [
            (_("Person concerned"), _name(case)),
            (_("Branch"), branch.name if branch else ""),
            (_("Case number"), str(case)),
            (_("Stage"), CaseStage(case.stage).label),
            (_("Printed by"), authority.person.name),
        ],
        "entries": [
            Entry(
                title=message_title(row.notice, ""),
                at=row.notice.created_at,
                who=_("Told on paper on %(day)s") % {"day": moment(row.notice.read_at)}
                if row.notice.read_at
                else _("Not told yet"),
                detail=row.reason,
            )
            for row in told
        ],
        "acts": [*_told_acts(case, untold), *_withdraw_acts(case)],
        "crumbs": [
            Crumb(_("Opinions"), reverse("rectification:opinions")),
            Crumb(_("Told on paper: members without account"), reverse("workflows:papers_told")),
        ],
    }


def _told_acts(case: Case, untold: list[int]) -> list[Act]:
    """Only what the sheet could show is told: what arrives meanwhile stays to be told."""
    if not untold or has_account(person_told(case)):
        return []
    act = Act(
        _("He has it"),
        reverse("workflows:paper_told", args=[case.pk]),
        kind=ActKind.POST,
        due=True,
        name="up_to",
        value=str(max(untold)),
        idempotency_key=str(uuid4()),
    )
    return [act]


def _withdraw_acts(case: Case) -> list[Act]:
    author = case.author
    if author is None or not case.is_self_report or why_not_speak_for(case) is not None:
        return []
    if why_not_withdraw(case, author) and why_not_ask_withdrawal(case, author):
        return []
    address = reverse("workflows:paper_withdrawal", args=[case.pk])
    return [Act(_("Enter his withdrawal"), address)]
