"""Scenario 12: the third failure is for the leading group to decide, once the owner was heard."""

import pytest
import time_machine

from rectification.enums import CaseStage, EventVerb
from rectification.models import Closure, SupervisionOrder
from rectification.selectors.notices import may_read
from rectification.selectors.plans import open_measures
from rectification.selectors.verification import failures_in_round
from tests.factories import Township
from tests.failed import failed_before
from tests.outbox import told
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches
from workflows.sweep import sweep

pytestmark = pytest.mark.long


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    """Two failures are on record, the third is found now."""
    play = Play(town, clock)
    play.bring_to(CaseStage.VERIFYING)
    failed_before(play.case, 2)
    fail(play)
    return play


def fail(play: Play) -> None:
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())


def test_scenario_12_nothing_follows_by_itself(play: Play) -> None:
    town = play.town
    assert play.open_steps() == ["hear_owner"]
    assert play.case.stage == CaseStage.VERIFYING
    assert told("third_failure", play.case) >= {town.lg, town.dis[0]}
    assert not SupervisionOrder.objects.exists()
    assert not Closure.objects.exists()
    assert not open_measures(play.case).exists()

    assert set(play.refusal("hear_owner", statement="")) == {"statement"}
    play.take("hear_owner")
    assert "decide_third_failure" in play.open_steps()
    assert set(play.refusal("decide_third_failure", reason="")) == {"reason"}
    east = town.east.organisation.pk
    assert "lead" in play.refusal("decide_third_failure", lead=east)

    former = {sheet.verifier for sheet in play.case.attempts.latest("pk").verifications.all()}
    play.take("decide_third_failure", decision="replace")
    assert (play.case.stage, play.case.owner_organisation) == ("planning", town.west.organisation)
    assert told("third_failure_decided", play.case) >= {town.west.secretary, town.east.secretary}
    assert play.item("draft_plan").organisation == town.west.organisation
    assert former == {town.dis[1], town.dis[2]}
    assert list(breaches()) == []

    play.pass_days(1)
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.go_on_to(CaseStage.VERIFYING)
    for person in former:
        chosen = {"first": person.pk, "second": town.dis[0].pk}
        assert set(play.refusal("assign_verifiers", **chosen)) & {"first", "second"}


def test_silence_of_the_owner_goes_on_to_the_leading_group(play: Play) -> None:
    play.pass_days(3)
    sweep()
    assert "hear_owner" in play.open_steps()
    play.pass_days(1)
    sweep()
    assert "decide_third_failure" in play.open_steps()
    assert play.case.events.filter(verb=EventVerb.OWNER_SILENT).exists()
    # Nor does the leading group decide by silence: it is reminded.
    play.pass_days(3)
    sweep()
    assert "decide_third_failure" in play.open_steps()
    assert told("approval_waits", play.case) == {play.town.lg}


def test_target_reset_makes_it_a_long_term_matter(play: Play) -> None:
    play.take("hear_owner")
    play.take("decide_third_failure", decision="reset")
    assert (play.case.stage, play.case.deadline_class) == ("planning", "long_term")
    assert play.case.owner_organisation == play.town.east.organisation
    assert list(breaches()) == []


def test_lists_of_a_plan_that_holds_no_more_are_taken_down(play: Play) -> None:
    """They name the former unit, and their circle would be the branch of another one."""
    lists = play.disclose()
    readers = [user_of(branch.members[1]) for branch in (play.town.east, play.town.west)]
    assert [may_read(lists, reader) for reader in readers] == [True, False]
    play.take("hear_owner")
    play.take("decide_third_failure", decision="replace")
    lists.refresh_from_db()
    assert lists.withdrawn_at is not None
    assert [may_read(lists, reader) for reader in readers] == [False, False]
    assert list(breaches()) == []


def test_given_up_is_terminated_and_no_closing(play: Play) -> None:
    play.take("hear_owner")
    assert "reported_as" in play.refusal("decide_third_failure", decision="give_up", reported_as="")
    play.take("decide_third_failure", decision="give_up")
    assert (play.case.stage, play.case.outcome) == ("terminated", "terminated")
    assert play.open_steps() == []
    assert not Closure.objects.exists()
    assert list(breaches()) == []


def test_recusal_of_a_verifier_before_the_decision_takes_the_failure_back(play: Play) -> None:
    assert failures_in_round(play.case) == 3
    play.enter_recusal(play.town.dis[1])
    assert failures_in_round(play.case) == 2
    assert play.case.stage == CaseStage.VERIFYING
    assert "assign_verifiers" in play.open_steps()
    assert "hear_owner" not in play.open_steps()
    assert list(breaches()) == []
