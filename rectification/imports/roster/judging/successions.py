"""Two rows that are one succession (交接): an office ends, and somebody begins on the next day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.verdicts import Change, Verdict, standing
from rectification.imports.roster.present import Present
from rectification.imports.roster.rows import AppointmentRow

Seat = tuple[str, str, str, date]
"""Role, organisation, duty, and the last day of whoever goes."""


def pair_successions(
    verdicts: Iterable[Verdict[AppointmentRow]], present: Present, today: date
) -> None:
    """Who begins follows who ends, where there is one of each and the day is still to come.

    Then nobody leaves before the other is confirmed, as with a succession entered on its page.
    """
    known = {
        (a.person, a.role, a.organisation, a.valid_from): a
        for a in present.appointments
        if a.may_be_followed
    }
    ending: dict[Seat, list[Verdict[AppointmentRow]]] = defaultdict(list)
    beginning: dict[Seat, list[Verdict[AppointmentRow]]] = defaultdict(list)
    for verdict in standing(verdicts):
        row = verdict.row
        if row.valid_from is None:
            continue
        if verdict.change == Change.NEW and row.valid_from >= today:
            seat = (row.role, verdict.organisation, row.duty, row.valid_from - timedelta(days=1))
            beginning[seat].append(verdict)
        found = known.get((row.person, row.role, verdict.organisation, row.valid_from))
        if found is not None and row.valid_to is not None and row.valid_to != found.valid_to:
            ending[(row.role, verdict.organisation, found.duty, row.valid_to)].append(verdict)
    for seat, old in ending.items():
        if len(old) == len(beginning[seat]) == 1:
            beginning[seat][0].follows = old[0].row
            old[0].differences.append(_("It passes on once the successor is confirmed."))
