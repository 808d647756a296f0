"""The days on which a case was due, one after the other, as sentences without names."""

from collections.abc import Iterable

from django.utils.translation import gettext

from rectification.models import DeadlineRound
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
