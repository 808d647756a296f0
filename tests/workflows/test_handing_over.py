"""转办: a step of an office lies with one colleague of it, and comes back (rules 4.10)."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError, NotAllowed, NotVisible, StepGone
from rectification.models import Person, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.holding import why_not
from rectification.roles import Role
from rectification.selectors.cases import open_items_of
from tests.factories import in_office
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.barred import recuse
from tests.workflows.offices import away, stands_in
from tests.workflows.play import Play, user_of
from tests.workflows.test_freed_steps import end_offices
from workflows.handing_over import hand_over
from workflows.invariants import breaches
from workflows.passing_on import hold_anew
from workflows.sweep import sweep

REASON = "本周在外参加培训，请代为办理。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> Iterator[None]:
    yield
    assert list(breaches()) == []


def give(play: Play, step: str, by: Person, to: Person | None) -> WorkItem:
    hand_over(user=user_of(by), item=play.item(step), to=to, reason=REASON)
    return play.item(step)


def turns(who: Person) -> list[str]:
    found = open_items_of(authority_of(user_of(who)))
    return list(found.order_by("pk").values_list("step", flat=True))


def colleague(play: Play, role: str, step: str) -> Person:
    """Somebody else in the office with which the step lies."""
    return in_office(play.town.west.members[0], role, play.item(step).organisation)


OF_OFFICES = {
    CaseStage.SUBMITTED: "triage",
    CaseStage.REGISTERED: "dispatch",
    CaseStage.PLAN_REVIEW: "advise_plan",
    CaseStage.FIRST_REVIEW: "first_review",
    CaseStage.NOTICE_PREP: "propose_publication",
}


@pytest.mark.parametrize("stage", OF_OFFICES)
def test_step_lies_with_the_colleague_alone_and_its_days_run_on(
    play: Play, stage: CaseStage
) -> None:
    play.bring_to(stage)
    before = play.item(OF_OFFICES[stage])
    first = play.holder_of(before)
    other = colleague(play, before.role, before.step)
    after = give(play, before.step, first, other)
    assert (after, after.person, after.handed_by) == (before, other, first)
    assert (after.due_on, after.opened_at) == (before.due_on, before.opened_at)
    assert (before.step in turns(first), before.step in turns(other)) == (False, True)
    event = play.case.events.latest("sequence")
    assert (event.verb, event.step, event.actor) == (EventVerb.HANDED_OVER, before.step, first)
    assert event.payload.text == f"{other.name}：{REASON}"
    assert told("handed_over", play.case) == {other}
    assert sweep() == 0
    assert play.item(before.step).person == other
    with pytest.raises(NotVisible):
        play.take(before.step, first)
    play.take(before.step, other)


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (CaseStage.PENDING_CLAIM, "claim"),
        (CaseStage.PLANNING, "draft_plan"),
        (CaseStage.RECTIFYING, "carry_out"),
        (CaseStage.VERIFYING, "assign_verifiers"),
    ],
)
def test_what_is_the_owners_or_of_the_verification_is_not_handed_over(
    play: Play, stage: CaseStage, step: str
) -> None:
    play.bring_to(stage)
    item = play.open_items().filter(step=step).first()
    holder = play.holder_of(item)
    with pytest.raises(NotVisible):
        hand_over(user=user_of(holder), item=item, to=play.town.dis[1], reason=REASON)
    assert client_of(holder).get(reverse("workflows:hand_over", args=[item.pk])).status_code == 404


def test_chosen_is_only_somebody_of_the_office_who_is_free(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town, step = play.town, "dispatch"
    gone = colleague(play, Role.OFF, step)
    away(gone)
    for other in (town.org, gone, town.officer, None):
        with pytest.raises(CaseError, match="空闲|办公室"):
            give(play, step, town.officer, other)
    recuse(play, town.intake)
    with pytest.raises(NotAllowed, match="没有其他"):
        give(play, step, town.officer, town.intake)
    assert not play.case.events.filter(verb=EventVerb.HANDED_OVER).exists()


def test_he_hands_it_on_or_back_to_one_or_to_all(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town = play.town
    third = colleague(play, Role.OFF, "dispatch")
    give(play, "dispatch", town.officer, town.intake)
    with pytest.raises(NotVisible):
        give(play, "dispatch", town.officer, third)
    give(play, "dispatch", town.intake, third)
    give(play, "dispatch", third, town.officer)
    give(play, "dispatch", town.officer, town.intake)
    item = give(play, "dispatch", town.intake, None)
    assert (item.person, item.handed_by) == (None, None)
    assert [turns(who) for who in (town.officer, town.intake, third)] == [["dispatch"]] * 3
    assert play.case.events.filter(verb=EventVerb.HANDED_OVER).count() == 5


def gone_away(play: Play, who: Person) -> None:
    away(who)


def gone_for_good(_play: Play, who: Person) -> None:
    end_offices(who)


def recused(play: Play, who: Person) -> None:
    recuse(play, who)


@pytest.mark.parametrize("become", [gone_away, gone_for_good, recused])
def test_who_cannot_take_it_any_more_gives_it_back_to_the_office(
    play: Play, become: Callable[[Play, Person], None]
) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town = play.town
    before = give(play, "dispatch", town.officer, town.intake)
    become(play, town.intake)
    assert sweep() == 1
    item = play.item("dispatch")
    assert (item, item.person, item.handed_by) == (before, None, None)
    event = play.case.events.latest("sequence")
    assert (event.verb, event.step) == (EventVerb.WORK_PASSED_ON, "dispatch")
    assert town.officer in told("your_turn", play.case)
    assert sweep() == 0
    play.take("dispatch", town.officer)


def test_who_left_the_office_does_not_keep_the_step_until_the_sweep(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    give(play, "dispatch", play.town.officer, play.town.intake)
    end_offices(play.town.intake)
    assert turns(play.town.intake) == []
    with pytest.raises(NotVisible):
        play.take("dispatch", play.town.intake)
    sweep()


def test_office_that_is_empty_then_passes_it_on_by_rule(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    first = play.holder_of(play.item("approve_plan"))
    other = colleague(play, play.item("approve_plan").role, "approve_plan")
    give(play, "approve_plan", first, other)
    end_offices(first)
    end_offices(other)
    sweep()
    assert (play.item("approve_plan").person, play.item("approve_plan").role) == (None, Role.DPS)


def test_steps_held_anew_stay_with_the_colleague_unless_he_is_barred(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town = play.town
    third = colleague(play, Role.OFF, "dispatch")
    before = give(play, "dispatch", town.officer, town.intake)
    recuse(play, third)
    assert hold_anew(play.case) == []
    assert play.item("dispatch") == before
    recuse(play, town.intake)
    assert len(hold_anew(play.case)) == 1
    assert play.item("dispatch").person is None


def test_nobody_stands_in_for_him_and_no_deputy_hands_over(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town = play.town
    stands_in(town.gen, town.officer, Role.OFF, approved_by=town.pse)
    with pytest.raises(NotVisible):
        give(play, "dispatch", town.gen, town.intake)
    item = give(play, "dispatch", town.intake, town.officer)
    assert turns(town.gen) == []
    why = why_not(item, authority_of(user_of(town.intake)))
    assert why is not None
    assert why.rule == "4.10"


def test_of_two_steps_beside_each_other_one_is_handed_over(play: Play) -> None:
    """A proposal to end the case waits beside the main procedure."""
    play.bring_to(CaseStage.FIRST_REVIEW)
    play.propose_termination()
    other = colleague(play, Role.LG, "decide_termination")
    give(play, "decide_termination", play.town.lg, other)
    assert (turns(play.town.lg), turns(other)) == ([], ["decide_termination"])
    assert play.item("first_review").person is None
    play.take("decide_termination", other, decision="refuse")


@pytest.mark.parametrize(
    ("stage", "ask", "step", "answer"),
    [
        (CaseStage.RECTIFYING, "ask_extension", "review_extension", "favour"),
        (CaseStage.IN_NOTICE, "object", "handle_objection", "dismissed"),
    ],
)
def test_beside_the_main_procedure_its_own_step_stays_where_it_is(
    play: Play, stage: CaseStage, ask: str, step: str, answer: str
) -> None:
    play.bring_to(stage)
    main = play.open_items().get()
    getattr(play, ask)()
    first = play.holder_of(play.item(step))
    other = colleague(play, Role.OFF, step)
    give(play, step, first, other)
    assert (step in turns(first), step in turns(other)) == (False, True)
    beside = play.item(main.step)
    assert (beside, beside.person, beside.due_on) == (main, main.person, main.due_on)
    play.take(step, other, decision=answer)
    assert step not in play.open_steps()


def test_done_by_a_first_comer_it_is_gone(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    item = play.item("dispatch")
    play.take("dispatch", play.town.officer)
    with pytest.raises(StepGone):
        hand_over(user=user_of(play.town.intake), item=item, to=play.town.officer, reason=REASON)


# --- the page


def html_of(who: Person, url: str) -> str:
    response = client_of(who).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_page_hands_over_once_and_the_case_says_so(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town, item = play.town, play.item("dispatch")
    client, url = client_of(town.officer), reverse("workflows:hand_over", args=[item.pk])
    case_url = reverse("rectification:case", args=[play.case.pk])
    assert url in html_of(town.officer, case_url)
    assert town.intake.name in html_of(town.officer, url)
    typed = {"to": town.intake.pk, "reason": "太短", "idempotency_key": str(uuid4())}
    assert client.post(url, typed).status_code == 422
    for _again in range(2):
        client.post(url, {**typed, "reason": REASON})
    assert play.case.events.filter(verb=EventVerb.HANDED_OVER).count() == 1
    html = html_of(town.officer, case_url)
    assert url not in html
    assert "为什么不能" in html
    assert REASON in html
    assert "交还" in html_of(town.intake, url)
    assert client.get(url).status_code == 404


def test_where_nobody_else_is_in_office_there_is_no_button_but_a_reason(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    item = play.item("advise_plan")
    client, url = client_of(play.town.org), reverse("workflows:hand_over", args=[item.pk])
    html = html_of(play.town.org, reverse("rectification:case", args=[play.case.pk]))
    assert url not in html
    assert "没有其他" in html
    assert client.get(url).status_code == 403


def test_step_that_keeps_the_case_closed_has_the_link_itself(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication")
    item = play.item("review_secrecy")
    step = reverse("workflows:act", args=[item.pk])
    url = reverse("workflows:hand_over", args=[item.pk])
    assert url not in html_of(play.town.gen, step)
    other = colleague(play, Role.GEN, "review_secrecy")
    assert url in html_of(play.town.gen, step)
    assert play.case.title not in html_of(play.town.gen, url)
    give(play, "review_secrecy", play.town.gen, other)
    assert url in html_of(other, step)
