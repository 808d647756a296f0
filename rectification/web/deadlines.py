"""The days on which a case was due, one after the other, as sentences without names."""

from collections.abc import Iterable

from django.utils.translation import gettext

from rectification.models import Case, DeadlineRound, Pause
from rectification.policies.pauses import running_pause
from rectification.web.dates import full_date, local_day


def round_line(row: DeadlineRound) -> str:
    """“1. Plan approved on …: due on …”; provisional days say so."""
    words = {
        "number": row.number,
        "ground": row.get_ground_display(),
        "day": full_date(local_day(row.set_at)),
        "due": full_date(row.due_on),
    }
    if row.provisional:
        text = gettext("%(number)s. %(ground)s on %(day)s: provisionally due on %(due)s.")
    else:
        text = gettext("%(number)s. %(ground)s on %(day)s: due on %(due)s.")
    return text % words


def round_lines(rows: Iterable[DeadlineRound]) -> list[str]:
    return [round_line(row) for row in rows]


def pause_words(case: Case) -> str:
    """Why the clocks stand still, and until when; nothing where they run."""
    pause = running_pause(case) if case.paused else None
    if pause is None:
        return ""
    words = {"ground": pause.get_ground_display(), "day": full_date(pause.ends_on)}
    return gettext("%(ground)s, resumed on %(day)s") % words


def pause_lines(pauses: Iterable[Pause]) -> list[str]:
    """What stood still in between; a pause that runs says that the day moves with its end."""
    return [_pause_line(pause) for pause in pauses if pause.paused_on is not None]


def _pause_line(pause: Pause) -> str:
    assert pause.paused_on is not None
    words = {"first": full_date(pause.paused_on), "ground": pause.get_ground_display()}
    if pause.resumed_on is None:
        text = gettext(
            "Paused since %(first)s (%(ground)s): the day moves when the case is resumed."
        )
        return text % words
    text = gettext(
        "Paused from %(first)s (%(ground)s), resumed on %(last)s; working days between do not "
        "count."
    )
    return text % {**words, "last": full_date(pause.resumed_on)}
