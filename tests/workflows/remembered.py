"""What was played before in this process: its rows are written again, and the clock is moved.

Nine of ten tests of the procedure begin with the same way to some stage, and half of them take the
same steps after it. A walk is remembered when it begins in a township as it was founded, and a
step that follows when nothing else was written since: the same code gives the same rows once more.
Where something else than rows, clock and answers decides (another setting, a patched function, a
counted query), nothing is remembered.
"""

import copy
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.conf import UserSettingsHolder, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language

from tests.factories import rows

Given = TypeVar("Given")


@dataclass(frozen=True)
class _Reached:
    """What lay in the database, in the play and on the clock when the stage was reached."""

    change: rows.Change
    state: dict[str, Any]
    at: datetime
    given: Any


_reached: dict[Hashable, _Reached] = {}
_places: dict[Hashable, int] = {}
_patched = False


def walk(play: Any, way: Hashable, stages: Sequence[str], go: Callable[[str], object]) -> None:
    """Bring the play through the stages, from the last of them that was reached before.

    `way` tells this walk from others that begin alike; `go` leads from one stage to the next.
    """
    key = _here(play, _plain(way))
    known = [place for place, stage in enumerate(stages) if (key, stage) in _reached]
    next_one = known[-1] + 1 if known else 0
    before = rows.all_rows() if next_one < len(stages) else {}
    if next_one:
        _resume(play, _reached[key, stages[next_one - 1]])
    for stage in stages[next_one:]:
        go(stage)
        _reached[key, stage] = _arrived(play, before)
    _stand_on((key, stages[-1]))


def once(method: Callable[..., Given]) -> Callable[..., Given]:
    """A method of the play that does the same whenever it begins in the same place.

    What it gives back is plain, for it is given back again.
    """

    @wraps(method)
    def done(play: Any, *args: Any, **kwargs: Any) -> Given:
        if _patched or _is_looked_at() or rows.untouched_ground() is None:
            return method(play, *args, **kwargs)
        key = _here(play, _plain((method.__qualname__, args, kwargs)))
        if key in _reached:
            _resume(play, _reached[key])
        else:
            before = rows.all_rows()
            with rows.unnamed():
                given = method(play, *args, **kwargs)
            _reached[key] = _arrived(play, before, given)
        _stand_on(key)
        result: Given = _reached[key].given
        return result

    return done


def forget() -> None:
    """The next walk asks every rule on its way: another rule holds, or who asks is looked at."""
    _reached.clear()


def trust(*, patched: bool) -> None:
    """Whether the test now running may patch what decides."""
    global _patched  # noqa: PLW0603 - one for the process, as what is remembered
    _patched = patched


def _here(play: Any, what: Hashable) -> Hashable:
    """All that decides about what comes of it."""
    world = (settings.GENERAL_BRANCHES_APPROVE, get_language(), timezone.now())
    return (type(play), rows.untouched_ground(), world, what, _plain(_state(play)))


def _stand_on(key: Hashable) -> None:
    """A short name, or the name of a step would hold those of all before it."""
    rows.stand_on(_places.setdefault(key, len(_places)))


def _is_looked_at() -> bool:
    return isinstance(settings._wrapped, UserSettingsHolder) or not rows.alone()


def _arrived(play: Any, before: rows.Rows, given: Any = None) -> _Reached:
    return _Reached(rows.Change.since(before), copy.deepcopy(_state(play)), timezone.now(), given)


def _state(play: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(play).items() if name not in ("town", "clock")}


def _resume(play: Any, reached: _Reached) -> None:
    reached.change.make()
    for name, value in copy.deepcopy(reached.state).items():
        mine = vars(play).get(name)
        if isinstance(mine, Model) and mine.pk is not None and mine == value:
            mine.refresh_from_db()  # the test may hold it
        else:
            setattr(play, name, value)
    play.clock.move_to(reached.at)


def _plain(value: Any) -> Hashable:
    if isinstance(value, Model):
        return (type(value), value.pk)
    if isinstance(value, dict):
        return tuple(sorted((name, _plain(part)) for name, part in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, SimpleUploadedFile):
        value.seek(0)
        return (value.name, value.read(), value.seek(0))
    return value  # type: ignore[no-any-return]
