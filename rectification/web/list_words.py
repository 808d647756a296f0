"""How lists and their versions are worded: their rows, facts and the heads of their papers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.documents.lists import ListRow, Sort, Value
from rectification.documents.lists.versions import SeenLine
from rectification.enums import CaseLevel, ListState, SnapshotStatus
from rectification.models import ListSnapshot, Person
from rectification.roles import Role
from rectification.web.dates import full_date, period_words
from rectification.web.evidence import grouped
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Row, Text
from rectification.wording import bracketed, labelled, listed_apart, named

KINDS: Final = {Sort.TEXT: CellKind.TEXT, Sort.FIGURE: CellKind.FIGURE, Sort.DATE: CellKind.DATE}

_COLOURS: Final = {
    SnapshotStatus.PROPOSED: LightColour.YELLOW,
    SnapshotStatus.APPROVED: LightColour.GREEN,
    SnapshotStatus.RETURNED: LightColour.RED,
    SnapshotStatus.WITHDRAWN: LightColour.GREY,
}


def covers(*, place: str, since: date | None, until: date | None, level: str, state: str) -> str:
    """Which cases a list covers, for the head of its paper."""
    parts = [
        (_("Organisation"), place),
        (_("Registered"), _days(since, until)),
        (_("Level"), named(CaseLevel, level)),
        (_("State"), named(ListState, state)),
    ]
    return listed_apart(labelled(label, words) for label, words in parts if words)


def covered_by(snapshot: ListSnapshot) -> str:
    return covers(
        place=snapshot.place.name if snapshot.place else "",
        since=snapshot.since,
        until=snapshot.until,
        level=snapshot.level,
        state=snapshot.state,
    )


def head_of_paper(*, covered: str, office: str, made_on: date | datetime, checked: str) -> str:
    """填报单位、填报时间、审核人, behind what the list covers."""
    words = [
        covered,
        labelled(pgettext("list", "Reported by"), office) if office else "",
        labelled(pgettext("list", "Reported on"), full_date(made_on)),
        labelled(_("Checked by"), checked),
    ]
    return "    ".join(filter(None, words))


def about_paper(snapshot: ListSnapshot) -> str:
    return head_of_paper(
        covered=covered_by(snapshot),
        office=snapshot.organisation.name,
        made_on=snapshot.made_at,
        checked=snapshot.decided_by.name if snapshot.number and snapshot.decided_by else "",
    )


def title_of(snapshot: ListSnapshot) -> str:
    return " ".join(filter(None, [snapshot.title, snapshot.number or full_date(snapshot.made_at)]))


def version_row(snapshot: ListSnapshot) -> Row:
    return Row(
        title=title_of(snapshot),
        url=reverse("rectification:list_version", args=[snapshot.pk]),
        light=_light(snapshot),
        meta=list(filter(None, [snapshot.organisation.name, _made(snapshot)])),
        note=covered_by(snapshot),
    )


def facts_of(snapshot: ListSnapshot) -> list[tuple[Text, Text]]:
    decided = _hand(snapshot.decided_by, snapshot.decided_role, snapshot.decided_at)
    found: list[tuple[Text, Text]] = [
        (gettext_lazy("State"), _light(snapshot).word),
        (gettext_lazy("Covers"), covered_by(snapshot)),
        (gettext_lazy("Made"), listed_apart([snapshot.organisation.name, _made(snapshot)])),
        (pgettext_lazy("list version", "Decided"), decided),
        (gettext_lazy("Reason"), snapshot.return_reason),
        (gettext_lazy("SHA-256 of the whole"), grouped(snapshot.sha256)),
    ]
    return [(label, words) for label, words in found if words]


def columns_of(snapshot: ListSnapshot) -> list[Column]:
    return [Column(row.label, KINDS[Sort(row.sort)]) for row in snapshot.columns.all()]


def cells_of(values: Sequence[Value], url: str = "") -> list[Cell]:
    """The first one leads to `url`."""
    first, *others = [Cell("" if value is None else value) for value in values]
    return [replace(first, url=url), *others]


def case_cells(line: ListRow | SeenLine) -> list[Cell]:
    """The first one leads to the case."""
    return cells_of(line.values, reverse("rectification:case", args=[line.case_id]))


def _light(snapshot: ListSnapshot) -> Light:
    status = SnapshotStatus(snapshot.status)
    return Light(_COLOURS[status], status.label)


def _made(snapshot: ListSnapshot) -> str:
    return _hand(snapshot.made_by, snapshot.made_role, snapshot.made_at)


def _hand(person: Person | None, role: str, at: datetime | None) -> str:
    if person is None or at is None:
        return ""
    return f"{bracketed(person.name, named(Role, role))} {full_date(at)}"


def _days(since: date | None, until: date | None) -> str:
    if since is None and until is not None:
        return _("until %(day)s") % {"day": full_date(until)}
    return period_words(since, until)
