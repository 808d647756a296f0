"""The line a chain is computed over, to the byte: whoever proves an export reads the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rectification.audit.canonical import canonical
from rectification.hashing import hash_of
from rectification.models import CaseEvent, PaperEvent

LINE = (
    '{"actor":3,"actor_kind":"person","at":"2026-05-11T01:30:00.000042Z","case":2,"delegation":6,'
    '"files":["evidence:8 aa bb","evidence:9 cc dd"],"format":1,"on_behalf_of":5,"organisation":4,'
    '"payload_hash":"ee","previous":"ff","reference":"plan:12","request":"web:7","role":"SEC",'
    '"round":2,"sequence":11,"step":"draft_plan","verb":"plan_submitted",'
    '"versions":["plan 13 00","case 14 11"]}'
)
"""Stored in the chains for ever: a column taken out, renamed or written otherwise breaks them."""
LINE_OF_REGISTER = (
    '{"actor":3,"actor_kind":"person","at":"2026-05-11T01:30:00.000042Z","case":0,"delegation":null,'
    '"files":["document:9 aa bb"],"format":1,"on_behalf_of":null,"organisation":4,'
    '"payload_hash":"ee","previous":"ff","reference":"document:9","request":"web:7","role":"OFF",'
    '"round":0,"sequence":11,"step":"","verb":"document_issued",'
    '"versions":["officialdocument 13 00"]}'
)
PLACES = {"id", "hash"}
"""Columns that are not in it: the key of the row, and the hash over the line itself."""
WORDS = {"document", "salt"}
"""Of a line of the register: the paper, which the reference names, and the salt of its words."""
AT = datetime(2026, 5, 11, 9, 30, 0, 42, tzinfo=timezone(timedelta(hours=8)))


def event() -> CaseEvent:
    return CaseEvent(
        pk=1,
        case_id=2,
        sequence=11,
        verb="plan_submitted",
        at=AT,
        actor_kind="person",
        actor_id=3,
        acting_role="SEC",
        acting_organisation_id=4,
        on_behalf_of_id=5,
        delegation_id=6,
        step="draft_plan",
        round=2,
        reference="plan:12",
        request="web:7",
        files="evidence:8 aa bb\nevidence:9 cc dd",
        versions="plan 13 00\ncase 14 11",
        format=1,
        payload_hash="ee",
        previous_hash="ff",
        hash="not in it",
    )


def line_of_register() -> PaperEvent:
    return PaperEvent(
        pk=1,
        document_id=2,
        sequence=11,
        verb="document_issued",
        at=AT,
        actor_id=3,
        acting_role="OFF",
        acting_organisation_id=4,
        reference="document:9",
        request="web:7",
        files="document:9 aa bb",
        versions="officialdocument 13 00",
        format=1,
        salt="not in it",
        payload_hash="ee",
        previous_hash="ff",
        hash="not in it",
    )


def test_line_of_an_event_to_the_byte() -> None:
    assert canonical(event()) == LINE


def test_line_of_the_register_to_the_byte() -> None:
    assert canonical(line_of_register()) == LINE_OF_REGISTER


def test_hash_of_the_line_is_what_it_was() -> None:
    assert hash_of(LINE) == "d8400770ddbe0d03b97c60db751befe6ffebf16800634f585365414f2c09187f"


@pytest.mark.parametrize(
    ("made", "line", "left_out"),
    [(event, LINE, PLACES), (line_of_register, LINE_OF_REGISTER, PLACES | WORDS)],
)
def test_each_column_changes_the_line(
    made: Callable[[], CaseEvent | PaperEvent], line: str, left_out: set[str]
) -> None:
    for field in made()._meta.concrete_fields:
        changed = made()
        value = datetime(2026, 5, 12, tzinfo=UTC) if field.name == "at" else 99
        setattr(
            changed, field.attname, str(value) if field.name in ("files", "versions") else value
        )
        assert (canonical(changed) == line) == (field.name in left_out), field.name
