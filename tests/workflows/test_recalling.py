"""撤回: whoever handed a step on takes it back until the next person opened it (rules 4.10)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError, NotAllowed, StepGone
from rectification.models import Person, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.holding import acting_on
from rectification.policies.recalling import why_not_recall_step
from rectification.selectors.inbox import done_by
from rectification.selectors.recalling import handed_on
from rectification.services.reading import mark_case_read
from tests.outbox import told
from tests.rectification.web.desk import client_of, visit
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches
from workflows.recalling import recall_step


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> Iterator[None]:
    yield
    assert list(breaches()) == []


def recall(play: Play, who: Person, reason: str = "") -> None:
    recall_step(user=user_of(who), case=play.case, reason=reason)
    play.case.refresh_from_db()


def bring_to(play: Play, step: str) -> Person:
    """To the moment after the step was done; by whom."""
    before = {
        "dispatch": CaseStage.REGISTERED,
        "claim": CaseStage.PENDING_CLAIM,
        "draft_plan": CaseStage.PLANNING,
        "report_effect": CaseStage.RECTIFYING,
        "propose_publication": CaseStage.NOTICE_PREP,
    }[step]
    play.bring_to(before)
    if step == "report_effect":
        play.carry_out()
    who = play.holder_of(play.item(step))
    play.take(step, who)
    return who


def read_next(play: Play) -> WorkItem:
    item: WorkItem = play.open_items().last()
    mark_case_read(case=play.case, person=play.holder_of(item), items=[item])
    return item


def page_of(play: Play, step: str) -> Any:
    """The form as it opens for the holder of the step."""
    item = play.item(step)
    actor = acting_on(item, authority_of(user_of(play.holder_of(item))))
    return act.form_of(item, actor=actor, case=play.case)


STEPS = ("dispatch", "claim", "draft_plan", "report_effect", "propose_publication")


@pytest.mark.parametrize("step", STEPS)
def test_step_opens_again_with_its_days_and_can_be_done_anew(play: Play, step: str) -> None:
    who = bring_to(play, step)
    former = play.case.work_items.filter(step=step).latest("pk")
    opened = play.open_steps()
    recall(play, who, "想再核对一下附件。")
    item = play.item(step)
    assert (play.open_steps(), play.case.stage) == ([step], former.stage)
    kept = (former.clock, former.clock_from, former.due_on, former.opened_at)
    assert (item.clock, item.clock_from, item.due_on, item.opened_at) == kept
    event = play.case.events.get(verb=EventVerb.RECALLED_STEP)
    assert (event.actor, event.acting_role, event.step) == (who, former.role, step)
    assert event.payload.text == "想再核对一下附件。"
    play.take(step, who)
    assert play.open_steps() == opened


@pytest.mark.parametrize("step", [name for name in STEPS if name != "claim"])
def test_too_late_once_the_next_person_has_opened_it(play: Play, step: str) -> None:
    who = bring_to(play, step)
    read_next(play)
    with pytest.raises(StepGone, match="已打开"):
        recall(play, who)


def test_claim_is_taken_back_until_the_plan_is_handed_in(play: Play) -> None:
    """What follows is his own: that he looks at it changes nothing."""
    who = bring_to(play, "claim")
    read_next(play)
    recall(play, who)
    lead = play.case.assignments.get(ended_at__isnull=True)
    assert (play.case.claims.count(), lead.answer, lead.answered_by) == (0, "pending", None)
    play.take("claim")
    play.take("draft_plan")
    play.take("advise_plan")
    with pytest.raises(StepGone):
        recall(play, who)


def test_claim_stays_while_an_order_waits_for_its_answer(play: Play) -> None:
    """An order lies with whoever owns the problem; nobody sheds it by disowning the problem."""
    who = bring_to(play, "claim")
    order = play.issue_order()
    acts = visit(who, play.case).context["page"].turns
    why = next(w for w in acts.why_not if str(w.what) == "撤回：认领")
    assert ("督办单" in str(why.why), why.rule) == (True, "4.10")
    with pytest.raises(CaseError, match="督办单"):
        recall(play, who)
    play.take("answer_order", who, reply=REASON)
    recall(play, who)
    play.take("claim", who, decision="decline", reason=REASON)
    order.refresh_from_db()
    assert (order.replied_by, play.open_steps()) == (who, ["dispatch"])


@pytest.mark.parametrize("who", ["east.clerk", "officer", "pse"])
def test_nobody_takes_back_what_another_handed_on(play: Play, who: str) -> None:
    bring_to(play, "draft_plan")
    someone: Any = play.town
    for name in who.split("."):
        someone = getattr(someone, name)
    with pytest.raises(NotAllowed):
        recall(play, someone)
    url = reverse("workflows:recall_step", args=[play.case.pk])
    assert client_of(play.town.lg).get(url).status_code == 404


def test_plan_begins_with_the_words_that_were_taken_back(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    recall(play, who)
    first = play.case.plans.get()
    assert (first.status, told("recalled_step", play.case)) == ("withdrawn", {play.town.org})
    form = page_of(play, "draft_plan")
    assert form.initial["cause"] == first.cause
    assert form.initial["target_outcome"] == first.target_outcome
    assert [row.text for row in form.former] == [row.text for row in first.measures.all()]
    play.take("draft_plan", who)
    play.take("advise_plan")
    play.take("approve_plan")
    assert [row.status for row in play.case.plans.order_by("version")] == ["withdrawn", "approved"]


def test_reasons_of_a_return_stay_beside_a_version_taken_back(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    play.take("advise_plan")
    play.take("approve_plan", decision="return", reason=REASON)
    play.take("draft_plan", who)
    recall(play, who)
    form = page_of(play, "draft_plan")
    assert (form.plan.return_reason, form.start.status) == (REASON, "withdrawn")


def test_effect_and_publication_begin_with_what_was_typed(play: Play) -> None:
    who = bring_to(play, "report_effect")
    recall(play, who)
    form = page_of(play, "report_effect")
    assert form.initial["statement"] == play.case.effect_statement != ""
    play.go_on_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", title="关于整改情况的公示（修订）")
    recall(play, play.town.officer)
    form = page_of(play, "propose_publication")
    assert form.initial["title"] == "关于整改情况的公示（修订）"
    play.take("propose_publication", decision="waive", ground="privacy", reason=REASON)
    recall(play, play.town.officer)
    form = page_of(play, "propose_publication")
    assert (form.initial["ground"], form.initial["reason"]) == ("privacy", REASON)


def test_contested_text_still_asks_for_its_answer_after_a_recall(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    play.take("hear_person", decision="contested", comment=REASON)
    play.take("propose_publication", answer_to_comment="已按意见核对并修改。")
    recall(play, play.town.officer)
    form = page_of(play, "propose_publication")
    assert form.initial["answer_to_comment"] == "已按意见核对并修改。"
    assert "answer_to_comment" in play.refusal("propose_publication", answer_to_comment="")


def test_dispatch_taken_back_asks_no_co_unit_any_more(play: Play) -> None:
    west = play.town.west.organisation
    play.co_units, play.shares_answered = [west], False
    who = bring_to(play, "dispatch")
    assert play.open_steps() == ["accept_share", "claim"]
    recall(play, who)
    assert play.open_steps() == ["dispatch"]
    assert not play.case.assignments.filter(ended_at__isnull=True).exists()
    assert play.town.west.secretary in told("recalled_step", play.case)
    form = page_of(play, "dispatch")
    assert form.initial["co_units"] == [west.pk]


@pytest.mark.parametrize("how", ["read", "answered"])
def test_dispatch_stays_once_a_co_unit_has_opened_or_answered(play: Play, how: str) -> None:
    play.co_units, play.shares_answered = [play.town.west.organisation], False
    who = bring_to(play, "dispatch")
    if how == "answered":
        play.take("accept_share")
    else:
        item = play.item("accept_share")
        mark_case_read(case=play.case, person=play.town.west.secretary, items=[item])
    with pytest.raises(StepGone, match="白塔村"):
        recall(play, who)


def test_page_tells_who_may_and_who_is_too_late(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    url = reverse("workflows:recall_step", args=[play.case.pk])
    acts = visit(who, play.case).context["page"].turns.acts
    assert [str(a.label) for a in acts if a.url == url] == ["撤回：编制方案"]
    other = visit(play.town.officer, play.case).context["page"].turns
    assert url not in [a.url for a in other.acts]
    read_next(play)
    turns = visit(who, play.case).context["page"].turns
    why = next(w for w in turns.why_not if str(w.what) == "撤回：编制方案")
    assert ("已打开" in str(why.why), why.rule) == (True, "4.10")
    response = client_of(who).post(url, {"reason": "写错了。"})
    assert (response.status_code, "写错了。" in response.content.decode()) == (422, True)


def test_taking_back_through_the_page(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    url = reverse("workflows:recall_step", args=[play.case.pk])
    assert client_of(who).get(url).status_code == 200
    response = client_of(who).post(url, follow=True)
    assert "已撤回" in response.content.decode()
    assert play.open_steps() == ["draft_plan"]
    assert "approve_plan" not in {item.step for item in done_by(who)}


def test_office_lost_since_takes_nothing_back(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    who.appointments.update(valid_to="2026-01-01")
    reason = why_not_recall_step(handed_on(play.case), authority_of(user_of(who)))
    assert reason is not None
    assert "职务" in str(reason.message)


def test_late_reader_is_told_by_whom_it_was_taken_back(play: Play) -> None:
    who = bring_to(play, "draft_plan")
    item = play.item("advise_plan")
    recall(play, who)
    with pytest.raises(StepGone, match=who.name):
        act.perform(user=user_of(play.town.org), item_id=item.pk, data={"advice": REASON})
