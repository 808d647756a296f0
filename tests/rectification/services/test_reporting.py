from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    CaseStage,
    EventVerb,
    PartyReason,
    SourceKind,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseParty, OutboxMessage, Person, WorkItem
from rectification.policies.reporting import reportable_branches
from rectification.services.reporting import (
    recall_report,
    save_draft,
    submit_report,
    withdraw_report,
)
from tests.factories import Township, acting, case_in, person

TYPED: dict[str, Any] = {
    "title": "公开承诺事项未按期兑现",
    "description": "承诺6月底前完成门前沟渠清理，至今未完成。",
    "found_on": date(2026, 5, 8),
    "category": "ME-c",
    "standard_ref": "党员承诺践诺办法第三条",
}


def draft_of(author: Person, **typed: Any) -> Case:
    return save_draft(case=None, author=author, **{**TYPED, **typed})


def test_save_draft_on_oneself_lies_in_own_branch(town: Township) -> None:
    member = town.east.members[0]
    case = draft_of(member)
    assert (case.level, case.source) == (CaseLevel.MEMBER, "self_check")
    assert (case.owner_person, case.owner_organisation) == (member, town.east.organisation)
    assert set(case.parties.values_list("person", "reason")) == {
        (member.pk, PartyReason.AUTHOR),
        (member.pk, PartyReason.OWNER),
    }


def test_save_draft_leaves_no_history_and_no_event(town: Township) -> None:
    case = draft_of(town.east.members[0])
    save_draft(case=case, author=town.east.members[0], **{**TYPED, "title": "另一个标题"})
    assert case.title == "另一个标题"
    assert not case.history.exists()
    assert not CaseParty.history.filter(case=case).exists()
    assert not case.events.exists()


def test_save_draft_for_branch_by_its_clerk(town: Township) -> None:
    case = draft_of(town.east.clerk, organisation=town.east.organisation, category="B")
    assert (case.level, case.source) == (CaseLevel.BRANCH, "self_found")
    assert case.owner_person is None


def test_save_draft_for_branch_refused_to_member(town: Township) -> None:
    with pytest.raises(NotAllowed) as refused:
        draft_of(town.east.members[0], organisation=town.east.organisation)
    assert (refused.value.field, refused.value.rule) == ("organisation", "T1")
    assert not Case.objects.exists()


def test_save_draft_without_branch_is_refused(town: Township) -> None:
    with pytest.raises(NotAllowed):
        draft_of(person("外来者"))


def test_save_draft_changed_from_oneself_to_branch_ends_ownership(town: Township) -> None:
    clerk = town.east.clerk
    case = draft_of(clerk)
    save_draft(case=case, author=clerk, **TYPED, organisation=town.east.organisation)
    owners = case.parties.filter(reason=PartyReason.OWNER, until__isnull=True)
    assert case.level == CaseLevel.BRANCH
    assert not owners.exists()


def test_save_draft_of_somebody_else_is_refused(town: Township) -> None:
    case = draft_of(town.east.members[0])
    with pytest.raises(NotAllowed):
        save_draft(case=case, author=town.east.members[1], **TYPED)


@pytest.mark.parametrize(
    "typed",
    [{"secret": True}, {"description": "本材料涉密。"}, {"title": "机密★一年 通报"}],
)
def test_save_draft_with_secret_stores_nothing(town: Township, typed: dict[str, Any]) -> None:
    with pytest.raises(CaseError) as refused:
        draft_of(town.east.members[0], **typed)
    assert (refused.value.field, refused.value.rule) == ("secret", "8.11")
    assert not Case.objects.exists()


def test_submit_report_keeps_history_from_here_on(town: Township) -> None:
    member = town.east.members[0]
    case = draft_of(member)
    event = submit_report(case=case, actor=acting(member))
    assert event.verb == EventVerb.SUBMITTED
    assert case.submitted_at == timezone.now()
    assert case.ancestor_1 == town.committee.pk
    assert case.history.count() == 1
    assert CaseParty.history.filter(case=case).count() == 2


def test_submit_report_names_everything_missing(town: Township) -> None:
    member = town.east.members[0]
    case = draft_of(member, title=" ", description="", category="", standard_ref="")
    with pytest.raises(InvalidInput) as refused:
        submit_report(case=case, actor=acting(member))
    assert set(refused.value.errors) == {"title", "description", "category", "standard_ref"}
    assert refused.value.rule == "T2"


def test_submit_report_needs_no_standard_for_branch(town: Township) -> None:
    secretary = town.east.secretary
    case = draft_of(secretary, organisation=town.east.organisation, standard_ref="")
    assert submit_report(case=case, actor=acting(secretary)).verb == EventVerb.SUBMITTED


@pytest.mark.parametrize("found_on", [date(1, 1, 1), date(1999, 12, 31), date(2026, 5, 12)])
def test_submit_report_found_before_2000_or_tomorrow_is_refused(
    town: Township, found_on: date
) -> None:
    member = town.east.members[0]
    case = draft_of(member, found_on=found_on)
    with pytest.raises(InvalidInput) as refused:
        submit_report(case=case, actor=acting(member))
    assert (list(refused.value.errors), refused.value.rule) == (["found_on"], "T2")
    case.refresh_from_db()
    assert case.submitted_at is None


@pytest.mark.parametrize("found_on", [date(2000, 1, 1), date(2026, 5, 11)])
def test_submit_report_found_from_2000_until_today(town: Township, found_on: date) -> None:
    member = town.east.members[0]
    case = draft_of(member, found_on=found_on)
    assert submit_report(case=case, actor=acting(member)).verb == EventVerb.SUBMITTED
    case.refresh_from_db()
    assert case.found_on == found_on


def test_submit_report_twice_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    with pytest.raises(CaseError):
        submit_report(case=case, actor=acting(town.east.members[0]))


def test_recall_report_before_the_office_opened_it(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    event = recall_report(case=case, actor=acting(town.east.members[0]))
    assert event.verb == EventVerb.RECALLED
    assert case.submitted_at is None


def test_recall_report_after_the_office_opened_it_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    WorkItem.objects.create(
        case=case,
        task_id=1,
        process_id=1,
        step="triage",
        organisation=town.office,
        role="OFF",
        opened_at=timezone.now(),
        read_at=timezone.now(),
    )
    with pytest.raises(CaseError) as refused:
        recall_report(case=case, actor=acting(town.east.members[0]))
    assert refused.value.rule == "T3"


def test_recall_report_by_somebody_else_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    with pytest.raises(NotAllowed):
        recall_report(case=case, actor=acting(town.east.secretary))


def test_recall_report_after_registration_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    with pytest.raises(CaseError):
        recall_report(case=case, actor=acting(town.east.members[0]))


@pytest.mark.parametrize("stage", sorted(CaseStage.withdrawable()))
def test_withdraw_report_before_approval_seals_the_case(town: Township, stage: str) -> None:
    case = case_in(town, stage, level=CaseLevel.MEMBER)
    event = withdraw_report(case=case, actor=acting(town.east.members[0]))
    assert (case.outcome, case.sealed) == (CaseOutcome.WITHDRAWN, True)
    assert case.ended_at == timezone.now()
    told = OutboxMessage.objects.filter(kind="withdrawn", event=event)
    assert {m.recipient for m in told} == {town.intake, town.officer}


def test_withdraw_report_after_approval_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    with pytest.raises(CaseError) as refused:
        withdraw_report(case=case, actor=acting(town.east.members[0]))
    assert refused.value.rule == "T8"


def test_withdraw_report_of_branch_problem_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    with pytest.raises(NotAllowed):
        withdraw_report(case=case, actor=acting(town.east.secretary))


def test_supervising_offices_report_what_they_find_in_any_branch(town: Township) -> None:
    branch = town.west.organisation
    assert branch in reportable_branches(town.dis[0])
    assert town.discipline not in reportable_branches(town.dis[0])
    case = save_draft(
        case=None,
        author=town.officer,
        title="公开栏更新不及时",
        description="专项督查时公开栏仍为上一季度内容。",
        found_on=timezone.localdate(),
        organisation=branch,
        category="B",
    )
    assert (case.level, case.source) == (CaseLevel.BRANCH, SourceKind.SUPERVISION)
    assert case.owner_organisation == branch
