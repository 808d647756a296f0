"""Every change of the rows of a case, told from the field history for one reader.

Changed, added and taken away: what is told of which row stands in `changes_told`. Nothing is told
of what was before the case was registered: a report is known to its author and the office alone
until then (T4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from rectification.models import (
    Assignment,
    Case,
    CaseEvent,
    Evidence,
    Measure,
    Milestone,
    Notice,
    NoticeChannel,
    Plan,
    PlanStatus,
    Progress,
    PublicationDecision,
)
from rectification.policies.visibility import Field
from rectification.selectors.changes_told import PUBLIC, TOLD, Told
from rectification.selectors.sight import Sight

_ABOVE: Final = frozenset(told.above for told in TOLD)
_DELETED: Final = "-"
_ADDED: Final = "+"


class Sort(StrEnum):
    """What became of the row."""

    CHANGED = "changed"
    CAME = "came"
    WENT = "went"


@dataclass(frozen=True)
class Altered:
    """A field that says something else than before; `withheld`, that it does is all one learns."""

    name: str
    old: Any
    new: Any
    withheld: bool = False


@dataclass(frozen=True)
class RowChange:
    """What one version of a row says else than the one before, or all that it says."""

    told: Told
    version: Any
    fields: Sequence[Altered]
    sort: Sort = Sort.CHANGED

    @property
    def key(self) -> str:
        """As an event names the version."""
        return f"{self.told.model._meta.model_name} {self.version.history_id}"


def changes_in(case: Case, sight: Sight) -> list[RowChange]:
    """What this reader may know of them, the latest first; a query for each model."""
    versions = _versions_of(case, sight)
    registered = _registered(versions[Case])
    if registered is None:
        return []
    reader = _Reader(sight, versions)
    found = [
        change
        for told in TOLD
        for change in _of_model(told, versions.get(told.model, ()), registered, reader)
    ]
    return sorted(found, key=lambda row: (row.version.history_date, row.key), reverse=True)


def events_by_version(events: Iterable[CaseEvent]) -> dict[str, CaseEvent]:
    """Which of these events bears which version (`RowChange.key`), or its request."""
    found: dict[str, CaseEvent] = {}
    for event in sorted(events, key=lambda row: row.sequence):
        if event.request:
            found[event.request] = event
        for line in event.versions.splitlines():
            found[line.rpartition(" ")[0]] = event
    return found


def _versions_of(case: Case, sight: Sight) -> dict[Any, list[Any]]:
    """By model, those of one row after the other; by the keys of the rows above, so that what hung
    on a row that went is found as well."""
    found: dict[Any, list[Any]] = {}
    keys: dict[Any, set[int]] = {Case: {case.pk}}
    for told in TOLD:
        if told.model in _ABOVE or _known(told, sight):
            rows = told.model.history.filter(**{f"{told.link}__in": keys[told.above]})
            found[told.model] = list(rows.order_by("id", "history_id"))
            keys[told.model] = {row.id for row in found[told.model]}
    return found


def _known(told: Told, sight: Sight) -> list[str]:
    return [name for name, field in told.fields.items() if _is_read(field, sight)]


def _is_read(field: Field, sight: Sight) -> bool:
    """Whoever reads the plan reads the shares of all units; a co-responsible unit reads what was
    reported of its own."""
    if field == Field.EVIDENCE and sight.is_co_unit:
        return Field.SHARE in sight.fields
    return field in sight.fields or (field == Field.SHARE and Field.PLAN in sight.fields)


class _Reader:
    """Which rows are the reader's: of a co-responsible unit its own answer and measures, and of
    the case no more than what it is about; of notices those whose decision stands, like on the
    page, but for readers of the record."""

    def __init__(self, sight: Sight, versions: Mapping[Any, Sequence[Any]]) -> None:
        self.sight = sight
        last = {model: {row.id: row for row in rows} for model, rows in versions.items()}
        self._measures, self._notes = last[Measure], last[Progress]
        self._plans = _plans_of_units(last[Plan].values())
        self._notices = last.get(Notice, {})
        self._standing = {
            row.id for row in last[PublicationDecision].values() if row.instance.stands
        }
        undecided = {
            row.organisation_id
            for row in last.get(Assignment, {}).values()
            if row.history_type != _DELETED and row.instance.is_undecided
        }
        self._units = {unit.pk for unit in sight.units}
        self._working = self._units - undecided

    def reads(self, version: Any) -> bool:
        if version.instance_type in (Notice, NoticeChannel):
            return Field.RECORD in self.sight.fields or self._stands(version)
        if not self.sight.is_co_unit or version.instance_type is Case:
            return True
        if version.instance_type is Assignment:
            return version.organisation_id in self._units
        measure = self._measure_of(version)
        return (
            measure is not None
            and measure.organisation_id in self._working
            and measure.plan_id in self._plans
        )

    def _stands(self, version: Any) -> bool:
        is_notice = version.instance_type is Notice
        notice = version if is_notice else self._notices.get(version.notice_id)
        return notice is not None and notice.decision_id in self._standing

    def _measure_of(self, version: Any) -> Any:
        if version.instance_type is Measure:
            return version
        if version.instance_type is Evidence:
            version = self._notes.get(version.progress_id)
        of_measure = version is not None and version.instance_type in (Milestone, Progress)
        return self._measures.get(version.measure_id) if of_measure else None


def _plans_of_units(plans: Iterable[Any]) -> set[int]:
    """Approved ones, and one under approval only where none of its round is in force: a change is
    nobody's duty before (`casefile.own_measures`)."""
    shown = [row for row in plans if row.status in (PlanStatus.APPROVED, PlanStatus.SUBMITTED)]
    first = sorted(shown, key=lambda row: (-row.round, row.status, -row.version))[:1]
    return {row.id for row in shown if row.status == PlanStatus.APPROVED or row in first}


def _registered(versions: Sequence[Any]) -> Any:
    """The last version of the act that registered the case."""
    first = next((row for row in versions if row.registered_at is not None), None)
    if first is None or not first.history_request:
        return first
    return [row for row in versions if row.history_request == first.history_request][-1]


def _is_later(version: Any, registered: Any) -> bool:
    """Written after the act that registered the case."""
    if version.instance_type is Case:
        return bool(version.history_id > registered.history_id)
    if version.history_request and version.history_request == registered.history_request:
        return False
    return bool(version.history_date >= registered.history_date)


def _of_model(
    told: Told, versions: Sequence[Any], registered: Any, reader: _Reader
) -> Iterator[RowChange]:
    known = _known(told, reader.sight)
    for _key, rows in groupby(versions, key=attrgetter("id")):
        held = [row for row in rows if told.holds(row) and reader.reads(row)]
        before = None
        for version in held:
            if _is_later(version, registered):
                change = _change(told, known, before, version, reader.sight)
                if change.fields:
                    yield change
            before = None if version.history_type == _DELETED else version


def _change(told: Told, known: Sequence[str], old: Any, new: Any, sight: Sight) -> RowChange:
    if new.history_type == _DELETED:
        gone = [Altered(name, value, None) for name, value in _values(told, known, new)]
        return RowChange(told, new, gone, Sort.WENT)
    if old is None:
        added = [Altered(name, None, value) for name, value in _values(told, known, new)]
        sort = Sort.CAME if new.history_type == _ADDED else Sort.CHANGED
        return RowChange(told, new, added, sort)
    fields = [_altered(told, name, old, new, sight) for name in known if _differs(name, old, new)]
    return RowChange(told, new, fields)


def _values(told: Told, known: Sequence[str], version: Any) -> Iterator[tuple[str, Any]]:
    """What is said at all of a row that came or went."""
    for name in known:
        value = getattr(version, _attname(version, name))
        if value and not (told.model is PublicationDecision and name in PUBLIC):
            yield name, value


def _attname(version: Any, name: str) -> str:
    return str(version.instance_type._meta.get_field(name).attname)


def _differs(name: str, old: Any, new: Any) -> bool:
    attname = _attname(new, name)
    return bool(getattr(old, attname) != getattr(new, attname))


def _altered(told: Told, name: str, old: Any, new: Any, sight: Sight) -> Altered:
    attname = _attname(new, name)
    before, after = getattr(old, attname), getattr(new, attname)
    if told.model is PublicationDecision and name in PUBLIC:
        knows = {Field.OWNER, Field.EVIDENCE} <= sight.fields
        if not knows or old.approved_at is not None:
            return Altered(name, None, None, withheld=True)
    return Altered(name, before, after)
