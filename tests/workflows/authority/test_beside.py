"""Acts beside the steps: each row says what the policies answer, stage by stage, role by role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from rectification.enums import CaseLevel, CaseOutcome, CaseStage, OrganisationKind, SourceKind
from rectification.models import Appointment, Case, Organisation, Person
from rectification.policies.accounts import administered
from rectification.policies.authority import Authority
from rectification.policies.confirming import confirms_offices, keeps_roster
from rectification.policies.correcting import why_not_correct_case
from rectification.policies.deadlines import why_not_ask
from rectification.policies.pauses import why_not_pause
from rectification.policies.reclassifications import why_not_reclassify
from rectification.policies.recusal import acting_offices, why_not_enter, why_not_request
from rectification.policies.reporting import reporting_office, why_not_recall, why_not_withdraw
from rectification.policies.termination import why_not_terminate
from rectification.roles import Role
from rectification.web.rules import RULES
from tests.factories import Township, case_in
from workflows.authority.beside import Beside, Whoever, besides


def row(act: str) -> Beside:
    with translation.override("en"):
        return next(found for found in besides() if str(found.act) == act)


def test_every_row_is_full() -> None:
    found = besides()
    assert all(entry.people or entry.roles for entry in found)
    assert {entry.rule for entry in found} <= set(RULES)
    assert len({str(entry.act) for entry in found}) == len(found)
    assert {whoever for entry in found for whoever in entry.people} == set(Whoever)


# --- stages -------------------------------------------------------------------------------------

AT_STAGE: dict[str, Callable[[Case, Person], Any]] = {
    "Take back a report not opened yet": why_not_recall,
    "Withdraw the self-report": why_not_withdraw,
    "Propose termination": lambda case, _person: why_not_terminate(case),
    "Ask for an extension": lambda case, _person: why_not_ask(case, "T17"),
    "Ask for a pause": lambda case, _person: why_not_pause(case),
    "Ask for another deadline class": lambda case, _person: why_not_reclassify(case),
    "Correct a registered fact": lambda case, _person: why_not_correct_case(case),
    "Request a recusal": lambda case, _person: why_not_request(case),
    "Enter a recusal": lambda case, _person: why_not_enter(case, Person()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", AT_STAGE)
def test_stages_are_those_at_which_the_policy_does_not_refuse(town: Township, act: str) -> None:
    open_at = set()
    for stage in CaseStage:
        case = case_in(town, stage, level=CaseLevel.MEMBER)
        if stage == CaseStage.REJECTED:
            case.registered_at, case.outcome = None, CaseOutcome.REJECTED
        if AT_STAGE[act](case, town.east.members[0]) is None:
            open_at.add(stage)
    assert set(row(act).stages) == open_at


def test_objection_keeps_a_notice_until_a_verifier_has_signed() -> None:
    """T24 in docs/rules.md; tests/workflows/test_t_rows.py plays each of the three."""
    stages = row("Object to a notice").stages
    assert stages == [CaseStage.IN_NOTICE, CaseStage.OBJECTION, CaseStage.VERIFYING]


# --- roles --------------------------------------------------------------------------------------


BY_ROLE: dict[str, Callable[[Authority], Any]] = {
    "Report a problem of a branch": lambda authority: reporting_office(authority, Organisation()),
    "Report a problem of the Party committee itself": lambda authority: reporting_office(
        authority, Organisation(kind=OrganisationKind.COMMITTEE), SourceKind.SELF_FOUND
    ),
    "Declare recusal": acting_offices,
    "Enter an appointment, import a roster": keeps_roster,
    "Confirm or refuse an appointment or a succession": confirms_offices,
    "Open, disable and enable an account, issue a link": administered,
}


@pytest.mark.parametrize("act", BY_ROLE)
def test_roles_are_those_that_the_policy_lets(act: str) -> None:
    node = Organisation(pk=1, path="/1/")
    let = []
    for role in Role:
        office = Appointment(role=role, organisation=node, jurisdiction=node)
        if BY_ROLE[act](Authority(Person(), (office,), (), frozenset())):
            let.append(role)
    assert row(act).roles == let
