"""加签: one opinion beside a decision, given once or lapsed (rules 4.10)."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb, RecusalGround, Step
from rectification.exceptions import CaseError, InvalidInput, NotAllowed, NotVisible
from rectification.models import Consultation, Person
from rectification.policies.authority import authority_of
from rectification.policies.consulting import CONSULTED_ON, advisers_for
from rectification.policies.facts import facts_of
from rectification.policies.holding import recusal_text
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.selectors.cases import open_items_of
from tests.factories import acting
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.barred import recuse, refused
from tests.workflows.offices import away, stands_in
from tests.workflows.play import Play, user_of
from tests.workflows.test_freed_steps import end_offices
from workflows.consulting import consult
from workflows.handing_over import hand_over
from workflows.invariants import breaches
from workflows.sealing import seal
from workflows.sweep import sweep

QUESTION = "公开栏改到村口是否妥当？请说明理由。"
OPINION = "村口人流多，公开效果更好，建议照办。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> Iterator[None]:
    yield
    assert list(breaches()) == []


@pytest.fixture
def reviewed(play: Play) -> Play:
    """The plan waits for the secretary of the Party committee."""
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    return play


def ask(play: Play, step: str, person: Person, by: Person | None = None) -> Consultation:
    item = play.item(step)
    asker = by or play.holder_of(item)
    consult(user=user_of(asker), item=item, person=person, question=QUESTION)
    return Consultation.objects.get(item=item, lapsed_at__isnull=True)


def verbs(play: Play) -> list[str]:
    return list(play.case.events.order_by("sequence").values_list("verb", flat=True))


def state(row: Consultation) -> tuple[bool, bool]:
    row.refresh_from_db()
    return row.given_at is not None, row.lapsed_at is not None


def test_one_opinion_is_asked_for_and_given_while_the_step_stays(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    before = play.item("approve_plan")
    row = ask(play, "approve_plan", town.liaison)
    item = play.item("give_opinion")
    assert (item.person, item.role, item.opens_case) == (town.liaison, Role.LIA, False)
    assert play.open_steps() == ["approve_plan", "give_opinion"]
    assert play.item("approve_plan").due_on == before.due_on
    assert town.liaison in told("your_turn", play.case)
    event = play.case.events.latest("sequence")
    assert (event.verb, event.step, event.actor) == ("consulted", "approve_plan", town.pse)
    assert event.payload.text == f"{town.liaison.name}：{QUESTION}"
    play.take("give_opinion", town.liaison, opinion=OPINION)
    assert (state(row), row.opinion) == ((True, False), OPINION)
    assert play.case.stage == CaseStage.PLAN_REVIEW
    assert told("opinion_given", play.case) == {town.pse}
    assert play.case.events.latest("sequence").payload.text == OPINION
    with pytest.raises(NotAllowed, match="已"):
        ask(play, "approve_plan", town.lg)
    page = client_of(town.pse).get(reverse("workflows:act", args=[before.pk]))
    assert OPINION in page.content.decode()
    play.take("approve_plan")
    assert verbs(play)[-1] == EventVerb.PLAN_APPROVED


def test_whoever_gave_an_opinion_has_taken_part_and_who_asked_has_not_by_that(
    reviewed: Play,
) -> None:
    play, town = reviewed, reviewed.town
    ask(play, "approve_plan", town.liaison)
    facts = facts_of(play.case)
    assert facts.acts[town.pse.pk] == {EventVerb.CONSULTED}
    assert bar_of(town.pse.pk, Step.VERIFY, facts) is None
    assert bar_of(town.lg.pk, Step.VERIFY, facts) is None
    play.take("give_opinion", town.liaison, opinion=OPINION)
    facts = facts_of(play.case)
    assert facts.did(town.liaison.pk, EventVerb.OPINION_GIVEN)
    assert bar_of(town.liaison.pk, Step.VERIFY, facts) is not None


def test_whoever_gave_an_opinion_neither_takes_the_step_nor_what_it_leads_to(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    ask(play, "review_extension", town.pse, by=town.officer)
    play.take("give_opinion", town.pse, opinion=OPINION)
    play.take("review_extension", town.officer)
    item = play.item("decide_extension")
    assert play.holder_of(item) == town.dps
    facts = facts_of(play.case)
    steps = (Step.REVIEW_EXTENSION, Step.DECIDE_EXTENSION, Step.DECIDE_RECLASSIFICATION)
    grounds = [bar_of(town.pse.pk, step, facts) for step in steps]
    assert grounds == [RecusalGround.SAME_HAND, RecusalGround.SAME_HAND, None]


def test_colleague_who_gave_an_opinion_finds_the_step_no_more(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    ask(play, "review_extension", town.intake, by=town.officer)
    play.take("give_opinion", town.intake, opinion=OPINION)
    item = play.item("review_extension")
    assert not open_items_of(authority_of(user_of(town.intake))).filter(pk=item.pk).exists()
    assert refused(play, "review_extension", town.intake) == recusal_text(RecusalGround.SAME_HAND)
    play.take("review_extension", town.officer)


def test_opinion_may_be_asked_of_the_same_person_in_the_next_round(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    ask(play, "approve_plan", town.liaison)
    play.take("give_opinion", town.liaison, opinion=OPINION)
    play.take("approve_plan", decision="return", reason=QUESTION)
    play.take("draft_plan")
    play.take("advise_plan")
    ask(play, "approve_plan", town.liaison)
    play.take("give_opinion", town.liaison, opinion=OPINION)


def test_step_done_first_ends_it_and_the_person_is_told(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    row = ask(play, "approve_plan", town.liaison)
    play.take("approve_plan")
    assert (state(row), play.open_steps()) == ((False, True), ["carry_out"])
    assert told("consultation_over", play.case) == {town.liaison}
    assert told("consultation_lapsed", play.case) == set()
    assert verbs(play).count(EventVerb.CONSULTATION_LAPSED) == 1


def test_after_three_working_days_it_lapses_and_another_may_be_asked(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    row = ask(play, "approve_plan", town.liaison)
    due = play.item("give_opinion").due_on
    assert due is not None
    play.let_lapse()
    assert (state(row), play.open_steps()) == ((False, True), ["approve_plan"])
    assert told("consultation_lapsed", play.case) == {town.pse}
    assert verbs(play).count(EventVerb.CONSULTATION_LAPSED) == 1
    ask(play, "approve_plan", town.lg)
    assert play.open_steps() == ["approve_plan", "give_opinion"]


def test_whoever_is_away_or_left_office_is_not_waited_for(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    for lose in (lambda: away(town.liaison), lambda: end_offices(town.lg)):
        person = town.liaison if play.case.consultations.count() == 0 else town.lg
        row = ask(play, "approve_plan", person)
        lose()
        sweep()
        assert state(row) == (False, True)
    assert play.open_steps() == ["approve_plan"]


def test_recusal_tells_nothing_of_itself(reviewed: Play) -> None:
    """Neither by a name that is missing nor by a question that comes back at once."""
    play, town = reviewed, reviewed.town
    item = play.item("approve_plan")
    recuse(play, town.lg)
    assert town.lg in {row.person for row in advisers_for(item, town.pse)}
    row = ask(play, "approve_plan", town.lg)
    sweep()
    assert state(row) == (False, False)
    assert town.lg not in told("your_turn", play.case)
    assert not open_items_of(authority_of(user_of(town.lg))).exists()
    with pytest.raises((NotAllowed, NotVisible)):
        play.take("give_opinion", town.lg, opinion=OPINION)
    play.let_lapse()
    assert state(row) == (False, True)
    assert told("consultation_lapsed", play.case) == {town.pse}
    assert town.lg not in told("consultation_over", play.case)


def test_recusal_requested_or_entered_ends_no_question_that_runs(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    row = ask(play, "review_extension", town.intake, by=town.officer)
    before = play.item("review_extension")
    play.request_recusal(town.intake)
    sweep()
    assert (state(row), play.item("review_extension")) == ((False, False), before)
    play.take("decide_recusal", decision="grant")
    sweep()
    assert play.item("review_extension") != before
    assert state(row) == (False, False)
    with pytest.raises(NotAllowed, match="已"):
        ask(play, "review_extension", town.lg, by=town.officer)
    play.let_lapse()
    assert (state(row), told("consultation_lapsed", play.case)) == ((False, True), {town.officer})


def test_asked_are_those_alone_who_read_the_case_by_their_office_and_are_free(
    reviewed: Play,
) -> None:
    play, town = reviewed, reviewed.town
    item = play.item("approve_plan")
    offered = {row.person for row in advisers_for(item, town.pse)}
    assert {town.liaison, town.lg, town.org, town.officer, town.intake} <= offered
    outside = {town.pse, town.east.secretary, town.west.secretary, *town.dis, town.gen, town.pub}
    assert offered & outside == set()
    away(town.officer)
    assert town.officer not in {row.person for row in advisers_for(item, town.pse)}
    for person in (town.dis[0], town.east.secretary, town.pse, town.west.members[0], None):
        with pytest.raises(CaseError, match="阅看"):
            consult(user=user_of(town.pse), item=item, person=person, question=QUESTION)


def test_only_whoever_holds_the_step_in_an_office_of_his_own_asks(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    stands_in(town.dps, town.pse, Role.PSE, approved_by=town.org)
    item = play.item("approve_plan")
    for who in (town.dps, town.officer, town.dis[0]):
        with pytest.raises((NotVisible, NotAllowed)):
            ask(play, "approve_plan", town.liaison, by=who)
        url = reverse("workflows:consult", args=[item.pk])
        assert client_of(who).get(url).status_code == 404


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (CaseStage.PENDING_CLAIM, "claim"),
        (CaseStage.PLANNING, "draft_plan"),
        (CaseStage.RECTIFYING, "carry_out"),
        (CaseStage.VERIFYING, "assign_verifiers"),
    ],
)
def test_of_other_steps_nobody_is_asked(play: Play, stage: CaseStage, step: str) -> None:
    play.bring_to(stage)
    item = play.item(step)
    with pytest.raises(NotVisible):
        ask(play, step, play.town.liaison)
    url = reverse("workflows:consult", args=[item.pk])
    assert client_of(play.holder_of(item)).get(url).status_code == 404


def test_verification_is_judged_alone(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    item = play.open_items().filter(step="verify").first()
    assert item is not None
    assert item.person is not None
    with pytest.raises(NotVisible):
        consult(user=user_of(item.person), item=item, person=play.town.lg, question=QUESTION)
    page = client_of(item.person).get(reverse("rectification:case", args=[play.case.pk]))
    assert "独立" in page.content.decode()


def test_of_two_steps_beside_each_other_each_has_its_own(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    play.ask_reclassification()
    first = ask(play, "review_extension", town.lg, by=town.officer)
    second = ask(play, "decide_reclassification", town.lg)
    assert play.open_steps().count("give_opinion") == 2
    play.take("review_extension", town.officer)
    assert (state(first), state(second)) == ((False, True), (False, False))
    play.take("give_opinion", town.lg, opinion=OPINION)
    assert state(second) == (True, False)
    play.take("carry_out", **play.progress(play.case.plans.get().measures.get().pk))


def test_step_handed_over_keeps_the_opinion_for_the_colleague(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    ask(play, "review_extension", town.lg, by=town.officer)
    item = play.item("review_extension")
    hand_over(user=user_of(town.officer), item=item, to=town.intake, reason=QUESTION)
    play.take("give_opinion", town.lg, opinion=OPINION)
    assert told("opinion_given", play.case) == {town.intake}


def test_step_passed_on_keeps_the_opinion_that_was_given(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    row = ask(play, "approve_plan", town.liaison)
    play.take("give_opinion", town.liaison, opinion=OPINION)
    play.enter_recusal(town.pse)
    item = play.item("approve_plan")
    row.refresh_from_db()
    assert (play.holder_of(item), row.item) == (town.dps, item)
    page = client_of(town.dps).get(reverse("workflows:act", args=[item.pk]))
    assert OPINION in page.content.decode()
    with pytest.raises(NotAllowed, match="已"):
        ask(play, "approve_plan", town.lg)


def test_whoever_may_take_the_step_is_told_also_when_the_asker_is_gone(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    play.ask_extension()
    row = ask(play, "review_extension", town.lg, by=town.officer)
    end_offices(town.officer)
    play.let_lapse()
    assert state(row) == (False, True)
    assert told("consultation_lapsed", play.case) == {town.intake}
    ask(play, "review_extension", town.lg, by=town.intake)
    play.take("give_opinion", town.lg, opinion=OPINION)
    assert told("opinion_given", play.case) == {town.intake}


def test_words_of_an_objector_get_into_no_record_of_the_owner(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    town, words = play.town, "东头小广场的公开栏到今天还是旧的，没有人来换过，请你们去看看。"
    play.objected("effect", text=words)
    item = play.item("handle_objection")
    asker = user_of(play.holder_of(item))
    with pytest.raises(InvalidInput) as refusal:
        consult(user=asker, item=item, person=town.lg, question=f"有人反映：{words}请问是否属实？")
    assert set(refusal.value.errors) == {"question"}
    play.consult("handle_objection", town.lg)
    said = f"我看过现场：{words}"
    assert set(play.refusal("give_opinion", town.lg, opinion=said)) == {"opinion"}
    play.take("give_opinion", town.lg, opinion=OPINION)


def test_nobody_finds_an_objector_by_asking_about_many_names(play: Play) -> None:
    """A refusal would tell that one of them is his, and halves of the list which."""
    play.bring_to(CaseStage.IN_NOTICE)
    play.objected("effect", mode="confidential", name="何人知", contact="13800000000")
    item = play.item("handle_objection")
    asker = user_of(play.holder_of(item))
    event = consult(
        user=asker, item=item, person=play.town.lg, question="是田大有、何人知还是吴小满说的？"
    )
    assert event is not None
    play.take("give_opinion", play.town.lg, opinion="何人知反映的情况属实，建议整改。")


def test_both_forms_say_that_the_owner_reads_along(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    asking = client_of(town.pse).get(
        reverse("workflows:consult", args=[play.item("approve_plan").pk])
    )
    ask(play, "approve_plan", town.liaison)
    giving = client_of(town.liaison).get(
        reverse("workflows:act", args=[play.item("give_opinion").pk])
    )
    for page in (asking, giving):
        assert "责任主体也能看到" in page.content.decode()


def test_end_and_seal_take_it_away(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    row = ask(play, "approve_plan", town.liaison)
    seal(
        user=user_of(town.officer),
        case=play.case,
        actor=acting(town.officer),
        ground="undetermined",
    )
    assert state(row) == (False, True)
    assert told("consultation_over", play.case) == {town.liaison}
    assert told("consultation_lapsed", play.case) == set()


def test_termination_takes_it_away(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    row = ask(play, "approve_plan", town.liaison)
    play.propose_termination()
    other = ask(play, "decide_termination", town.org)
    play.take("decide_termination", decision="agree")
    assert (state(row), state(other)) == ((False, True), (False, True))
    assert play.open_steps() == []


def test_asked_person_sees_no_more_than_before_and_finds_it_in_his_work(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    url = reverse("rectification:case", args=[play.case.pk])
    before = client_of(town.liaison).get(url)
    ask(play, "approve_plan", town.liaison)
    after = client_of(town.liaison).get(url)
    assert before.context["page"].evidence == after.context["page"].evidence
    items = open_items_of(authority_of(user_of(town.liaison)))
    assert [item.step for item in items] == ["give_opinion"]
    page = client_of(town.liaison).get(reverse("workflows:act", args=[items[0].pk]))
    assert (QUESTION in page.content.decode(), page.status_code) == (True, 200)
    assert client_of(town.lg).get(reverse("workflows:act", args=[items[0].pk])).status_code == 404


def test_page_asks_and_refuses_the_second(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    url = reverse("workflows:consult", args=[play.item("approve_plan").pk])
    case_url = reverse("rectification:case", args=[play.case.pk])
    client = client_of(town.pse)
    assert url in client.get(case_url).content.decode()
    answers = []
    for person in (town.dis[0], town.liaison):
        given = {"person": person.pk, "question": QUESTION}
        answers.append(client.post(url, given).status_code)
    assert answers == [422, 302]
    assert client.get(url).status_code in (403, 409)
    page = client.get(case_url).content.decode()
    assert (url in page, "为什么不能" in page) == (False, True)


def test_advisers_are_found_by_a_fixed_number_of_queries(reviewed: Play) -> None:
    play, town = reviewed, reviewed.town
    item = play.open_items().prefetch_related("bars").get(step="approve_plan")
    assert item.case.owner_organisation is not None
    with CaptureQueriesContext(connection) as many:
        assert len(advisers_for(item, town.pse)) > 3
    end_offices(town.lg)
    end_offices(town.org)
    with CaptureQueriesContext(connection) as few:
        advisers_for(item, town.pse)
    assert len(many) == len(few)


def test_consulted_steps_open_the_file() -> None:
    assert Step.VERIFY not in CONSULTED_ON
    assert Step.REVIEW_SECRECY not in CONSULTED_ON
