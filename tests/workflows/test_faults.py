"""Workers die, messages come twice, the beat is doubled, the clock jumps: each effect once."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import Appointment, OutboxMessage
from rectification.notifications import deliver_due
from rectification.policies.days import today
from rectification.roles import Role
from tests.days import at
from tests.workflows.beaten import (
    beat,
    days_after,
    killed,
    outcome,
    quiet,
    settle,
    township_with_days_to_come,
)
from tests.workflows.play import Play, user_of
from tests.workflows.racing import race
from workflows.moves.offices import confirm_succession, enter_succession
from workflows.tasks import look_after

DAYS = (2, 3, 4, 6, 8, 11, 14, 17, 22, 30)
KILLS_A_DAY = 7
# A worker is a fork of this process, as those of Celery are; it ends before this one goes on.
FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@FORKS
def test_worker_killed_fifty_times_has_done_everything_once(play: Play) -> None:
    township_with_days_to_come(play)
    days, moments, kills = days_after(*DAYS), Random(28), 0
    expected = quiet(play, days)
    for day in days:
        play.clock.move_to(at(day))
        for _ in range(KILLS_A_DAY):
            kills += killed(
                beat, at_statement=moments.randint(1, 40), before=moments.random() < 0.5
            )
        # The lease of what a dead worker was delivering is over.
        play.clock.shift(timedelta(minutes=2))
        settle()
    assert kills >= 50
    assert outcome() == expected


# In one file writers take turns; where each has his row, they meet.
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_doubled_beat_and_messages_delivered_twice_do_everything_once(play: Play) -> None:
    township_with_days_to_come(play)
    days = days_after(*DAYS[::2])
    expected = quiet(play, days)
    for day in days:
        play.clock.move_to(at(day))
        results = race(beat, beat)
        assert [result for result in results if not isinstance(result, int)] == []
        settle()
    assert outcome() == expected


@pytest.mark.long
@pytest.mark.django_db
def test_clock_that_jumps_a_day_ahead_and_back_does_everything_once(play: Play) -> None:
    township_with_days_to_come(play)
    days = days_after(*range(1, 12))
    expected = quiet(play, days)
    for day, next_day in pairwise(days):
        for shown in (next_day, day, next_day):
            play.clock.move_to(at(shown))
            settle()
    assert outcome() == expected


@pytest.mark.django_db(transaction=True)
@FORKS
def test_nightly_work_of_a_dead_worker_is_done_within_the_hour(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    office = Appointment.objects.get(person=town.east.secretary, role=Role.SEC)
    successor, tomorrow = town.east.members[1], today() + timedelta(days=1)
    term = enter_succession(user=user_of(town.org), office=office, successor=successor, on=tomorrow)
    confirm_succession(user=user_of(town.pse), appointment=term)
    told = OutboxMessage.objects.filter(kind="office_taken", recipient=successor)
    play.clock.move_to(at(tomorrow, "00:10:00"))
    assert killed(look_after, at_statement=1, before=False)
    assert not told.exists()
    for hour in ("01:10:00", "02:10:00", "03:10:00"):
        play.clock.move_to(at(tomorrow, hour))
        look_after()
    assert told.count() == 1


@pytest.mark.django_db
def test_message_leased_by_a_clock_that_ran_ahead_is_delivered(play: Play) -> None:
    """Its worker died while the clock stood a day ahead."""
    play.report()
    OutboxMessage.objects.update(attempts=1, leased_until=timezone.now() + timedelta(days=1))
    waiting = OutboxMessage.objects.count()
    assert (waiting > 0, deliver_due()) == (True, waiting)
