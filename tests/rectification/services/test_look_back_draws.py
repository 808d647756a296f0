"""docs/rules.md 4.5: of what no inspection fed back the system draws, once a quarter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import CaseLevel, CaseOutcome, EventVerb
from rectification.models import Closure, LookBack, LookBackDraw
from rectification.policies.draws import drawn
from rectification.selectors.look_back_draws import coverage_of
from rectification.services.look_back_draws import draw_look_backs
from tests.days import at
from tests.factories import Township, township
from tests.struck import struck_off

IN_QUARTER = date(2026, 2, 10)
FIRST_DAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(FIRST_DAY, "00:10:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def struck(town: Township, count: int, **fields: Any) -> list[str]:
    return [str(struck_off(town, IN_QUARTER, **fields).number) for _n in range(count)]


def test_a_fifth_is_drawn_rounded_up_and_gets_its_day(town: Township) -> None:
    numbers = struck(town, 5) + struck(town, 1, level=CaseLevel.MEMBER)
    assert draw_look_backs() == 2
    draw = LookBackDraw.objects.get()
    assert (draw.committee, draw.share, draw.size, len(draw.seed)) == (town.committee, 20, 2, 16)
    assert (draw.since, draw.until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert sorted(draw.candidates.values_list("number", flat=True)) == sorted(numbers)
    result = sorted(draw.candidates.filter(is_drawn=True).values_list("number", flat=True))
    assert result == drawn(numbers, 2, draw.seed)
    rows = LookBack.objects.all()
    assert sorted(row.case.number for row in rows) == result
    assert {(row.ground, row.kind) for row in rows} == {("drawn", "after_closing")}
    # Three months after closing, and done within six: the 10th of May 2026 is a Sunday.
    assert {(row.begins_on, row.due_on) for row in rows} == {(date(2026, 5, 11), date(2026, 8, 10))}
    for row in rows:
        event = row.case.events.latest("sequence")
        assert (event.verb, event.actor, event.reference) == (
            EventVerb.LOOK_BACK_DRAWN,
            None,
            row.reference,
        )


def test_what_was_struck_off_early_is_announced_ten_working_days_before(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck_off(town, date(2026, 1, 4))
    clock.move_to(at(date(2026, 4, 7), "00:10:00"))
    assert draw_look_backs() == 1
    row = LookBack.objects.get()
    # Three months are over on the 7th; the calendar of the tests has no days off but weekends.
    assert (row.begins_on, row.due_on) == (date(2026, 4, 21), date(2026, 7, 6))


def test_drawn_once_a_quarter_whatever_comes_later(town: Township) -> None:
    struck(town, 3)
    assert (draw_look_backs(), draw_look_backs()) == (1, 0)
    struck(town, 5)
    assert (draw_look_backs(), LookBackDraw.objects.count()) == (0, 1)


def test_not_before_the_first_working_day(town: Township, clock: time_machine.Traveller) -> None:
    struck(town, 1)
    clock.move_to(at(date(2026, 3, 31), "23:00:00"))
    assert draw_look_backs() == 0
    clock.move_to(at(date(2026, 6, 30), "23:00:00"))
    assert draw_look_backs() == 1


def test_what_is_looked_at_anyway_and_what_may_not_be_is_no_candidate(town: Township) -> None:
    kept = struck(town, 1)
    struck(town, 1, source="inspection")
    struck(town, 1, source="reinspection")
    struck(town, 1, sealed=True)
    staged = struck_off(town, IN_QUARTER)
    staged.outcome = CaseOutcome.LONG_TERM
    staged.save()
    looked = struck_off(town, IN_QUARTER)
    LookBack.objects.create(
        case=looked,
        round=1,
        kind="after_closing",
        ground="raised",
        begins_on=IN_QUARTER,
        due_on=IN_QUARTER,
        begun_at=timezone.now(),
    )
    void = struck_off(town, IN_QUARTER)
    Closure.objects.filter(case=void).update(void_at=timezone.now())
    before = struck_off(town, date(2025, 12, 31))
    struck_off(township(), FIRST_DAY)
    assert draw_look_backs() == 2
    earlier, draw = LookBackDraw.objects.order_by("since")
    assert [row.case for row in earlier.candidates.all()] == [before]
    numbers = draw.candidates.values_list("number", flat=True)
    assert list(numbers) == kept


def test_quarters_that_were_missed_are_drawn_each_for_itself(
    town: Township, clock: time_machine.Traveller
) -> None:
    """The machine was off from April to August: what is drawn from is the same as in time."""
    numbers = struck(town, 6)
    spring = str(struck_off(town, date(2026, 5, 4)).number)
    struck_off(town, date(2025, 6, 30))
    clock.move_to(at(date(2026, 8, 20), "00:10:00"))
    assert draw_look_backs() == 3
    winter, second = LookBackDraw.objects.order_by("since")
    assert (winter.since, winter.until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert sorted(winter.candidates.values_list("number", flat=True)) == sorted(numbers)
    result = sorted(winter.candidates.filter(is_drawn=True).values_list("number", flat=True))
    assert result == drawn(numbers, 2, winter.seed)
    assert [row.number for row in second.candidates.all()] == [spring]
    # Announced ten working days before; the six months of the first ones would be over by then.
    late, early = (
        LookBack.objects.filter(case__number__in=result),
        LookBack.objects.get(case__number=spring),
    )
    assert {(row.begins_on, row.due_on) for row in late} == {(date(2026, 9, 3), date(2026, 9, 17))}
    assert (early.begins_on, early.due_on) == (date(2026, 9, 3), date(2026, 11, 4))
    assert draw_look_backs() == 0


def test_each_township_draws_for_itself(town: Township) -> None:
    other = township()
    struck(town, 1)
    struck(other, 1)
    assert draw_look_backs() == 2
    assert {draw.committee for draw in LookBackDraw.objects.all()} == {
        town.committee,
        other.committee,
    }


def test_share_is_a_setting(town: Township, settings: Any) -> None:
    settings.LOOK_BACK_SHARE = 50
    struck(town, 5)
    assert draw_look_backs() == 3
    assert LookBackDraw.objects.get().share == 50


def test_coverage_counts_what_was_looked_at_of_what_was_struck_off(town: Township) -> None:
    struck(town, 6)
    draw_look_backs()
    done, _coming = LookBack.objects.order_by("pk")
    done.begun_at = done.found_at = done.ended_at = timezone.now()
    done.save()
    struck_off(township(), IN_QUARTER)
    (found,) = coverage_of([town.committee], FIRST_DAY)
    assert (found.closed, found.looked, found.to_come) == (6, 1, 1)
    assert found.draw == LookBackDraw.objects.get()
