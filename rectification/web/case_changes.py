"""The changes of a case in words: which field, what it was, what it is, who, when and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext

from rectification.enums import ActorKind
from rectification.models import Case, CaseEvent, Measure, Organisation, Person, Plan
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.case_changes import (
    RowChange,
    Sort,
    changes_in,
    events_by_version,
)
from rectification.selectors.sight import Sight
from rectification.selectors.timeline import events_of
from rectification.web.access import address
from rectification.web.change_words import ROWS, label_of
from rectification.web.dates import full_date, moment
from rectification.web.parts import Entry, Light
from rectification.web.plan_difference import Change, FieldChange, colour_of
from rectification.web.timeline import timeline_entries
from rectification.wording import withheld


@dataclass(frozen=True)
class Act:
    """What one act changed: when, by whom and why as the record tells it to this reader."""

    at: datetime
    who: str
    title: str
    why: str
    then_url: str
    rows: Sequence["Row"]


@dataclass(frozen=True)
class Row:
    """`light` says that it came or went; a row that was changed bears none."""

    title: str
    fields: Sequence[FieldChange]
    light: Light | None = None


_SORTS: Final[Mapping[Sort, Light]] = MappingProxyType(
    {Sort.CAME: colour_of(Change.ADDED), Sort.WENT: colour_of(Change.REMOVED)}
)


def changes_of_case(case: Case, sight: Sight) -> list[Act]:
    """The latest first. Who and why are told to whoever reads the record."""
    changes = changes_in(case, sight)
    names = _Names(changes, sight)
    entries, events = _entries(case, sight)
    grouped: dict[tuple[int, object], list[RowChange]] = {}
    for change in changes:
        event = events.get(change.key) or events.get(change.version.history_request)
        place = (event.pk, None) if event else (0, change.version.history_date)
        grouped.setdefault(place, []).append(change)
    return [
        _act(case, rows, entries.get(event), names, reads_record=bool(entries))
        for (event, _at), rows in grouped.items()
    ]


def _entries(case: Case, sight: Sight) -> tuple[dict[int, Entry], dict[str, CaseEvent]]:
    """How the timeline tells each event to this reader; what it keeps back is not there."""
    if Field.RECORD not in sight.fields:
        return {}, {}
    events = events_of(case)
    told = timeline_entries(events, casefile.attempts_of(case), sight)
    return {e.pk: entry for e, entry in zip(events, told, strict=True)}, events_by_version(events)


def _act(
    case: Case,
    rows: Sequence[RowChange],
    entry: Entry | None,
    names: "_Names",
    *,
    reads_record: bool,
) -> Act:
    last = rows[0].version
    of_system = reads_record and last.history_user_id is None
    return Act(
        at=last.history_date,
        who=str(entry.who) if entry else str(ActorKind.SYSTEM.label) if of_system else "",
        title=str(entry.title) if entry else "",
        why=str(entry.detail) if entry else "",
        then_url=f"{address('rectification:case_as_of', case.pk)}?at={_query(last.history_date)}",
        rows=[
            Row(names.row(change), list(names.fields(change)), _SORTS.get(change.sort))
            for change in rows
        ],
    )


def _query(at: datetime) -> str:
    return at.isoformat().replace("+", "%2B")


class _Names:
    """What the rows name by key, asked for together."""

    def __init__(self, changes: Iterable[RowChange], sight: Sight) -> None:
        self._sight = sight
        keys: dict[Any, set[int]] = {Organisation: set(), Person: set()}
        plans: set[int] = set()
        for change in changes:
            if change.told.model is Measure:
                plans.add(change.version.plan_id)
            for field in change.fields:
                model = change.told.model._meta.get_field(field.name).related_model
                if model in keys:
                    keys[model] |= {key for key in (field.old, field.new) if key}
        self._organisations = Organisation.objects.in_bulk(keys[Organisation])
        self._people = Person.objects.in_bulk(keys[Person])
        self._versions = dict(Plan.objects.filter(pk__in=plans).values_list("pk", "version"))

    def row(self, change: RowChange) -> str:
        version = change.version
        if change.told.model is Plan:
            return gettext("Plan, version %(version)d") % {"version": version.version}
        if change.told.model is Measure:
            words = {"number": version.position, "version": self._versions.get(version.plan_id, 1)}
            return gettext("Measure %(number)d of plan version %(version)d") % words
        return str(ROWS[change.told.model])

    def fields(self, change: RowChange) -> Iterable[FieldChange]:
        for altered in change.fields:
            label = label_of(change.told.model, altered.name)
            if altered.withheld:
                note = gettext("Changed. What was left out is not shown again.")
                yield FieldChange(label, "", note)
                continue
            field = change.told.model._meta.get_field(altered.name)
            yield FieldChange(
                label, self._words(field, altered.old), self._words(field, altered.new)
            )

    def _words(self, field: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field.related_model is Organisation:
            found = self._organisations.get(value)
            return found.name if found else ""
        if field.related_model is Person:
            return self._sight.named(self._people[value]) or withheld()
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, datetime):
            return moment(value)
        return full_date(value) if isinstance(value, date) else str(value)
