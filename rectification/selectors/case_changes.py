"""Every change of the rows of a case, told from the field history for one reader.

`TOLD` says which fields are told, and with which group of fields (docs/rules.md 4.9) they are
read; what stands in no line of it is told nowhere. Nothing is told of what was before the case was
registered: a report is known to its author and the office alone until then (T4).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from rectification.models import (
    Assignment,
    Case,
    CaseEvent,
    Closure,
    LookBack,
    Measure,
    Milestone,
    Notice,
    Objection,
    Plan,
    PublicationDecision,
    VerificationAttempt,
)
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight

PUBLIC: Final = frozenset({"title", "text"})
"""Of a publication: what is left out of it stays left out (docs/rules.md 4.6)."""


def _always(_version: Any) -> bool:
    return True


@dataclass(frozen=True)
class Told:
    """A model, the way from it to the case, and what of it is told to whom.

    `holds` are versions that tell something: of a verification, none before both have signed.
    """

    model: Any
    case: str
    fields: Mapping[str, Field]
    holds: Callable[[Any], bool] = _always


_CASE: Final = {
    **dict.fromkeys(["number", "level", "owner_organisation", "deadline_class"], Field.HEAD),
    **dict.fromkeys(["title", "description"], Field.DESCRIPTION),
    "owner_person": Field.OWNER,
    **dict.fromkeys(
        [
            *("category", "negative_item", "standard_ref", "found_on", "severity"),
            *("severity_reason", "touches_residents", "is_common", "due_on", "paused", "round"),
            *("stage_target", "effect_statement", "checked_elsewhere", "outcome"),
        ],
        Field.PLAN,
    ),
}
_PLAN: Final = (
    *("status", "cause", "target_outcome", "change_reason", "advice", "return_reason"),
    *("minutes_number", "superior_copy"),
)
_MEASURE: Final = (
    *("text", "deliverable", "organisation", "starts_on", "due_on", "done_at", "dropped_at"),
    "drop_reason",
)
_NOTICE: Final = ("starts_on", "ends_on", "hidden_at", "ended_at", "withdrawn_at")

TOLD: Final[Sequence[Told]] = (
    Told(Case, "id", _CASE),
    Told(
        Assignment,
        "case",
        {"kind": Field.SHARE, "answer": Field.SHARE, "reason": Field.RECORD},
    ),
    Told(Plan, "case", dict.fromkeys(_PLAN, Field.PLAN)),
    Told(Measure, "plan__case", {**dict.fromkeys(_MEASURE, Field.SHARE), "person": Field.OWNER}),
    Told(Milestone, "measure__plan__case", dict.fromkeys(["due_on", "text"], Field.SHARE)),
    Told(
        PublicationDecision,
        "case",
        dict.fromkeys(["status", "scope", "working_days", *sorted(PUBLIC)], Field.RECORD),
    ),
    Told(Notice, "case", dict.fromkeys(_NOTICE, Field.RESULTS)),
    Told(
        Objection,
        "case",
        {"decision": Field.RESULTS},
        holds=lambda version: version.decided_at is not None,
    ),
    Told(
        VerificationAttempt,
        "case",
        dict.fromkeys(["conclusion", "correction_due_on", "void_at"], Field.RESULTS),
        holds=lambda version: version.concluded_at is not None,
    ),
    Told(
        Closure,
        "case",
        dict.fromkeys(["closed_on", "rectified_on", "review_on", "void_at"], Field.RESULTS),
    ),
    Told(
        LookBack,
        "case",
        dict.fromkeys(["begins_on", "due_on", "void_at"], Field.RESULTS),
        holds=lambda version: version.begun_at is not None,
    ),
)


@dataclass(frozen=True)
class Altered:
    """A field that says something else than before; `withheld`, that it does is all one learns."""

    name: str
    old: Any
    new: Any
    withheld: bool = False


@dataclass(frozen=True)
class RowChange:
    """What one version of a row says else than the one before."""

    told: Told
    version: Any
    fields: Sequence[Altered]

    @property
    def key(self) -> str:
        """As an event names the version."""
        return f"{self.told.model._meta.model_name} {self.version.history_id}"


def changes_in(case: Case, sight: Sight) -> list[RowChange]:
    """What this reader may know of them, the latest first; a query for each model."""
    found = [change for told in TOLD for change in _of_model(told, case, sight)]
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


def _of_model(told: Told, case: Case, sight: Sight) -> Iterator[RowChange]:
    known = [name for name, field in told.fields.items() if _is_read(field, sight)]
    if not known:
        return
    path = told.case if told.case == "id" else f"{told.case}_id"
    versions = told.model.history.filter(**{path: case.pk}).order_by("id", "history_id")
    if told.model is Milestone:
        versions = versions.select_related("measure")
    for _key, rows in groupby(versions, key=lambda version: version.id):
        held = [row for row in rows if told.holds(row) and _is_of_reader(row, sight)]
        if told.model is Case:
            held = list(_registered(held))
        for old, new in zip(held, held[1:], strict=False):
            fields = [
                _altered(told, name, old, new, sight) for name in known if _differs(name, old, new)
            ]
            if fields:
                yield RowChange(told, new, fields)


def _is_read(field: Field, sight: Sight) -> bool:
    """Whoever reads the plan reads the shares of all units."""
    return field in sight.fields or (field == Field.SHARE and Field.PLAN in sight.fields)


def _is_of_reader(version: Any, sight: Sight) -> bool:
    """A co-responsible unit reads its own measures and its own answer, and of the case no more
    than what it is about."""
    if not sight.is_co_unit:
        return True
    organisation = getattr(version, "organisation_id", None)
    if version.instance_type is Milestone:
        organisation = version.measure.organisation_id
    if version.instance_type is Case:
        return True
    return organisation in {unit.pk for unit in sight.units}


def _registered(versions: Sequence[Any]) -> Iterator[Any]:
    """From the last version of the act that registered the case on."""
    first = next((row for row in versions if row.registered_at is not None), None)
    if first is None:
        return
    of_act = [
        row
        for row in versions
        if row is first or (first.history_request and row.history_request == first.history_request)
    ]
    yield from (row for row in versions if row.history_id >= of_act[-1].history_id)


def _differs(name: str, old: Any, new: Any) -> bool:
    attname = new.instance_type._meta.get_field(name).attname
    return bool(getattr(old, attname) != getattr(new, attname))


def _altered(told: Told, name: str, old: Any, new: Any, sight: Sight) -> Altered:
    attname = told.model._meta.get_field(name).attname
    before, after = getattr(old, attname), getattr(new, attname)
    if told.model is PublicationDecision and name in PUBLIC:
        knows = {Field.OWNER, Field.EVIDENCE} <= sight.fields
        if not knows or old.approved_at is not None:
            return Altered(name, None, None, withheld=True)
    return Altered(name, before, after)
