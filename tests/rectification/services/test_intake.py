from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    CaseStage,
    EventVerb,
    PartyReason,
    RejectionReason,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, Opinion
from rectification.policies.opinions import reads_opinions
from rectification.selectors.intake import proposed_rejection
from rectification.services.intake import (
    Entry,
    confirm_rejection,
    propose_rejection,
    refuse_rejection,
    register,
)
from rectification.services.opinion_notes import add_to_opinion
from rectification.services.opinions import receive_opinion
from tests.factories import Township, acting, case_in, granted
from tests.outbox import told

REASON = "所述事项不在本程序受理范围，请向村务监督委员会反映。"
OPINION = "石家那个婆娘登记的联户走访都是假的，我家三个月没人来过！"


def entry_for(town: Township, **changes: Any) -> Entry:
    return replace(
        Entry(
            title="两个月未按时开展主题党日",
            description="7月、8月均未按时开展主题党日活动。",
            level=CaseLevel.BRANCH,
            owner_organisation=town.east.organisation,
            category="B",
            deadline_class="limited",
            secrecy="open",
            screened=True,
        ),
        **changes,
    )


def test_register_gives_number_and_tells_author_and_owner(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    event = register(case=case, actor=acting(town.intake), entry=entry_for(town))
    assert (event.verb, event.reference) == (EventVerb.REGISTERED, "2026-B-0001")
    assert (case.number, case.registered_at) == ("2026-B-0001", timezone.now())
    assert told("registered", case) == {town.east.secretary, town.east.clerk}
    assert told("person_concerned", case) == set()


def test_register_numbers_each_level_without_gaps(town: Township) -> None:
    cases = [case_in(town, CaseStage.SUBMITTED) for _ in range(2)]
    for case in cases:
        register(case=case, actor=acting(town.intake), entry=entry_for(town))
    assert [case.number for case in cases] == ["2026-B-0001", "2026-B-0002"]
    committee = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.COMMITTEE)
    entry = entry_for(town, level=CaseLevel.COMMITTEE, owner_organisation=town.committee)
    register(case=committee, actor=acting(town.intake), entry=entry)
    assert committee.number == "2026-C-0001"


def test_register_self_report_keeps_its_author_as_owner(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    member = town.east.members[0]
    entry = entry_for(
        town, level=CaseLevel.MEMBER, owner_person=member, category="ME-c", standard_ref="承诺办法"
    )
    register(case=case, actor=acting(town.intake), entry=entry)
    assert case.negative_item == "other"
    assert told("registered", case) == {member}
    assert told("person_concerned", case) == set()


def test_register_self_report_for_somebody_else_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    entry = entry_for(
        town, level=CaseLevel.MEMBER, owner_person=town.east.members[1], standard_ref="承诺办法"
    )
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry)
    assert list(refused.value.errors) == ["owner_person"]


def test_register_person_named_by_opinion_is_told_his_rights(town: Township) -> None:
    case, _opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=OPINION)
    member = town.east.members[1]
    entry = entry_for(
        town, level=CaseLevel.MEMBER, owner_person=member, category="E", standard_ref="联户制度"
    )
    register(case=case, actor=acting(town.intake), entry=entry)
    assert told("person_concerned", case) == {member}
    assert told("registered", case) == set()
    party = case.parties.get()
    assert (party.person, party.reason) == (member, PartyReason.OWNER)
    assert case.ancestor_2 == town.east.organisation.pk


WRITTEN = (
    "俺们屯子东头那几户压根儿没人来瞅过，问谁谁都说不知道。"
    "公开栏上贴的还是老早以前的，俺寻思着是五月初六晌午头贴上去的。"
)
ADDED = "村部那旮旯成天锁着门，俺家老爷子跑了三趟都没见着人影儿。"


@pytest.mark.parametrize("field", ["title", "description", "standard_ref", "severity_reason"])
@pytest.mark.parametrize("copied", [f"群众反映：{WRITTEN[27:56]}等。", f"另称：{ADDED}"])
def test_register_with_a_sentence_of_the_reporter_is_refused(
    town: Township, field: str, copied: str
) -> None:
    """Of the opinion or of what he added since, in any field and with words of one's own."""
    case, _opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=WRITTEN)
    add_to_opinion(case=case, text=ADDED)
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry_for(town, **{field: copied}))
    assert list(refused.value.errors) == [field]


def test_rejection_in_the_words_of_the_reporter_is_refused(town: Township) -> None:
    case, _opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=WRITTEN)
    with pytest.raises(InvalidInput) as refused:
        propose_rejection(
            case=case,
            actor=acting(town.intake),
            reason_code="outside",
            reason=f"“{WRITTEN[:30]}”不属受理范围。",
        )
    assert (list(refused.value.errors), refused.value.rule) == (["reason"], "8.10")


REPORTER = "欧阳霁月"


def confidential_opinion() -> Case:
    case, _opinion, _code = receive_opinion(
        mode="confidential", organisation=None, text=OPINION, name=REPORTER
    )
    return case


@pytest.mark.parametrize("field", ["title", "description"])
def test_register_opinion_in_its_own_words_is_refused(town: Township, field: str) -> None:
    case, _opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=OPINION)
    copied = f"  {OPINION[:14]} {OPINION[14:]}\n"
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry_for(town, **{field: copied}))
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("field", ["title", "description", "standard_ref", "severity_reason"])
def test_register_naming_a_reporter_he_was_shown_is_refused(town: Township, field: str) -> None:
    case = confidential_opinion()
    granted(case, town.intake, town.lg)
    entry = entry_for(town, **{field: f"据 {REPORTER[:2]} {REPORTER[2:]} 反映"})
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry)
    assert list(refused.value.errors) == [field]
    case.refresh_from_db()
    assert case.number is None


def test_nobody_learns_by_trying_whether_a_name_is_the_reporters(town: Township) -> None:
    """Refused, he would know that he has guessed it."""
    case = confidential_opinion()
    entry = entry_for(town, description=f"据{REPORTER}所述，东头小广场的公开栏长期未更新。")
    register(case=case, actor=acting(town.intake), entry=entry)
    other = confidential_opinion()
    propose_rejection(
        case=other,
        actor=acting(town.intake),
        reason_code="outside",
        reason=f"{REPORTER}所说的时间地点都不清楚。",
    )


def test_register_takes_names_and_numbers_of_others(town: Township) -> None:
    words = f"村部电话0571-88880000无人接听，由{town.west.secretary.name}核实。"
    entry = entry_for(town, description=words)
    register(case=confidential_opinion(), actor=acting(town.intake), entry=entry)


def test_register_opinion_is_the_intake_officers_alone(town: Township) -> None:
    """Whoever may not read the opinion cannot put it into other words either."""
    case, *_rest = receive_opinion(mode="anonymous", text=OPINION, organisation=None)
    with pytest.raises(NotAllowed) as refused:
        register(case=case, actor=acting(town.officer), entry=entry_for(town))
    assert refused.value.rule == "T4"
    case.refresh_from_db()
    assert (case.number, case.registered_at) == (None, None)
    assert not case.events.filter(verb=EventVerb.REGISTERED).exists()
    event = register(case=case, actor=acting(town.intake), entry=entry_for(town))
    assert (event.verb, event.actor) == (EventVerb.REGISTERED, town.intake)


def test_rejection_of_an_opinion_is_proposed_by_the_intake_officer_alone(town: Township) -> None:
    case, *_rest = receive_opinion(mode="anonymous", text=OPINION, organisation=None)
    given = {"case": case, "reason_code": "outside", "reason": REASON}
    with pytest.raises(NotAllowed) as refused:
        propose_rejection(actor=acting(town.officer), **given)
    assert refused.value.rule == "T4"
    assert not case.events.filter(verb=EventVerb.REJECTION_PROPOSED).exists()
    assert propose_rejection(actor=acting(town.intake), **given).actor == town.intake


def test_register_opinion_where_no_intake_officer_is_named(town: Township) -> None:
    case, *_rest = receive_opinion(mode="anonymous", text=OPINION, organisation=None)
    town.intake.appointments.all().delete()
    event = register(case=case, actor=acting(town.officer), entry=entry_for(town))
    assert event.actor == town.officer


def test_register_report_of_a_person_by_any_officer(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    assert register(case=case, actor=acting(town.officer), entry=entry_for(town)).actor == (
        town.officer
    )


def test_register_names_every_fault_at_once(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    entry = entry_for(
        town,
        title="",
        description=" ",
        category="ME-a",
        severity="prominent",
        owner_person=town.pse,
    )
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry)
    assert set(refused.value.errors) == {
        "title",
        "description",
        "category",
        "severity_reason",
        "owner_person",
    }
    assert case.number is None


def test_register_member_case_needs_member_of_branch_and_standard(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    entry = entry_for(town, level=CaseLevel.MEMBER, owner_person=town.west.members[0])
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry)
    assert set(refused.value.errors) == {"owner_person", "standard_ref"}


def test_register_with_organisation_of_another_level_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    entry = entry_for(town, owner_organisation=town.committee)
    with pytest.raises(InvalidInput) as refused:
        register(case=case, actor=acting(town.intake), entry=entry)
    assert list(refused.value.errors) == ["owner_organisation"]


def test_register_twice_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    with pytest.raises(CaseError):
        register(case=case, actor=acting(town.intake), entry=entry_for(town))


def test_register_by_the_person_concerned_is_refused(town: Township) -> None:
    case = case_in(
        town,
        CaseStage.SUBMITTED,
        level=CaseLevel.MEMBER,
        owner_organisation=town.home,
        owner_person=town.intake,
        author=town.intake,
    )
    with pytest.raises(NotAllowed) as refused:
        register(case=case, actor=acting(town.intake), entry=entry_for(town))
    assert refused.value.rule == "4.4"


def test_rejection_takes_two_persons(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    propose_rejection(case=case, actor=acting(town.intake), reason_code="outside", reason=REASON)
    with pytest.raises(NotAllowed) as refused:
        confirm_rejection(case=case, actor=acting(town.intake))
    assert refused.value.rule == "T5"
    event = confirm_rejection(case=case, actor=acting(town.officer))
    assert (event.verb, event.payload.text) == (EventVerb.REJECTED, REASON)
    assert (case.outcome, case.outcome_reason) == (CaseOutcome.REJECTED, REASON)
    assert case.ended_at == timezone.now()
    assert told("rejected", case) == {town.east.secretary}


def test_confirm_rejection_answers_the_opinion(town: Township) -> None:
    case, _opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=OPINION)
    propose_rejection(case=case, actor=acting(town.intake), reason_code="outside", reason=REASON)
    confirm_rejection(case=case, actor=acting(town.officer))
    opinion = Opinion.objects.get(case=case)
    assert opinion.answer.endswith("可向领导小组申请复核。")
    assert REASON in opinion.answer
    assert opinion.answer.startswith(str(RejectionReason.OUTSIDE.label))


def test_confirm_rejection_without_proposal_is_refused(town: Township) -> None:
    with pytest.raises(CaseError):
        confirm_rejection(case=case_in(town, CaseStage.SUBMITTED), actor=acting(town.officer))


def test_refuse_rejection_withdraws_the_proposal(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    propose_rejection(case=case, actor=acting(town.intake), reason_code="outside", reason=REASON)
    assert proposed_rejection(case) is not None
    event = refuse_rejection(
        case=case, actor=acting(town.officer), reason="该事项属于受理范围，应予登记。"
    )
    assert event.verb == EventVerb.REJECTION_REFUSED
    assert proposed_rejection(case) is None
    assert case.outcome == ""


@pytest.mark.parametrize(
    ("code", "reason", "field"),
    [("", REASON, "reason_code"), ("outside", "不受理", "reason")],
)
def test_propose_rejection_needs_listed_reason_and_words(
    town: Township, code: str, reason: str, field: str
) -> None:
    with pytest.raises(CaseError) as refused:
        propose_rejection(
            case=case_in(town, CaseStage.SUBMITTED),
            actor=acting(town.intake),
            reason_code=code,
            reason=reason,
        )
    assert refused.value.field == field


def test_reads_opinions_only_the_intake_officer(town: Township) -> None:
    assert reads_opinions(town.intake)
    assert not reads_opinions(town.officer)
    assert not reads_opinions(town.pse)


def test_reads_opinions_whole_office_where_none_is_named(town: Township) -> None:
    town.intake.appointments.all().delete()
    assert reads_opinions(town.officer)
