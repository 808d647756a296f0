"""An objection received at 23:59:59.9 and the sweep of 00:00:00.1, by two processes (scenario 5).

Whichever commits first, the case ends with the objection: nothing is verified over it.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.exceptions import Busy
from rectification.models import Notice, Objection
from tests.factories import rows
from tests.workflows.play import Play
from tests.workflows.racing import Racer
from workflows import intake
from workflows.invariants import breaches
from workflows.sweep import sweep

SOME, MANY = 8, 100
WORDS = "东头小广场的公开栏还是旧的。"


def last_moment(notice: Notice) -> datetime:
    return datetime.combine(
        notice.ends_on, time(23, 59, 59, 900_000), timezone.get_current_timezone()
    )


def object_now(notice: int) -> str:
    """As the page does: the moment of receipt is kept however often the lock is taken."""
    received_at = timezone.now()
    while True:
        try:
            return intake.receive_objection(
                notice=Notice.objects.get(pk=notice),
                kind="effect",
                mode="anonymous",
                text=WORDS,
                received_at=received_at,
            )
        except Busy:
            continue


@pytest.fixture
def racers(play: Play) -> Iterator[tuple[Racer, Racer]]:
    """The objector a tenth of a second before midnight, and the sweep a tenth after."""
    play.bring_to(CaseStage.IN_NOTICE)
    before = last_moment(play.notice)
    after = before + timedelta(milliseconds=200)
    play.clock.move_to(after)
    notice = play.notice.pk
    # A child would otherwise go on with the parent's own connection.
    connection.close()
    objector, sweeper = Racer(lambda: object_now(notice), before), Racer(sweep, after)
    yield objector, sweeper
    objector.stop()
    sweeper.stop()


@pytest.mark.parametrize("times", [SOME, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.django_db(transaction=True)
def test_objection_of_the_last_moment_is_never_verified_over(
    play: Play, racers: tuple[Racer, Racer], times: int
) -> None:
    objector, sweeper = racers
    ground = rows.all_rows()
    written: set[type[Model]] = set()
    ended = set()
    for turn in range(times):
        raced(objector, sweeper, turn)
        ended.add(play.case.events.filter(verb="notice_ended").exists())
        # What a sweep left to the one that held the lock is found by the next.
        sweep()
        play.case.refresh_from_db()
        assert play.case.stage == CaseStage.OBJECTION, turn
        assert play.open_steps() == ["handle_objection", "notice_period"], turn
        assert Objection.objects.get().timely
        assert list(breaches()) == [], turn
        # Each order was seen by then: what they write is known, and at the end nothing else is.
        written |= rows.put_back(ground, written if turn >= SOME - 1 else ())
    assert rows.all_rows() == ground
    assert ended == {False, True}


def raced(objector: Racer, sweeper: Racer, turn: int) -> None:
    """Both at once, and every fourth time one of both first."""
    order = {0: (objector, sweeper), 1: (sweeper, objector)}.get(turn % 4)
    if order is None:
        objector.start()
        sweeper.start()
        results = objector.result(), sweeper.result()
    else:
        results = tuple(racer.run() for racer in order)
    failed = [result for result in results if isinstance(result, Exception)]
    assert failed == [], turn
