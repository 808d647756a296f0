"""交接 in a roster: an office that ends and one that begins on the next day are one succession."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from rectification.imports.roster.report import Report
from rectification.models import Appointment, Organisation, Person
from rectification.roles import Role
from rectification.selectors.roster import pending_by_file
from rectification.services.appointments import confirm_appointment
from rectification.services.importing import Importer
from rectification.services.roster import RosterInstructions, import_roster
from tests.rectification.imports.workbooks import office, roster, sample


@pytest.fixture(autouse=True)
def town(db: None) -> Iterator[None]:
    """The sample township, imported into an empty database on 16 June 2026."""
    with time_machine.travel(datetime(2026, 6, 16, 1, tzinfo=UTC), tick=False):
        imported(sample(), Importer(), accept_valid=True)
        yield


def imported(content: bytes, by: Importer | None = None, **given: bool) -> Report:
    """By the organisation office, unless somebody else is named."""
    return import_roster(
        content=content,
        name="花名册.xlsx",
        importer=by or Importer(somebody("M-0108")),
        instructions=RosterInstructions(**given),
    )


def somebody(code: str) -> Person:
    return Person.objects.get(code=code)


def content(begin: str = "2026-07-01") -> bytes:
    """The secretary goes on the last of June, another one begins."""
    return roster(
        任职=[
            office("SEC", "2022-01-10", "2026-06-30", code="M-0201", at="西渚村党支部"),
            office("SEC", begin, code="M-0202", at="西渚村党支部"),
        ]
    )


def held() -> tuple[Appointment, Appointment]:
    rows = Appointment.objects.filter(role=Role.SEC, organisation__name="西渚村党支部")
    return rows.get(person__code="M-0201"), rows.get(person__code="M-0202")


def test_holder_stays_until_the_successor_is_confirmed() -> None:
    report = imported(content())
    assert [entry["change"] for entry in report.as_json()["accepted"]] == ["changed", "new"]
    former, new = held()
    assert (former.valid_to, new.replaces, new.confirmed_at) == (None, former, None)
    confirm_appointment(appointment=new, by=somebody("M-0101"))
    former, new = held()
    assert (former.valid_to, new.valid_from) == (date(2026, 6, 30), date(2026, 7, 1))


def test_same_file_again_is_unchanged_while_it_waits_and_afterwards() -> None:
    imported(content())
    for confirmed in (False, True):
        if confirmed:
            confirm_appointment(appointment=held()[1], by=somebody("M-0101"))
        again = imported(content(), again=True)
        changes = [entry["change"] for entry in again.as_json()["accepted"]]
        assert changes == ["unchanged"] * 2
    assert Appointment.objects.filter(replaces__isnull=False).count() == 1


def test_page_of_the_import_leaves_it_to_who_looks_at_what_changes_hands() -> None:
    imported(content())
    assert pending_by_file([Organisation.objects.get(name="中共松澜镇委员会")]) == []


@pytest.mark.parametrize("begin", ["2026-07-02", "2026-08-01"])
def test_office_that_stays_empty_between_them_is_none(begin: str) -> None:
    imported(content(begin))
    former, new = held()
    assert (former.valid_to, new.replaces) == (date(2026, 6, 30), None)


def test_what_lies_in_the_past_stays_as_it_was() -> None:
    content = roster(
        任职=[
            office("SEC", "2022-01-10", "2026-05-31", code="M-0201", at="西渚村党支部"),
            office("SEC", "2026-06-01", code="M-0202", at="西渚村党支部"),
        ]
    )
    imported(content)
    former, new = held()
    assert (former.valid_to, new.replaces) == (date(2026, 5, 31), None)
