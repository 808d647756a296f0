"""docs/rules.md T1: who may report what."""

from django.utils import timezone

from rectification.enums import CaseStage, PublicationScope
from rectification.models import Objection, Person
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.reporting import (
    is_draft,
    own_branch,
    own_branches,
    own_committees,
    reportable_branches,
    reporting_office,
    why_not_grant_withdrawal,
    why_not_recall,
    why_not_report,
    why_not_withdraw,
)
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person, rights
from tests.rectification.web.desk import post_notice
from tests.workflows.offices import leave_office


def test_member_branch_and_supervision_report(town: Township) -> None:
    watcher = in_office(person("督导长"), Role.INS, town.east.organisation)
    keeper = in_office(person("管机长"), Role.ADM, town.committee)
    people = [town.east.members[0], town.east.clerk, watcher, keeper, person("局外人")]
    assert [p for p in people if why_not_report(rights(p)) is None] == people[:3]


def test_whoever_may_not_report_reads_who_does() -> None:
    found = why_not_report(Authority(Person(), (), (), frozenset()))
    assert found is not None
    assert (str(found.message), found.rule) == (
        "党员报告本人的问题，书记、联络员报告本支部的问题，办公室、督导员、镇纪委可以报告各支部的问题，党委书记或者办公室报告党委自身的问题；请向其中任何一方说明。",
        "T1",
    )


def test_author_writes_in_a_draft_alone(town: Township) -> None:
    draft = case_in(town, CaseStage.DRAFT)
    assert is_draft(draft)
    assert not is_draft(case_in(town, CaseStage.SUBMITTED))
    draft.sealed = True
    assert not is_draft(draft)


def test_self_report_belongs_to_the_own_branch(town: Township) -> None:
    assert own_branch(town.east.members[0]) == town.east.organisation
    assert own_branch(person("局外人")) is None


def test_secretary_and_clerk_report_on_their_branch_while_in_office(town: Township) -> None:
    east = town.east.organisation
    assert own_branches(town.east.clerk) == [east]
    assert own_branches(town.east.members[0]) == []
    assert own_branches(town.officer) == []
    leave_office(town.east.clerk, Role.CLK, town.east.clerk.appointments.get().valid_from)
    assert own_branches(town.east.clerk) == []


def test_supervision_reports_on_every_open_branch_of_its_township(
    far: Township, town: Township
) -> None:
    branches = [town.home, town.east.organisation, town.west.organisation]
    assert reportable_branches(town.officer) == sorted(branches, key=lambda b: b.code)
    assert reportable_branches(town.dis[0]) == sorted(branches, key=lambda b: b.code)
    assert reportable_branches(town.east.clerk) == [town.east.organisation]
    assert reportable_branches(town.pse) == []
    town.west.organisation.closed_on = today()
    town.west.organisation.save()
    assert town.west.organisation not in reportable_branches(town.officer)


def test_secretary_and_office_report_on_the_committee_of_their_township(
    far: Township, town: Township
) -> None:
    assert own_committees(town.pse) == own_committees(town.officer) == [town.committee]
    assert own_committees(far.pse) == [far.committee]
    others = [town.dps, town.lg, town.org, town.dis[0], town.liaison, town.east.secretary]
    assert [own_committees(someone) for someone in others] == [[]] * len(others)
    town.committee.closed_on = today()
    town.committee.save()
    assert own_committees(town.pse) == []


def test_whoever_is_no_member_and_holds_the_committee_reports_on_it(town: Township) -> None:
    first = in_office(person("新书记"), Role.PSE, town.committee)
    assert why_not_report(rights(first)) is None
    office = reporting_office(rights(first), town.committee, "self_found")
    assert office is not None
    assert (office.role, office.organisation) == (Role.PSE, town.committee)


def test_office_in_which_he_reports(town: Township) -> None:
    east = town.east.organisation
    in_office(town.east.clerk, Role.PUB, town.publicity)
    found = reporting_office(rights(town.east.clerk), east)
    assert found is not None
    assert (found.role, found.organisation) == (Role.CLK, east)
    assert reporting_office(rights(town.east.members[0]), east) is None
    assert reporting_office(rights(town.pse), east) is None


def test_taking_back_and_withdrawing_are_refused_by_their_own_rows(town: Township) -> None:
    case, other = case_in(town, CaseStage.SUBMITTED, level="M"), town.west.members[0]
    refused = [why_not_recall(case, other), why_not_withdraw(case, other)]
    assert [reason.rule for reason in refused if reason] == ["T3", "T8"]


def test_office_in_which_he_reports_from_a_source(town: Township) -> None:
    """The source tells in which of his offices he acts."""
    east = town.east.organisation
    in_office(town.east.clerk, Role.OFF, town.office)
    both = rights(town.east.clerk)
    roles = {}
    for source in ("meeting", "self_found", "visit", "supervision"):
        office = reporting_office(both, east, source)
        roles[source] = office.role if office else ""
    assert roles == {"meeting": "CLK", "self_found": "CLK", "visit": "OFF", "supervision": "OFF"}
    found = reporting_office(rights(town.liaison), east, "visit")
    assert found is not None
    assert found.role == Role.LIA
    assert reporting_office(rights(town.liaison), east, "meeting") is None
    assert reporting_office(rights(town.officer), east, "meeting") is None
    found = reporting_office(rights(town.officer), town.committee, "meeting")
    assert found is not None
    assert found.role == Role.OFF


def test_office_agrees_to_a_withdrawal_unless_somebody_has_objected(town: Township) -> None:
    case = case_in(town, CaseStage.IN_NOTICE, level="M")
    assert why_not_grant_withdrawal(case) is None
    Objection.objects.create(
        case=case,
        notice=post_notice(town, case, PublicationScope.BRANCH),
        kind="facts",
        mode="anonymous",
        text="公示的整改情况与实际不符。",
        receipt_hash="0" * 64,
        received_at=timezone.now(),
    )
    found = why_not_grant_withdrawal(case)
    assert found is not None
    assert found.rule == "T8"
