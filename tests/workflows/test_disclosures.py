"""清单公开 while a case is under way, 情况通报 after closing, each beside the procedure (4.6)."""

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb, Secrecy
from rectification.exceptions import CaseError, NotAllowed
from rectification.redaction import findings
from rectification.selectors.notices import may_read
from rectification.services.disclosures import begin_disclosure
from tests.factories import acting
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.disclosed import over
from tests.workflows.play import Play, Refused, user_of
from workflows.forms.proposals import plain_circular, plain_lists
from workflows.invariants import breaches
from workflows.sweep import sweep


def verbs(play: Play, *, since: str = "disclosure_begun") -> list[str]:
    """What happened from the last time that this did."""
    found = list(play.case.events.order_by("sequence").values_list("verb", flat=True))
    return found[len(found) - 1 - found[::-1].index(since) :]


def test_lists_are_shown_beside_the_work_and_hold_nothing_up(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose()
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert (notice.decision.purpose, notice.decision.scope) == ("lists", "S2")
    assert verbs(play) == [
        "disclosure_begun",
        "publication_proposed",
        "secrecy_cleared",
        "redaction_confirmed",
        "person_heard",
        "publication_approved",
        "disclosure_posted",
    ]
    assert may_read(notice, user_of(play.town.east.members[0]))
    assert not may_read(notice, user_of(play.town.west.members[0]))
    assert list(breaches()) == []


def test_both_notices_run_side_by_side_and_each_ends_by_itself(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    lists = play.disclose(working_days=20)
    play.go_on_to(CaseStage.IN_NOTICE)
    effect = play.notice
    assert effect.decision.purpose == "effect"
    play.go_on_to(CaseStage.VERIFYING)
    effect.refresh_from_db()
    lists.refresh_from_db()
    assert (effect.is_running, lists.is_running) == (False, True)
    play.go_on_to(CaseStage.CLOSED)
    over(play, lists)
    assert (lists.is_running, play.case.stage) == (False, "closed")
    assert verbs(play, since="disclosure_ended") == ["disclosure_ended"]
    assert list(breaches()) == []


def test_circular_follows_the_closure_and_leaves_the_case_closed(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    notice = play.disclose(scope="S3")
    assert (notice.decision.purpose, notice.decision.scope) == ("circular", "S3")
    assert (play.case.stage, play.case.outcome, play.open_steps()) == ("closed", "closed", [])
    assert may_read(notice, user_of(play.town.west.members[0]))
    assert list(breaches()) == []
    over(play, notice)
    assert not notice.is_running


def test_text_is_drawn_from_plan_and_closing_and_names_nobody(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    title, text = plain_lists(play.case)
    assert title == f"整改清单公开：{play.case.title}"
    for part in (play.case.title, play.case.owner_organisation.name, "整改措施：", "前完成"):
        assert part in text
    names = [person.name for person in (play.town.east.secretary, *play.town.east.members)]
    assert findings(text, names) == []
    play.go_on_to(CaseStage.CLOSED)
    title, text = plain_circular(play.case)
    assert title == f"整改情况通报：{play.case.title}"
    assert play.case.effect_statement in text
    assert "经验收销号" in text


def test_nothing_is_begun_before_the_plan_is_approved(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    with pytest.raises(CaseError, match="方案批准后"):
        play.begin_disclosure()


def test_lists_of_a_member_are_not_disclosed_but_a_circular_may_be(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    with pytest.raises(CaseError, match="只公开统计数字"):
        play.begin_disclosure()
    play.go_on_to(CaseStage.CLOSED)
    with pytest.raises(Refused, match="scope"):
        play.disclose(scope="S3")
    play.take("propose_disclosure", scope="S2")
    assert play.open_steps() == ["review_disclosure"]


def test_one_at_a_time_and_not_while_the_last_one_is_shown(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    with pytest.raises(CaseError, match="正在办理"):
        play.begin_disclosure()
    play.take("propose_disclosure", decision="drop", reason=REASON)
    notice = play.disclose()
    with pytest.raises(CaseError, match="仍在公开"):
        play.begin_disclosure()
    over(play, notice)
    play.begin_disclosure()
    assert "propose_disclosure" in play.open_steps()


def test_not_of_a_case_that_may_not_be_made_public(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.case.secrecy = Secrecy.INTERNAL
    play.case.save()
    with pytest.raises(CaseError, match="可以公开"):
        play.begin_disclosure()


def test_whoever_is_recused_begins_nothing(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.declare_recusal(play.town.officer)
    with pytest.raises(NotAllowed):
        begin_disclosure(case=play.case, actor=acting(play.town.officer), purpose="lists")


def test_press_begins_what_the_page_has_shown_and_nothing_else(play: Play) -> None:
    """The case is struck off between the page and the press: he had the lists before him."""
    play.bring_to(CaseStage.RECTIFYING)
    desk = client_of(play.town.officer)
    url = reverse("workflows:begin_disclosure", args=[play.case.pk])
    assert desk.get(url).context["form"]["purpose"].value() == "lists"
    play.go_on_to(CaseStage.CLOSED)
    desk = client_of(play.town.officer)
    answer = desk.post(url, {"purpose": "lists"})
    assert answer.status_code == 409
    assert "情况通报" in answer.content.decode()
    assert "propose_disclosure" not in play.open_steps()
    assert desk.post(url, {"purpose": "circular"}).status_code == 302
    assert play.open_steps() == ["propose_disclosure"]


def test_contested_text_goes_back_and_is_shown_only_once_it_is_settled(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    for step in ("propose_disclosure", "review_disclosure", "check_disclosure"):
        play.take(step)
    play.take("hear_disclosure", decision="contested", comment="文字与事实不符，请予核对更正。")
    assert "propose_disclosure" in play.open_steps()
    unanswered = play.refusal("propose_disclosure", answer_to_comment="")
    assert list(unanswered) == ["answer_to_comment"]
    play.take("propose_disclosure")
    play.take("review_disclosure")
    play.take("check_disclosure")
    play.take("hear_disclosure", decision="contested", comment="仍不同意这样公开，请予考虑。")
    play.take("propose_disclosure", decision="drop", reason="意见未能取得一致，不予公开。")
    assert play.open_steps() == ["carry_out"]
    assert not play.case.notices.exists()
    assert verbs(play)[-1] == EventVerb.DISCLOSURE_DROPPED


def test_silence_of_the_person_concerned_lets_it_go_on_and_is_recorded(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    for step in ("propose_disclosure", "review_disclosure", "check_disclosure"):
        play.take(step)
    play.pass_days(4)
    sweep()
    play.case.refresh_from_db()
    assert "approve_disclosure" in play.open_steps()
    decision = play.case.publications.get(purpose="lists")
    assert (decision.hearing, decision.approved_at) == ("lapsed", None)


def test_hands_of_a_disclosure_are_four(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.disclose()
    decision = play.case.publications.get(purpose="lists")
    town = play.town
    hands = [decision.proposed_by, decision.secrecy_by, decision.redaction_by]
    assert hands == [town.officer, town.gen, town.org]
    assert decision.approved_by == town.pse
    assert len({*hands, decision.approved_by}) == 4


@pytest.mark.parametrize(
    "step", ["review_disclosure", "check_disclosure", "approve_disclosure", "post_disclosure"]
)
def test_every_review_may_return_it(play: Play, step: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    play.take("propose_disclosure")
    while step not in play.open_steps():
        play.take(next(s for s in play.open_steps() if s.endswith("_disclosure")))
    play.take(step, decision="return", reason=REASON)
    assert "propose_disclosure" in play.open_steps()
    play.take("propose_disclosure")
    assert "review_disclosure" in play.open_steps()


def test_text_returned_after_its_approval_is_read_by_nobody_beside_the_record(play: Play) -> None:
    """The publicity centre returns what the check for leaks has found in it."""
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    for step in ("propose", "review", "check", "hear", "approve"):
        play.take(f"{step}_disclosure")
    page = reverse("rectification:case", args=[play.case.pk])
    clerk, officer = client_of(play.town.east.clerk), client_of(play.town.officer)
    text = play.case.publications.get(purpose="lists").text.splitlines()[0]
    assert text in clerk.get(page).content.decode()
    play.take("post_disclosure", decision="return", reason=REASON)
    assert text not in clerk.get(page).content.decode()
    assert text in officer.get(page).content.decode()


def test_what_would_give_somebody_away_is_not_posted(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    for step in ("propose", "review", "check", "hear", "approve"):
        play.take(f"{step}_disclosure")
    decision = play.case.publications.get(purpose="lists")
    decision.text += play.town.east.members[0].name
    decision.save()
    refused = play.refusal("post_disclosure")
    assert "泄露检查" in str(refused)
    assert not play.case.notices.exists()


def test_closing_ends_a_disclosure_of_the_lists_that_was_not_posted(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    play.take("propose_disclosure")
    play.go_on_to(CaseStage.CLOSED)
    assert play.open_steps() == []
    notice = play.disclose(scope="S3")
    assert notice.decision.purpose == "circular"


def test_termination_withdraws_what_was_disclosed(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.disclose()
    play.propose_termination()
    play.take("decide_termination")
    assert play.case.stage == CaseStage.TERMINATED
    assert not play.case.notices.filter(withdrawn_at=None).exists()


def test_sensitive_text_waits_for_the_leading_group(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    play.take("propose_disclosure")
    play.take("review_disclosure", decision="sensitive", sensitive=REASON)
    assert play.open_steps() == ["carry_out", "decide_sensitivity"]
    play.take("decide_sensitivity", decision="clear", reason=REASON)
    decision = play.case.publications.get(purpose="lists")
    assert (decision.sensitivity, decision.sensitivity_by) == ("cleared", play.town.lg)
    assert decision.sensitivity_reason == REASON
    # It is raised once for a version: the leading group has decided.
    again = play.refusal("review_disclosure", decision="sensitive", sensitive=REASON)
    assert "领导小组已" in str(again)
    play.take("review_disclosure")
    assert "check_disclosure" in play.open_steps()


def test_what_the_leading_group_holds_back_goes_to_its_author(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_disclosure()
    play.take("propose_disclosure")
    play.take("review_disclosure", decision="sensitive", sensitive=REASON)
    assert list(play.refusal("decide_sensitivity", reason="")) == ["reason"]
    play.take("decide_sensitivity", decision="uphold", reason=REASON)
    assert play.open_steps() == ["carry_out", "propose_disclosure"]
    decision = play.case.publications.get(purpose="lists")
    assert (decision.status, decision.sensitivity) == ("returned", "upheld")
    assert not play.case.notices.exists()
