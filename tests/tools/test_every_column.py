"""Each column of an event is in the chain: another value is found, wherever the event stands."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import models

from rectification.enums import CaseStage
from rectification.models import Case, CaseEvent
from tests.factories import Township, case_in
from tests.tools.bundles import Fault, bundle_of, found_in, run
from tests.workflows.offices import stands_in
from tools import verify_records

COLUMNS: Final = [field.name for field in CaseEvent._meta.concrete_fields if field.name != "id"]
"""The key of the row itself is told nowhere: an event is named by its case and its sequence."""
APART: Final = {"format"}
"""A line of another format is none that this verifier can read; it has a test of its own."""
FAR: Final = 900


@pytest.fixture
def third(town: Township, sealed: tuple[Case, Case]) -> Case:
    """A case without events; and a delegation that no event is of."""
    stands_in(town.dps, town.pse, "PSE", approved_by=town.lg)
    case = case_in(town, CaseStage.DRAFT)
    assert not case.events.exists()
    return case


def other(name: str, event: CaseEvent, third: Case) -> Any:
    """Another value that the database takes."""
    field: Any = CaseEvent._meta.get_field(name)
    value = getattr(event, field.attname)
    if name == "sequence":
        return FAR
    if name == "case":
        return third.pk
    if isinstance(field, models.ForeignKey):
        return field.related_model._base_manager.exclude(pk=value).earliest("pk").pk
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=1)
    if isinstance(field, models.PositiveSmallIntegerField):
        return value + 1
    if field.choices:
        return next(code for code, _label in field.flatchoices if code and code != value)
    if not value:
        return {"files": f"evidence:{FAR} 0 0", "versions": f"case {FAR} 0"}.get(name, "0")
    return value[:-1] + ("1" if value.endswith("0") else "0")


def expected(name: str, event: CaseEvent, last: int) -> set[Fault]:
    case, at = event.case_id, event.sequence
    if name in ("sequence", "case"):
        return gone(case, at, last) | (moved(case, at, last) if name == "sequence" else set())
    line = event.versions.splitlines()[-1] if event.versions else f"case {FAR} 0"
    more: dict[str, Fault] = {
        "hash": ("rechained", case, at) if at == last else ("link", case, at + 1),
        "previous_hash": ("link", case, at),
        "payload_hash": ("payload", case, at),
        "files": ("evidence_missing", case, f"evidence:{FAR}"),
        "versions": (
            "version" if event.versions else "version_missing",
            case,
            line.rpartition(" ")[0],
        ),
    }
    return {("changed", case, at), *([more[name]] if name in more else [])}


def gone(case: int, at: int, last: int) -> set[Fault]:
    """The event does not stand any more where it stood."""
    if at == last:
        return {("truncated", case, last)}
    return {("sequence", case, at + 1), ("link", case, at + 1)}


def moved(case: int, at: int, last: int) -> set[Fault]:
    """It stands behind all others; what was the last one follows the one before it."""
    found: set[Fault] = {("changed", case, FAR), ("sequence", case, FAR)}
    return found if at == last else found | {("link", case, FAR)}


@pytest.mark.parametrize("name", [name for name in COLUMNS if name not in APART])
def test_another_value_in_a_column_is_found(
    sealed: tuple[Case, Case], third: Case, name: str
) -> None:
    events = list(sealed[0].events.order_by("sequence"))
    last = events[-1].sequence
    assert last > 3
    run()
    attname = CaseEvent._meta.get_field(name).attname
    for event in (events[0], events[len(events) // 2], events[-1]):
        was = getattr(event, attname)
        row = CaseEvent.objects.filter(pk=event.pk)
        row.update(**{attname: other(name, event, third)})
        faults = found_in(*sealed)
        assert set(faults) == expected(name, event, last), event.sequence
        assert len(set(faults)) == len(faults)
        row.update(**{attname: was})
    assert found_in(*sealed) == []


def test_line_of_another_format_is_none_that_this_verifier_reads(sealed: tuple[Case, Case]) -> None:
    run()
    CaseEvent.objects.filter(case=sealed[0], sequence=2).update(format=2)
    with pytest.raises(ValueError, match="^format 2$"):
        verify_records.verify(bundle_of(*sealed))
