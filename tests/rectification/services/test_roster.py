"""Importing the sample roster: what is true afterwards, and what is never written."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db.models import Q
from openpyxl import load_workbook

from rectification.acting import acting_as
from rectification.enums import CaseLevel, SourceKind
from rectification.exceptions import Busy, NotAllowed
from rectification.imports.roster.report import Report
from rectification.models import (
    Appointment,
    Case,
    ImportedFile,
    Membership,
    Organisation,
    Person,
    User,
)
from rectification.policies.authority import authority_of, in_office, members_of
from rectification.policies.days import today
from rectification.policies.owners import may_own, open_organisations
from rectification.policies.resolution import Office, approver
from rectification.roles import Role
from rectification.services.appointments import confirm_appointment
from rectification.services.importing import Importer
from rectification.services.projections import set_ancestors
from rectification.services.roster import RosterInstructions, import_roster, writing
from tests.rectification.imports.workbooks import (
    MEMBERS,
    OFFICES,
    PEOPLE,
    SAMPLE,
    member,
    office,
    roster,
    sample,
    saved,
    sound_sample,
)

DAY = datetime(2026, 6, 16, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """Nine o'clock in Shanghai on 16 June 2026."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


def imported(content: bytes, by: Importer | None = None, **given: Any) -> Report:
    return import_roster(
        content=content,
        name="花名册.xlsx",
        importer=by or Importer(),
        instructions=RosterInstructions(**given),
    )


@pytest.fixture
def town() -> None:
    """The sample township, imported into an empty database."""
    assert imported(sample(), accept_valid=True).written


def node(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def somebody(code: str) -> Person:
    return Person.objects.get(code=code)


def rows() -> list[int]:
    models = (Organisation, Person, Membership, Appointment, ImportedFile)
    return [model._default_manager.count() for model in models]


# --- what is true after the import --------------------------------------------------------------


@pytest.mark.usefixtures("town")
class TestFacts:
    """The questions of `expected.md` §2."""

    @pytest.mark.parametrize(("day", "code"), [(15, "M-0113"), (16, "M-0115")])
    def test_secretary_of_a_day(self, day: int, code: str) -> None:
        held = in_office(Role.SEC, node("东篱村党支部"), date(2026, 3, day))
        assert [person.code for person in held] == [code]

    @pytest.mark.parametrize(
        ("code", "day", "branch"),
        [
            ("M-0204", date(2026, 4, 30), "西渚村党支部"),
            ("M-0204", date(2026, 5, 1), "澜创制造联合党支部"),
            ("M-0215", date(2026, 3, 31), "北陇村党支部"),
            ("M-0215", date(2026, 4, 1), "南坡村党支部"),
        ],
    )
    def test_branch_of_a_day(self, code: str, day: date, branch: str) -> None:
        assert somebody(code) in members_of(node(branch), day)

    def test_closed_branch_can_own_nothing_and_names_its_successor(self) -> None:
        closed = node("北陇村党支部")
        assert closed not in open_organisations(node("中共松澜镇委员会"), today())
        assert closed in open_organisations(None, date(2026, 3, 31))
        assert not may_own(closed, CaseLevel.BRANCH)
        assert closed.succeeded_by == node("南坡村党支部")

    def test_liaison_leader(self) -> None:
        held = in_office(Role.LIA, node("柳塘第二党支部"), today())
        assert [person.code for person in held] == ["M-0104"]

    @pytest.mark.parametrize(
        ("code", "branch", "approver_code"),
        [("M-0225", "柳塘第二党支部", "M-0221"), ("M-0115", "东篱村党支部", "M-0103")],
    )
    def test_approver_of_a_secretarys_own_case(
        self, code: str, branch: str, approver_code: str
    ) -> None:
        owner = somebody(code)
        case = Case(
            level=CaseLevel.MEMBER,
            owner_person=owner,
            owner_organisation=node(branch),
            author=owner,
            source=SourceKind.SELF_FOUND,
            found_on=today(),
        )
        set_ancestors(case=case)
        case.save()
        assert _first_other(approver(case), owner) == approver_code

    @pytest.mark.parametrize(
        ("branch", "count"), [("镇机关第一党支部", 12), ("镇机关第二党支部", 9)]
    )
    def test_members_of_a_branch(self, branch: str, count: int) -> None:
        assert members_of(node(branch), today()).count() == count

    def test_leading_group(self) -> None:
        held = in_office(Role.LG, node("松澜镇党委领导小组"), today())
        assert [p.code for p in held] == ["M-0101", "M-0102", "M-0103", "M-0104", "M-0111"]

    def test_appointments_by_role(self) -> None:
        assert Counter(Appointment.objects.values_list("role", flat=True)) == {
            "ADM": 1,
            "AUD": 1,
            "CLK": 12,
            "DIS": 4,
            "DPS": 1,
            "GEN": 1,
            "INS": 1,
            "LG": 5,
            "LIA": 12,
            "OFF": 2,
            "ORG": 1,
            "PSE": 1,
            "PUB": 1,
            "SEC": 14,
            "SUP": 1,
        }

    def test_tree_aliases_and_history(self) -> None:
        second = node("柳塘第二党支部")
        assert [Organisation.objects.get(pk=pk).code for pk in second.ancestor_ids()] == [
            "SL-00",
            "SL-30",
            "SL-32",
        ]
        closed = node("北陇村党支部")
        assert closed.path.startswith(node("中共松澜镇委员会").path)
        names = [alias.name for alias in node("镇机关第二党支部").aliases.order_by("name")]
        assert names == ["机关二支部", "机关第二支部"]
        assert Person.history.count() == 60
        assert Membership.history.count() == 60
        assert Appointment.history.count() == 58

    def test_accounts_are_not_given_by_an_import(self) -> None:
        assert not User.objects.exists()

    def test_first_offices_are_in_force_at_once(self) -> None:
        assert not Appointment.objects.filter(confirmed_at__isnull=True).exists()
        user = User.objects.create_user("M-0108", None, somebody("M-0108"))
        assert [a.role for a in authority_of(user).appointments] == [Role.ORG]

    def test_record_of_the_file(self) -> None:
        file = ImportedFile.objects.get()
        assert (file.name, file.again, file.written, file.refused) == ("花名册.xlsx", False, 198, 1)


def _first_other(chain: Iterator[Office], owner: Person) -> str:
    """The first in office along the chain who is not the owner himself."""
    for role, organisation in chain:
        for person in in_office(role, organisation, today()):
            if person != owner:
                return person.code
    return ""


# --- when nothing is written --------------------------------------------------------------------


def test_nothing_is_written_while_a_row_is_refused() -> None:
    report = imported(sample())
    assert (report.is_refused, report.written) == (True, False)
    assert rows() == [0, 0, 0, 0, 0]


def test_dry_run_says_the_same_and_writes_nothing() -> None:
    dry = imported(sound_sample(), dry_run=True).as_json()
    assert rows() == [0, 0, 0, 0, 0]
    assert dry == {**imported(sound_sample()).as_json(), "written": False}


def test_same_bytes_again_are_refused_and_unchanged_when_confirmed() -> None:
    content = sound_sample()
    assert imported(content).written
    before = rows()
    refused = imported(content)
    assert [entry["reason"][:6] for entry in refused.as_json()["refused"]] == ["F-SAME"]
    again = imported(content, again=True).as_json()
    assert Counter(entry["change"] for entry in again["accepted"]) == {"unchanged": 198}
    assert (again["refused"], again["written"]) == ([], True)
    assert rows() == [*before[:-1], before[-1] + 1]
    assert imported(content, again=True).written


def test_lost_race_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody enters a person of ours between our judging and our writing."""
    entering = writing.enter_people

    def overtaken(*, names: dict[str, str]) -> list[Person]:
        Person.objects.create(code="M-0101", name="沈怀川")
        return entering(names=names)

    monkeypatch.setattr(writing, "enter_people", overtaken)
    with pytest.raises(Busy):
        imported(sound_sample())
    assert rows() == [0, 0, 0, 0, 0]


def test_file_that_is_refused_leaves_nothing() -> None:
    report = imported(b"%PDF-1.7")
    assert report.as_json()["refused"][0]["reason"].startswith("F-KIND")
    assert rows() == [0, 0, 0, 0, 0]


# --- offices that somebody has to confirm -------------------------------------------------------


@pytest.fixture
def changes() -> bytes:
    """The clerk becomes an officer of the organisation office; a second one, and a supervisor."""
    return roster(
        任职=[
            office("ORG", "2026-06-01", code="M-0107", at="组织办"),
            office("INS", "2026-06-01", code="M-0108", at="领导小组办公室"),
        ]
    )


@pytest.mark.usefixtures("town")
def test_offices_wait_for_a_second_person(changes: bytes) -> None:
    officer = somebody("M-0108")
    assert imported(changes, Importer(officer)).written
    waiting = Appointment.objects.filter(confirmed_at__isnull=True).order_by("pk")
    assert [(a.entered_by, a.imported.name) for a in waiting] == [(officer, "花名册.xlsx")] * 2
    assert not in_office(Role.ORG, node("组织办"), today()).filter(code="M-0107")
    with pytest.raises(NotAllowed):
        confirm_appointment(appointment=waiting[0], by=officer)
    confirm_appointment(appointment=waiting[0], by=somebody("M-0101"))
    assert in_office(Role.ORG, node("组织办"), today()).filter(code="M-0107")


@pytest.mark.usefixtures("town")
def test_second_person_named_with_the_import_confirms_all_but_his_own(changes: bytes) -> None:
    assert imported(changes, confirmed_by=somebody("M-0108")).written
    waiting = Appointment.objects.filter(confirmed_at__isnull=True)
    assert [a.person.code for a in waiting] == ["M-0108"]


@pytest.mark.usefixtures("town")
def test_who_may_confirm_nothing_is_no_second_person(changes: bytes) -> None:
    with pytest.raises(NotAllowed):
        imported(changes, confirmed_by=somebody("M-0109"))
    assert not Appointment.objects.filter(confirmed_at__isnull=True).exists()


# --- change files -------------------------------------------------------------------------------


@pytest.mark.usefixtures("town")
def test_change_file_moves_a_member_and_changes_the_secretary() -> None:
    content = roster(
        组织关系=[
            member("2021-01-01", "2026-06-30", code="M-0203", at="西渚村党支部"),
            member("2026-07-01", code="M-0203", at="东篱村党支部"),
        ],
        任职=[
            office("SEC", "2022-01-10", "2026-06-30", code="M-0201", at="西渚村党支部"),
            office("SEC", "2026-07-01", code="M-0202", at="西渚村党支部"),
        ],
    )
    user = User.objects.create_user("M-0108", None, somebody("M-0108"))
    with acting_as(user.pk):
        report = imported(content, Importer(user.person), confirmed_by=somebody("M-0101"))
    assert [entry["change"] for entry in report.as_json()["accepted"]] == ["changed", "new"] * 2
    moved = Membership.objects.filter(person__code="M-0203").order_by("valid_from")
    assert [(m.organisation.name, m.valid_to) for m in moved] == [
        ("西渚村党支部", date(2026, 6, 30)),
        ("东篱村党支部", None),
    ]
    assert {row.history_user_id for row in moved[0].history.filter(history_type="~")} == {user.pk}
    for day, code in ((date(2026, 6, 30), "M-0201"), (date(2026, 7, 1), "M-0202")):
        held = in_office(Role.SEC, node("西渚村党支部"), day)
        assert [person.code for person in held] == [code]


@pytest.mark.usefixtures("town")
def test_change_file_founds_moves_and_closes_organisations() -> None:
    content = roster(
        组织=[
            ("SL-45", "南坡片党总支", None, "general_branch", "农村", "SL-00", "2026-06-01"),
            ("SL-23", "南坡村党支部", "南坡新村支部", "branch", "农村", "SL-45", "2011-07-01"),
        ]
    )
    assert imported(content).written
    south = node("南坡村党支部")
    above = [Organisation.objects.get(pk=pk).code for pk in south.ancestor_ids()]
    assert above == ["SL-00", "SL-45", "SL-23"]
    assert {alias.name for alias in south.aliases.all()} == {"南坡支部", "南坡新村支部"}
    edges = south.parent_edges.order_by("valid_from").values_list("parent__code", "valid_to")
    assert list(edges) == [("SL-00", date(2026, 6, 15)), ("SL-45", None)]


@pytest.mark.usefixtures("town")
def test_two_thousand_people_take_less_than_twenty_seconds() -> None:
    book = load_workbook(SAMPLE)
    for sheet in ("组织", PEOPLE, MEMBERS, OFFICES):
        book[sheet].delete_rows(2, 100)
    for number in range(2000):
        code = f"N-{number:04d}"
        book[PEOPLE].append([code, f"某甲{number}"])
        book[MEMBERS].append([code, None, "东篱村党支部", "正式", "2021-01-01"])
        book[OFFICES].append([code, None, "INS", "领导小组办公室", "2022-01-01"])
    content = saved(book)
    began = time.monotonic()
    assert imported(content).written
    assert time.monotonic() - began < 20
    assert Appointment.objects.filter(~Q(imported=None), confirmed_at=None).count() == 2000
