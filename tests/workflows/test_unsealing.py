"""A sealing is lifted by a second person (scenario 11)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rectification import notifications
from rectification.enums import CaseStage
from rectification.exceptions import CaseError
from rectification.models import Case, Objection, Person, Sealing, WorkItem
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.cases import visible_to
from rectification.selectors.objections import contestable_until
from rectification.selectors.plans import open_measures
from rectification.selectors.receipts import find_by_receipt
from rectification.web.answers import answer_of
from tests.factories import in_office, person, township
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.scenarios.test_what_is_shown import contest_still
from tests.workflows.sealed import ask, proposed, sealed, verbs
from workflows.invariants import breaches
from workflows.sweep import sweep


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    yield
    assert list(breaches()) == []


def lifted(play: Play, who: Person | None = None) -> Any:
    proposal = proposed(play, Sealing.objects.latest("pk"))
    answer = ask(who or play.town.officer, "decide_unsealing", proposal.pk, agrees="yes")
    play.case.refresh_from_db()
    return answer


def test_only_the_secrecy_officer_proposes_and_the_office_decides(play: Play) -> None:
    town, far = play.town, township()
    play.report()
    sealing = sealed(play)
    pages = ("confirm_sealing", "number_paper", "propose_unsealing")
    others = (town.officer, town.org, town.pse, town.east.secretary, town.dis[0], far.gen)
    for who in others:
        for page in pages:
            url = reverse(f"workflows:{page}", args=[sealing.pk])
            assert client_of(who).get(url).status_code == 404
            assert client_of(who).post(url).status_code == 404
    proposal = proposed(play, sealing)
    url = reverse("workflows:decide_unsealing", args=[proposal.pk])
    for who in (town.gen, town.org, town.pse, town.east.secretary, far.gen, far.officer):
        assert client_of(who).get(url).status_code == 404
        assert client_of(who).post(url, {"agrees": "yes"}).status_code == 404
    assert client_of(town.officer).get(url).status_code == 200


def test_nobody_decides_on_what_he_proposed(play: Play) -> None:
    """Also where one human holds both offices."""
    town = play.town
    play.report()
    sealing = sealed(play)
    both = in_office(person("身兼二"), Role.GEN, town.general_office)
    in_office(both, Role.OFF, town.office)
    proposal = proposed(play, sealing, both)
    listed = client_of(both).get(reverse("rectification:transfers")).content.decode()
    assert reverse("workflows:decide_unsealing", args=[proposal.pk]) not in listed
    answer = ask(both, "decide_unsealing", proposal.pk, agrees="yes")
    assert answer.status_code == 403
    play.case.refresh_from_db()
    assert play.case.sealed


def test_nobody_concerned_confirms_proposes_or_decides(play: Play) -> None:
    """It would be his own matter that he opens, or keeps shut."""
    town = play.town
    play.bring_to(CaseStage.RECTIFYING, "M")
    sealing = sealed(play)
    proposal = proposed(play, sealing)
    Case.objects.filter(pk=play.case.pk).update(owner_person=town.officer)
    assert ask(town.officer, "decide_unsealing", proposal.pk, agrees="yes").status_code == 422
    Case.objects.filter(pk=play.case.pk).update(owner_person=town.gen)
    assert ask(town.gen, "confirm_sealing", sealing.pk, ground="work_secret").status_code == 422
    ask(town.officer, "decide_unsealing", proposal.pk, agrees="no", reason=REASON)
    assert ask(town.gen, "propose_unsealing", sealing.pk, ground="released").status_code == 422
    sealing.refresh_from_db()
    assert (sealing.confirmed_by, sealing.lifted_at, sealing.unsealings.count()) == (None, None, 1)
    Case.objects.filter(pk=play.case.pk).update(owner_person=town.east.members[0])


def test_refused_it_stays_sealed_and_may_be_proposed_again(play: Play) -> None:
    town = play.town
    play.report()
    sealing = sealed(play)
    proposal = proposed(play, sealing)
    assert ask(town.officer, "decide_unsealing", proposal.pk, agrees="no").status_code == 422
    marked = ask(town.officer, "decide_unsealing", proposal.pk, agrees="no", reason="机密★" * 5)
    assert marked.status_code == 422
    ask(town.officer, "decide_unsealing", proposal.pk, agrees="no", reason=REASON)
    proposal.refresh_from_db()
    play.case.refresh_from_db()
    assert (proposal.decision, proposal.decided_by, play.case.sealed) == (
        "refused",
        town.officer,
        True,
    )
    page = client_of(town.gen).get(reverse("rectification:sealing", args=[sealing.pk]))
    assert REASON in page.content.decode()
    assert lifted(play, town.intake).status_code == 302
    assert verbs(play.case) == [
        "sealed",
        "unsealing_proposed",
        "unsealing_refused",
        "unsealing_proposed",
        "unsealed",
    ]


def test_unsealed_it_is_read_again_and_goes_on_with_what_was_written(play: Play) -> None:
    town = play.town
    code = play.opinion()
    play.bring_to(CaseStage.PLANNING)
    words = (play.case.title, play.case.description)
    sealed(play)
    play.pass_days(30)
    assert lifted(play).status_code == 302
    assert (play.case.title, play.case.description, play.case.sealed) == (*words, False)
    assert visible_to(user_of(town.east.secretary)).filter(pk=play.case.pk).exists()
    item = play.item("draft_plan")
    assert item.due_on is not None
    assert item.due_on > today()
    assert "解除封存" in find_by_receipt(code).answer
    assert told("case_unsealed", play.case) >= {town.east.secretary}
    play.go_on_to(CaseStage.RECTIFYING)
    assert play.case.stage == "rectifying"


def test_promised_days_move_on_by_the_days_it_was_sealed(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    assert play.case.due_on == date(2026, 5, 18)
    sealed(play)
    play.clock.shift(timedelta(days=43))
    lifted(play)
    assert (play.case.due_on, play.case.first_due_on) == (date(2026, 6, 30), date(2026, 5, 18))
    assert play.item("carry_out").due_on == date(2026, 6, 30)
    assert [measure.due_on for measure in open_measures(play.case)] == [date(2026, 6, 30)]


def test_what_was_withdrawn_is_published_anew(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.objected("effect")
    sealed(play)
    lifted(play)
    assert (play.case.stage, play.open_steps()) == ("notice_prep", ["propose_publication"])
    first = play.case.notices.get()
    assert first.withdrawn_at is not None
    play.go_on_to(CaseStage.CLOSED)
    assert play.case.stage == "closed"
    assert play.case.notices.count() == 2


def test_review_that_was_cut_off_may_be_asked_for_again(play: Play) -> None:
    """Nobody has decided it: the five days begin anew, once the case is unsealed (T25)."""
    play.bring_to(CaseStage.IN_NOTICE)
    code = play.objected("effect")
    play.take("handle_objection", decision="dismissed")
    first = play.ask_review()
    sealed(play)
    answer = answer_of(find_by_receipt(code))
    assert (answer.review_until, answer.text.startswith("本事项已封存")) == (None, True)
    assert (objection_now(play).decision, first.review.contested) == ("dismissed", "dismissed")
    play.pass_days(10)
    lifted(play)
    until = add_wd(today(), 5)
    assert answer_of(find_by_receipt(code)).review_until == until
    again = play.ask_review(objection_now(play))
    review = again.review
    assert (review.reviewed_at, review.reply, review.contested) == (None, "", "dismissed")
    assert [row.reply != "" for row in review.history.order_by("history_id")] == [
        False,
        True,
        False,
    ]
    assert "review_objection" in play.open_steps()
    play.take("review_objection")
    assert answer_of(find_by_receipt(code)).review_until is None
    with pytest.raises(CaseError):
        play.ask_review(objection_now(play))


def test_cut_off_by_sealing_it_is_asked_for_within_five_days(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.take("handle_objection", decision="dismissed")
    play.ask_review()
    sealed(play)
    lifted(play)
    play.pass_days(6)
    with pytest.raises(CaseError):
        play.ask_review(objection_now(play))


def objection_now(play: Play) -> Objection:
    return Objection.objects.get(case=play.case)


def add_wd(day: date, days: int) -> date:
    return current_calendar().add_working_days(day, days).on


def test_may_be_sealed_again_with_a_number_of_its_own(play: Play) -> None:
    play.report()
    sealed(play)
    lifted(play)
    again = sealed(play)
    assert (again.number, play.case.sealed) == ("封存〔2026〕2号", True)
    assert play.case.sealings.count() == 2


def test_what_joined_it_comes_back_with_it(play: Play) -> None:
    town = play.town
    play.report()
    master = play.case
    play.opinion()
    entry = play.case
    play.take("triage", town.intake, decision="merge", master=master.pk)
    play.case = master
    sealed(play)
    entry.refresh_from_db()
    assert entry.sealed
    lifted(play)
    entry.refresh_from_db()
    assert (entry.sealed, entry.stage) == (False, "merged")


def test_sweep_leaves_a_sealed_case_until_it_is_unsealed(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    sealed(play)
    play.pass_days(20)
    sweep()
    assert play.open_steps() == ["claim"]
    lifted(play)
    assert WorkItem.objects.get(step="claim", closed_at=None).due_on > today()
    notifications.deliver_due()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(
    play: Play, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        play.report()
        proposed(play, sealed(play))
    for who, queries in ((play.town.gen, 10), (play.town.officer, 11)):
        client, url = client_of(who), reverse("rectification:transfers")
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


@pytest.mark.parametrize("number", ["#", "#²", "#１", "#" + "9" * 30, "石桥"])
def test_number_that_no_case_has_finds_none(play: Play, number: str) -> None:
    sent = {"number": number, "ground": "work_secret"}
    answer = client_of(play.town.gen).post(reverse("workflows:seal_case"), sent)
    assert answer.status_code == 422


def test_text_that_was_contested_before_its_notice_is_proposed_anew(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    for answer in ("contested", "object"):
        for step in ("propose_publication", "review_secrecy", "check_redaction"):
            play.take(step)
        play.take("hear_person", decision=answer)
    assert play.open_steps() == ["handle_objection", "objection_period"]
    sealed(play)
    assert play.open_steps() == ["objection_period"]
    lifted(play)
    assert play.open_steps() == ["propose_publication"]
    assert play.case.objections.get().decision == "outside"
    play.go_on_to(CaseStage.IN_NOTICE)
    assert list(breaches()) == []


def test_answer_before_the_notice_is_contestable_for_as_many_days_again(play: Play) -> None:
    """8.14: he could not read it while the case was sealed; the step has its clock anew."""
    contest_still(play)
    play.take("handle_objection", decision="dismissed")
    sealed(play)
    play.pass_days(20)
    lifted(play)
    assert (play.open_steps(), str(play.item("hear_answer").due_on)) == (
        ["hear_answer"],
        "2026-06-15",
    )
    play.pass_days(5)
    play.take("hear_answer", decision="contest", reason=REASON)
    assert play.open_steps() == ["objection_period", "review_objection"]


def test_answer_that_was_final_before_the_sealing_stays_final(play: Play) -> None:
    contest_still(play)
    play.take("handle_objection", decision="dismissed")
    play.pass_days(6)
    sweep()
    assert play.open_steps() == ["approve_publication"]
    sealed(play)
    play.pass_days(3)
    lifted(play)
    assert contestable_until(play.case.objections.get()) is None
