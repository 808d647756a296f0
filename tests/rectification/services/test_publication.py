"""docs/rules.md T22, T23 and scenarios 11, 14: nothing is shown that was not checked by three."""

from typing import Any

import pytest
import time_machine

from rectification.enums import (
    CaseLevel,
    CaseStage,
    EventVerb,
    HearingOutcome,
    PublicationStatus,
    ReporterMode,
    Secrecy,
    SourceKind,
    WaiverGround,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, PublicationDecision
from rectification.services import publication, waivers
from rectification.services.identities import seal_identity
from rectification.services.redaction_marks import Answer
from tests.days import at
from tests.factories import Township, acting, case_in, opinion_of, owner_actor
from tests.outbox import told
from tests.published import TEXT, TITLE, approved, decision_of, proposed

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")
STOPPED = (
    "发布前泄露检查未通过：%s中有不得公开的内容。请退回修改，删去姓名、号码和原反映材料的原话。"
)


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


def test_propose_publication_writes_a_version_under_review(town: Township, case: Case) -> None:
    decision = proposed(town, case)

    event = case.events.latest("sequence")
    assert event.verb == EventVerb.PUBLICATION_PROPOSED
    assert event.reference == f"publication:{decision.pk}"
    assert event.payload.text == "涉及全镇党支部的组织生活。"
    assert (decision.version, decision.status) == (1, PublicationStatus.PROPOSED)
    assert (decision.proposed_by, decision.proposed_role) == (town.officer, "OFF")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"text": "由石守信负责整改。"}, {"text"}),
        ({"title": "关于石小满同志问题的公示"}, {"title"}),
        ({"text": "联系电话13812345678。"}, {"text"}),
        ({"text": "身份证33010619900307123X。"}, {"text"}),
        ({"scope": "S0"}, {"scope"}),
        ({"scope": "S9"}, {"scope"}),
        ({"working_days": 4}, {"working_days"}),
        ({"working_days": 21}, {"working_days"}),
        ({"title": " ", "text": " ", "necessity": " "}, {"title", "text", "necessity"}),
    ],
)
def test_propose_publication_refused(
    town: Township, case: Case, given: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        proposed(town, case, **given)

    assert set(refusal.value.errors) == fields
    assert not PublicationDecision.objects.exists()


def test_propose_publication_names_the_kind_of_finding(town: Township, case: Case) -> None:
    with pytest.raises(InvalidInput) as refusal:
        proposed(town, case, text="石小满电话13812345678。")

    text = str(refusal.value.errors["text"])
    assert "石小满" in text
    assert "13812345678" in text


@pytest.mark.parametrize("secrecy", [Secrecy.INTERNAL, Secrecy.WORK_SECRET])
def test_publication_impossible_unless_open(town: Township, case: Case, secrecy: str) -> None:
    case.secrecy = secrecy

    with pytest.raises(CaseError) as refusal:
        proposed(town, case)

    assert refusal.value.rule == "4.6"


def test_publication_stops_when_secrecy_changes_on_the_way(town: Township, case: Case) -> None:
    proposed(town, case)
    case.secrecy = Secrecy.WORK_SECRET

    for act in (
        lambda: publication.clear_secrecy(case=case, actor=acting(town.gen)),
        lambda: publication.approve_publication(case=case, actor=acting(town.pse)),
    ):
        with pytest.raises(CaseError) as refusal:
            act()
        assert refusal.value.rule == "4.6"


def test_member_case_is_never_wider_than_the_branch(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)

    with pytest.raises(InvalidInput) as refusal:
        proposed(town, case, scope="S3")

    assert set(refusal.value.errors) == {"scope"}
    assert proposed(town, case, scope="S2").scope == "S2"


def test_propose_publication_twice_refused(town: Township, case: Case) -> None:
    proposed(town, case)

    with pytest.raises(CaseError):
        proposed(town, case)
    assert PublicationDecision.objects.count() == 1


def test_chain_leads_to_an_approved_text(town: Township, case: Case) -> None:
    decision = approved(town, case)

    assert decision.status == PublicationStatus.APPROVED
    assert (decision.secrecy_by, decision.redaction_by) == (town.gen, town.org)
    assert decision.approved_by == town.pse
    assert [e.verb for e in case.events.order_by("sequence")][-5:] == [
        EventVerb.PUBLICATION_PROPOSED,
        EventVerb.SECRECY_CLEARED,
        EventVerb.REDACTION_CONFIRMED,
        EventVerb.PERSON_HEARD,
        EventVerb.PUBLICATION_APPROVED,
    ]


def test_confirm_redaction_by_its_proposer_refused(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))

    with pytest.raises(NotAllowed):
        publication.confirm_redaction(case=case, actor=acting(town.officer))


def test_confirm_redaction_before_secrecy_refused(town: Township, case: Case) -> None:
    proposed(town, case)

    with pytest.raises(CaseError) as refusal:
        publication.confirm_redaction(case=case, actor=acting(town.org))

    assert refusal.value.rule == "T22"


def test_confirm_redaction_refuses_the_name_of_a_reporter(town: Township) -> None:
    """The proposer learns nothing by trying names; the second checker stops the text."""
    case = case_in(town, CaseStage.NOTICE_PREP, source=SourceKind.PUBLIC_OPINION)
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="外乡人甲", contact="", opinion=opinion)
    proposed(town, case, text="外乡人甲反映的问题已解决。")
    publication.clear_secrecy(case=case, actor=acting(town.gen))

    with pytest.raises(CaseError) as refusal:
        publication.confirm_redaction(case=case, actor=acting(town.org))

    assert str(refusal.value.message) == STOPPED % "公示文本"
    assert decision_of(case).redaction_by is None


def test_confirm_redaction_reads_why_a_mark_stays(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, source=SourceKind.PUBLIC_OPINION)
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="外乡人甲", contact="", opinion=opinion)
    kept = {("service", "低保名册"): Answer("keep", "外乡人甲要求公开。")}
    proposed(town, case, text="低保名册已公开。", answers=kept)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    marks = decision_of(case).marks.values_list("pk", flat=True)

    with pytest.raises(CaseError) as refusal:
        publication.confirm_redaction(case=case, actor=acting(town.org), confirmed=marks)

    assert str(refusal.value.message) == STOPPED % "标记保留理由"


def test_contested_text_is_returned_and_must_be_answered(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))
    publication.comment_publication(
        case=case,
        actor=owner_actor(town, case),
        outcome=HearingOutcome.CONTESTED,
        comment="活动只缺一个月，不是两个月。",
    )

    assert decision_of(case).status == PublicationStatus.RETURNED
    with pytest.raises(CaseError):
        publication.approve_publication(case=case, actor=acting(town.pse))
    with pytest.raises(InvalidInput) as refusal:
        proposed(town, case)
    assert set(refusal.value.errors) == {"answer_to_comment"}
    second = proposed(town, case, answer_to_comment="经核对签到簿，确为两个月。")
    assert (second.version, second.hearing) == (2, "")


def test_contesting_needs_a_comment(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))

    with pytest.raises(CaseError) as refusal:
        publication.comment_publication(
            case=case, actor=owner_actor(town, case), outcome=HearingOutcome.CONTESTED
        )

    assert refusal.value.field == "comment"


def test_lapse_hearing_only_after_three_working_days(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-11-26"))
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))

    clock.move_to(at("2026-12-01", "23:59:59"))
    with pytest.raises(CaseError):
        publication.lapse_hearing(case=case)
    clock.move_to(at("2026-12-02", "00:00:01"))
    event = publication.lapse_hearing(case=case)

    assert (event.verb, event.actor) == (EventVerb.HEARING_LAPSED, None)
    assert decision_of(case).hearing == HearingOutcome.LAPSED


def test_approve_publication_before_the_hearing_refused(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))

    with pytest.raises(CaseError) as refusal:
        publication.approve_publication(case=case, actor=acting(town.pse))

    assert refusal.value.rule == "8.14"


def test_approve_publication_by_the_owner_refused(town: Township, case: Case) -> None:
    proposed(town, case)

    with pytest.raises(NotAllowed):
        publication.approve_publication(case=case, actor=acting(town.east.secretary))


def test_return_publication_tells_the_proposer(town: Township, case: Case) -> None:
    proposed(town, case)

    event = publication.return_publication(
        case=case, actor=acting(town.gen), reason="文字过于笼统，请写明整改结果。"
    )

    assert event.verb == EventVerb.PUBLICATION_RETURNED
    assert decision_of(case).status == PublicationStatus.RETURNED
    assert told("publication_returned", case) == {town.officer}
    assert proposed(town, case, text=TEXT, title=TITLE).version == 2


def test_waiver_needs_approver_and_discipline(town: Township, case: Case) -> None:
    case.secrecy = Secrecy.INTERNAL
    waivers.propose_waiver(
        case=case,
        actor=acting(town.officer),
        ground=WaiverGround.SECRECY,
        reason="内容属内部事项，不宜公开。",
    )
    decision = decision_of(case)
    assert decision.is_waiver

    with pytest.raises(CaseError):
        waivers.agree_waiver(case=case, actor=acting(town.dis[0]))
    publication.approve_publication(case=case, actor=acting(town.pse))
    event = waivers.agree_waiver(case=case, actor=acting(town.dis[0]))

    assert event.verb == EventVerb.WAIVER_AGREED
    decision.refresh_from_db()
    assert decision.status == PublicationStatus.CARRIED_OUT
    assert decision.waiver_agreed_by == town.dis[0]


@pytest.mark.parametrize(
    ("ground", "reason", "field"),
    [("", "内容属内部事项，不宜公开。", "ground"), ("privacy", "短", "reason")],
)
def test_propose_waiver_without_ground_or_reason_refused(
    town: Township, case: Case, ground: str, reason: str, field: str
) -> None:
    with pytest.raises(CaseError) as refusal:
        waivers.propose_waiver(case=case, actor=acting(town.officer), ground=ground, reason=reason)

    assert refusal.value.field == field
