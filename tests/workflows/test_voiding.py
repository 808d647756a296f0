"""What rested on a recused signature is void (docs/rules.md 4.8, T31, scenario 2)."""

from datetime import timedelta

from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, PartyReason
from rectification.models import CaseParty, Closure, OutboxMessage, Person
from rectification.policies.days import today
from rectification.selectors.plans import measures_of
from rectification.selectors.verification import failures_in_round
from tests.factories import rights
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from workflows import recusals
from workflows.invariants import breaches
from workflows.models import CaseProcess


def told(kind: str) -> set[Person]:
    return {message.recipient for message in OutboxMessage.objects.filter(kind=kind)}


def fail(play: Play) -> None:
    """Named, signed by both and not passed; the owner rectifies again."""
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())
    assert play.case.stage == CaseStage.RECTIFYING
    play.clock.shift(timedelta(hours=1))


def verify_by_others(play: Play, **found: object) -> None:
    """Two whom no recusal concerns."""
    others = (play.town.dis[0], play.town.dis[2])
    play.take("assign_verifiers", first=others[0].pk, second=others[1].pk)
    for who in others:
        play.take("verify", who, **found)


def due_dates(play: Play) -> tuple[object, ...]:
    rows = measures_of(play.case).values_list("due_on", "done_at")
    return (play.case.due_on, play.case.due_provisional, *rows)


# --- found after closing ------------------------------------------------------------------------


def test_recusal_found_after_closing_voids_and_reopens_in_the_same_round(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.CLOSED)
    closed = CaseProcess.objects.get(kind="rectification")
    play.enter_recusal(town.dis[1])
    case = play.case
    assert (case.stage, case.outcome, case.round, case.ended_at) == ("verifying", "", 1, None)
    assert play.open_steps() == ["assign_verifiers"]
    closure = Closure.objects.get()
    assert closure.void_at is not None
    assert closure.attempt.void_at == closure.void_at
    assert failures_in_round(case) == 0
    closed.refresh_from_db()
    assert closed.status == "DONE"
    assert town.east.secretary in told("closure_voided")
    assert town.dis[2] in told("closure_voided")
    assert town.dis[1] not in told("closure_voided")
    assert list(breaches()) == []


def test_case_voided_after_closing_is_closed_anew_by_others(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.CLOSED)
    play.declare_recusal(town.dis[1])
    verify_by_others(play)
    assert play.case.stage == CaseStage.CLOSED
    numbers = Closure.objects.filter(void_at__isnull=True)
    assert (Closure.objects.count(), numbers.count()) == (2, 1)
    assert list(breaches()) == []


def test_granted_request_about_a_signer_reopens_the_closed_case(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.request_recusal(play.town.dis[1])
    assert play.case.stage == CaseStage.CLOSED
    play.take("decide_recusal", decision="grant")
    assert play.case.stage == CaseStage.VERIFYING
    assert play.open_steps() == ["assign_verifiers"]
    assert list(breaches()) == []


def declare_for_the_branch(play: Play, who: Person) -> None:
    recusals.declare_for_organisation(
        user=user_of(who),
        authority=rights(who),
        organisation=play.town.east.organisation,
        ground="relative",
    )


def test_declaration_for_the_branch_does_not_shield_what_was_signed_before(play: Play) -> None:
    """It holds from its day on and voids nothing; what is found about the day of signing does."""
    signer = play.town.dis[1]
    play.bring_to(CaseStage.CLOSED)
    declare_for_the_branch(play, signer)
    assert play.case.stage == CaseStage.CLOSED
    play.enter_recusal(signer)
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert list(breaches()) == []


def test_request_about_a_signer_who_declared_for_the_branch_reopens_too(play: Play) -> None:
    signer = play.town.dis[1]
    play.bring_to(CaseStage.CLOSED)
    declare_for_the_branch(play, signer)
    play.request_recusal(signer)
    play.take("decide_recusal")
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])


def test_recusal_of_somebody_who_did_not_sign_leaves_the_closure(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.enter_recusal(play.town.liaison)
    assert play.case.stage == CaseStage.CLOSED
    assert Closure.objects.get().void_at is None


# --- found after a failure ----------------------------------------------------------------------


def test_void_failure_goes_back_to_verification_with_a_new_clock(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.pass_days(2)
    play.enter_recusal(town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert failures_in_round(play.case) == 0
    assert play.item("assign_verifiers").clock_from == today()
    attempt = play.case.attempts.get()
    assert (attempt.void_at, attempt.conclusion) == (timezone.now(), "correct")
    assert CaseProcess.objects.filter(kind="rectification").count() == 1
    verbs = list(play.case.events.order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == [EventVerb.CONCLUSION_VOIDED, EventVerb.RECUSAL_ENTERED]
    assert list(breaches()) == []


def test_void_failure_takes_its_dates_and_open_measures_with_it(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    before = due_dates(play)
    fail(play)
    assert due_dates(play) != before
    play.enter_recusal(play.town.dis[1])
    assert due_dates(play) == before


def test_class_goes_back_with_the_day_that_was_counted_for_it(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    before = (play.case.deadline_class, play.case.due_on)
    fail(play)
    play.ask_reclassification(new_class="long_term")
    play.take("decide_reclassification")
    assert play.case.deadline_class == "long_term"
    play.enter_recusal(play.town.dis[1])
    assert (play.case.deadline_class, play.case.due_on) == before


def test_case_whose_failure_is_void_is_closed_by_others(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.declare_recusal(town.dis[1])
    verify_by_others(play)
    assert play.case.stage == CaseStage.CLOSED
    assert list(breaches()) == []


def test_everybody_concerned_hears_that_the_failure_is_void(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.enter_recusal(town.dis[1])
    heard = told("conclusion_voided")
    assert heard == {
        town.east.secretary,
        town.east.clerk,
        town.intake,
        town.officer,
        *(person for person in town.dis if person != town.dis[1]),
    }
    assert told("failure_voided") == set()


def test_joined_liaison_leader_hears_of_it_too(play: Play) -> None:
    """After the second failure; the first one, by the same hands, falls with it."""
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.go_on_to(CaseStage.VERIFYING)
    fail(play)
    joined = CaseParty.objects.get(case=play.case, reason=PartyReason.JOINED)
    play.enter_recusal(town.dis[1])
    assert (play.case.stage, failures_in_round(play.case)) == ("verifying", 0)
    assert joined.person in told("conclusion_voided")
    assert list(breaches()) == []


def test_work_begun_again_is_kept_when_the_failure_is_void(play: Play) -> None:
    """He had carried out everything anew and not yet reported the effect."""
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.carry_out()
    assert play.open_steps() == ["report_effect"]
    notes = sum(m.progress.count() for m in measures_of(play.case))
    play.enter_recusal(play.town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert sum(m.progress.count() for m in measures_of(play.case)) == notes
    assert list(breaches()) == []


def test_void_failure_of_a_case_with_a_co_unit_leaves_nothing_behind(play: Play) -> None:
    play.co_units = [play.town.west.organisation]
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.enter_recusal(play.town.dis[1])
    assert play.open_steps() == ["assign_verifiers"]
    verify_by_others(play)
    assert play.case.stage == CaseStage.CLOSED
    assert list(breaches()) == []


def test_failure_only_stops_counting_once_the_owner_has_handed_in_anew(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.go_on_to(CaseStage.FIRST_REVIEW)
    play.enter_recusal(town.dis[1])
    assert (play.case.stage, failures_in_round(play.case)) == ("first_review", 0)
    assert play.case.attempts.get().void_at == timezone.now()
    assert told("failure_voided") == {
        town.east.secretary,
        town.east.clerk,
        town.intake,
        town.officer,
    }
    assert told("conclusion_voided") == set()


def test_result_returned_at_first_review_had_been_handed_in_anew(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.go_on_to(CaseStage.FIRST_REVIEW)
    measure = measures_of(play.case).get()
    play.take("first_review", decision="return", measures=[measure.pk], reason=REASON)
    play.enter_recusal(play.town.dis[1])
    assert (play.case.stage, failures_in_round(play.case)) == ("rectifying", 0)


def test_earlier_failure_by_a_recused_hand_leaves_the_later_one(play: Play) -> None:
    """He signed the first failure and not the second, which stands."""
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.go_on_to(CaseStage.VERIFYING)
    verify_by_others(play, **play.failing())
    play.enter_recusal(town.dis[1])
    assert (play.case.stage, failures_in_round(play.case)) == ("rectifying", 1)
    assert told("conclusion_voided") == set()


def test_granted_request_about_a_signer_of_the_failure_does_the_same(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.request_recusal(town.dis[1])
    assert play.case.stage == CaseStage.RECTIFYING
    play.take("decide_recusal", decision="grant")
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert list(breaches()) == []


def test_failure_of_an_ended_case_opens_nothing(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    play.enter_recusal(play.town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("terminated", [])
    assert list(breaches()) == []
