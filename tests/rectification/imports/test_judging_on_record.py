"""A change file is judged against what is on record (docs/how-to/import-a-roster.md)."""

from dataclasses import replace
from datetime import date

import pytest

from rectification.imports.roster.judging import Change, Judgement
from rectification.imports.roster.present import (
    KnownAppointment,
    KnownMembership,
    KnownPerson,
    Present,
)
from tests.rectification.imports.judgements import LONG_AGO, START, codes, judged, told, unit
from tests.rectification.imports.workbooks import BRANCH, PAIR, ROOT, TOWN, member, office, roster


@pytest.fixture
def present() -> Present:
    """The town with two members of the first branch, one of them its secretary."""
    return Present(
        organisations={row[0]: unit(row) for row in TOWN},
        people={row[0]: KnownPerson(row[0], str(row[1])) for row in PAIR},
        memberships=[
            KnownMembership("P-1", "T-21", "full", LONG_AGO),
            KnownMembership("P-2", "T-21", "full", LONG_AGO),
        ],
        appointments=[KnownAppointment("P-1", "SEC", "T-21", LONG_AGO)],
    )


def changes(judgement: Judgement) -> list[Change]:
    return [verdict.change for verdict in judgement]


def test_what_is_on_record_already_is_accepted_as_unchanged(present: Present) -> None:
    content = roster(组织=TOWN, 人员=PAIR, 组织关系=[member(), member(code="P-2")], 任职=[office()])
    judgement = judged(content, present)
    assert told(judgement) == []
    assert set(changes(judgement)) == {Change.UNCHANGED}


def test_change_file_ends_one_membership_and_begins_another(present: Present) -> None:
    content = roster(
        组织关系=[
            member("2026-06-01", at="竹林村党支部"),
            member("2020-01-01", "2026-05-31"),
        ]
    )
    judgement = judged(content, present)
    assert told(judgement) == []
    assert changes(judgement) == [Change.NEW, Change.CHANGED]
    (difference,) = judgement.memberships[1].differences
    assert difference.endswith("：— → 2026年5月31日")


def test_new_membership_never_ends_the_former_one_by_itself(present: Present) -> None:
    content = roster(组织关系=[member("2026-06-01", at="竹林村党支部")])
    assert codes(content, present) == [("组织关系", 2, "E-OVERLAP")]


def test_membership_on_record_is_not_moved_to_another_branch(present: Present) -> None:
    content = roster(组织关系=[member(at="竹林村党支部")])
    assert codes(content, present) == [("组织关系", 2, "E-OVERLAP")]


def test_end_on_record_is_moved_earlier_and_never_taken_back(present: Present) -> None:
    present.memberships[0] = replace(present.memberships[0], valid_to=date(2026, 3, 31))
    present.appointments[0] = replace(present.appointments[0], valid_to=date(2026, 3, 31))
    for end, expected in (
        (None, "E-ENDED"),
        ("2026-04-30", "E-ENDED"),
        ("2026-03-31", ""),
        ("2026-02-28", ""),
    ):
        content = roster(组织关系=[member(end=end)], 任职=[office(end=end)])
        found = [code for _sheet, _row, code in codes(content, present)]
        assert found == ([expected] * 2 if expected else [])


def test_secretary_follows_when_the_former_ends_in_the_same_file(present: Present) -> None:
    successor = office("SEC", "2026-06-01", code="P-2")
    assert codes(roster(任职=[successor]), present) == [("任职", 2, "E-SEC2")]
    ending = office("SEC", "2020-01-01", "2026-05-31")
    assert codes(roster(任职=[successor, ending]), present) == []


def test_refused_ending_brings_the_record_back_into_the_way(present: Present) -> None:
    successor = office("SEC", "2026-06-01", code="P-2")
    ending = ("P-1", None, "SEC", "石桥村党支部", "2020-01-01", "2026-05-31", None)
    other_duty = roster(任职=[successor, ending])
    present.appointments[0] = replace(
        present.appointments[0], valid_to=date(2026, 2, 28), duty="head"
    )
    assert codes(other_duty, present) == [("任职", 3, "E-ENDED")]
    present.appointments[0] = replace(present.appointments[0], valid_to=date(2026, 6, 30))
    present.organisations["T-21"] = unit(BRANCH, closed_on=date(2026, 5, 30))
    assert codes(other_duty, present) == [("任职", 2, "E-CLOSED"), ("任职", 3, "E-CLOSED")]


def test_rows_that_lean_on_a_refused_change_are_refused_as_well(present: Present) -> None:
    present.memberships.append(KnownMembership("P-1", "T-22", "full", date(2010, 1, 1), START))
    content = roster(
        组织=[(*BRANCH[:6], "2026-01-01")],
        组织关系=[member("2025-01-01", "2025-12-31", code="P-3")],
        人员=[("P-3", "新来", None)],
    )
    # The branch cannot begin later than its members, so the new one fits the old period again.
    assert codes(content, present) == [("组织", 2, "E-CLOSED")]


def test_names_change_with_a_warning(present: Present) -> None:
    renamed = ("T-21", "石桥社区党支部", *BRANCH[2:])
    judgement = judged(roster(组织=[renamed], 人员=[("P-1", "方园", None)]), present)
    assert told(judgement) == [("组织", 2, "W-RENAME"), ("人员", 2, "W-RENAME")]
    assert set(changes(judgement)) == {Change.CHANGED}


def test_former_name_still_finds_the_organisation(present: Present) -> None:
    renamed = ("T-21", "石桥社区党支部", *BRANCH[2:])
    content = roster(组织=[renamed], 人员=[("P-3", "新来", None)], 组织关系=[member(code="P-3")])
    assert codes(content, present)[1:] == [("组织关系", 2, "W-ALIAS")]


def test_organisation_closes_when_nobody_and_nothing_is_left(present: Present) -> None:
    closing = (*BRANCH, "2026-05-31", "竹林村党支部")
    assert codes(roster(组织=[closing]), present) == [("组织", 2, "E-CLOSED")]
    leaving = {
        "组织关系": [
            member("2020-01-01", "2026-05-31"),
            member("2020-01-01", "2026-05-31", code="P-2"),
        ],
        "任职": [office("SEC", "2020-01-01", "2026-05-31")],
    }
    judgement = judged(roster(组织=[closing], **leaving), present)
    assert told(judgement) == []
    assert judgement.organisations[0].successor == "T-22"
    present.organisations["T-21"] = unit(BRANCH, open_cases=2)
    assert codes(roster(组织=[closing], **leaving), present) == [("组织", 2, "E-CLOSED")]


def test_committee_does_not_close_over_open_branches(present: Present) -> None:
    content = roster(组织=[(*ROOT, "2026-05-31")])
    assert codes(content, present) == [("组织", 2, "E-CLOSED")]


def test_empty_cells_delete_nothing(present: Present) -> None:
    bare = ("T-21", "石桥村党支部", None, "branch", None, None, "2015-01-01")
    judgement = judged(roster(组织=[bare]), present)
    assert (told(judgement), changes(judgement)) == ([], [Change.UNCHANGED])


def test_administrator_on_record_stands_before_the_file(present: Present) -> None:
    present.appointments = [KnownAppointment("P-2", "ADM", "T-00", date(2025, 1, 1))]
    content = roster(任职=[office("CLK", "2024-01-01", code="P-2")])
    assert codes(content, present) == [("任职", 2, "E-ROLE")]


def test_another_township_is_out_of_reach(present: Present) -> None:
    far = ("F-21", "远山村党支部", None, "branch", None, "F-00", START)
    present.organisations["F-21"] = unit(far, near=False)
    present.people["P-9"] = KnownPerson("P-9", "路远", near=False)
    present.everywhere = False
    content = roster(
        组织=[far, ("N-00", "中共新设镇委员会", None, "committee", None, None, START)],
        人员=[("P-9", "路远", None)],
        组织关系=[member("2026-06-01", code="P-9"), member("2026-06-01", at="远山村党支部")],
    )
    assert codes(content, present) == [
        ("组织", 2, "E-CODE"),
        ("组织", 3, "E-PARENT"),
        ("人员", 2, "E-CODE"),
        ("组织关系", 2, "E-PERSON"),
        ("组织关系", 3, "E-ORG"),
    ]
