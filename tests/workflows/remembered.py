"""Walks that were walked before in this process: their rows are written again, the clock moved.

Nine of ten tests of the procedure begin with the same way to some stage. A walk is remembered
when it begins in a township as it was founded, with nothing written since.
"""

import copy
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from tests.factories import rows


@dataclass(frozen=True)
class _Reached:
    """What lay in the database, in the play and on the clock when the stage was reached."""

    change: rows.Change
    state: dict[str, Any]
    at: datetime


_reached: dict[Hashable, _Reached] = {}


def walk(play: Any, way: Hashable, stages: Sequence[str], go: Callable[[str], object]) -> None:
    """Bring the play through the stages, from the last of them that was reached before.

    `way` tells this walk from others that begin alike; `go` leads from one stage to the next.
    """
    rule = settings.GENERAL_BRANCHES_APPROVE
    begun = (type(play), rows.untouched_ground(), timezone.now(), rule)
    key = (*begun, _plain(way), _plain(_state(play)))
    known = [place for place, stage in enumerate(stages) if (key, stage) in _reached]
    next_one = known[-1] + 1 if known else 0
    before = rows.all_rows() if next_one < len(stages) else {}
    if next_one:
        _resume(play, _reached[key, stages[next_one - 1]])
    for stage in stages[next_one:]:
        go(stage)
        state = copy.deepcopy(_state(play))
        _reached[key, stage] = _Reached(rows.Change.since(before), state, timezone.now())


def forget() -> None:
    """The next walk asks every rule on its way: another rule holds, or who asks is looked at."""
    _reached.clear()


def _state(play: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(play).items() if name not in ("town", "clock")}


def _resume(play: Any, reached: _Reached) -> None:
    reached.change.make()
    vars(play).update(copy.deepcopy(reached.state))
    play.clock.move_to(reached.at)


def _plain(value: Any) -> Hashable:
    if isinstance(value, Model):
        return (type(value), value.pk)
    if isinstance(value, dict):
        return tuple(sorted((name, _plain(part)) for name, part in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value  # type: ignore[no-any-return]
