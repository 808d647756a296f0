"""One test per code of the roster's rules, judged over plain data without a database."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rectification.enums import OrganisationKind
from rectification.imports.roster.judging import Change, Judgement, judge
from rectification.imports.roster.present import (
    KnownAppointment,
    KnownMembership,
    KnownOrganisation,
    KnownPerson,
    Present,
)
from rectification.imports.roster.reading import read_roster
from tests.rectification.imports.workbooks import (
    BRANCH,
    OTHER,
    PAIR,
    PERSON,
    ROOT,
    SECOND,
    TOWN,
    member,
    office,
    roster,
    sample,
)

TODAY = date(2026, 6, 16)
START = date(2015, 1, 1)
LONG_AGO = date(2020, 1, 1)


def judged(content: bytes, present: Present | None = None) -> Judgement:
    return judge(read_roster(content), present or Present(), TODAY)


def told(judgement: Judgement) -> list[tuple[str, int, str]]:
    """Sheet, row and code of every remark."""
    return [(*v.place, remark.code) for v in judgement for remark in v.remarks]


def codes(content: bytes, present: Present | None = None) -> list[tuple[str, int, str]]:
    return told(judged(content, present))


# --- the sample ---------------------------------------------------------------------------------


def test_sample_is_judged_as_expected() -> None:
    judgement = judged(sample())
    counts = Counter((v.row.sheet, v.accepted) for v in judgement)
    assert counts == {
        ("组织", True): 20,
        ("人员", True): 60,
        ("组织关系", True): 60,
        ("任职", True): 58,
        ("任职", False): 1,
    }
    assert told(judgement) == [
        ("人员", 49, "W-SAMENAME"),
        ("任职", 25, "I-DIS"),
        ("任职", 57, "E-ROLE"),
    ]


def test_sample_names_who_cannot_verify_where() -> None:
    (note,) = (r for v in judged(sample()) for r in v.remarks if r.code == "I-DIS")
    for word in ("M-0301、M-0302、M-0303、M-0309", "镇机关第二党支部"):
        assert word in note.text


# --- organisations ------------------------------------------------------------------------------


def test_e_code_refuses_the_later_of_two_rows() -> None:
    twice = (*BRANCH[:1], "另一个支部", *BRANCH[2:])
    assert codes(roster(组织=[ROOT, BRANCH, twice])) == [("组织", 4, "E-CODE")]
    assert codes(roster(人员=[PERSON, ("P-1", "甘棠", None)])) == [("人员", 3, "E-CODE")]


def test_e_parent_refuses_what_hangs_on_nothing() -> None:
    lost = ("T-31", "下石桥党小组", None, "branch", None, "T-21", "2015-01-01")
    orphan = (*BRANCH[:5], "T-99", *BRANCH[6:])
    assert codes(roster(组织=[ROOT, orphan, lost])) == [
        ("组织", 3, "E-PARENT"),
        ("组织", 4, "E-PARENT"),
    ]


def test_parent_may_stand_below_its_child_and_go_by_its_name() -> None:
    named = (*BRANCH[:5], "中共柳溪镇委员会", *BRANCH[6:])
    judgement = judged(roster(组织=[named, ROOT]))
    assert told(judgement) == []
    assert judgement.organisations[0].parent == "T-00"


def test_e_cycle_refuses_all_rows_of_the_circle() -> None:
    circle = [(*BRANCH[:5], "T-22", *BRANCH[6:]), (*SECOND[:5], "T-21", *SECOND[6:])]
    below = ("T-31", "下石桥党支部", None, "branch", None, "T-22", "2015-01-01")
    own = ("T-40", "自己的上级", None, "branch", None, "T-40", "2015-01-01")
    assert codes(roster(组织=[ROOT, *circle, below, own])) == [
        ("组织", 3, "E-CYCLE"),
        ("组织", 4, "E-CYCLE"),
        ("组织", 5, "E-PARENT"),
        ("组织", 6, "E-CYCLE"),
    ]


def test_tree_of_seven_levels_is_too_deep() -> None:
    line = [
        (f"T-{n}", f"第{n}级党支部", None, "branch", None, f"T-{n - 1}" if n else None, START)
        for n in range(7)
    ]
    assert codes(roster(组织=line)) == [("组织", 8, "E-PARENT")]


def test_e_period_of_an_organisation() -> None:
    content = roster(组织=[ROOT, (*BRANCH, "2014-12-31")])
    assert codes(content) == [("组织", 3, "E-PERIOD")]


def test_unknown_successor_is_an_unknown_organisation() -> None:
    content = roster(组织=[ROOT, (*BRANCH, "2026-01-31", "无此支部")])
    assert codes(content) == [("组织", 3, "E-ORG")]


# --- people, memberships ------------------------------------------------------------------------


def test_e_person_and_e_org_also_of_rows_refused_themselves() -> None:
    content = roster(
        组织=[ROOT, (*BRANCH[:5], "T-99", *BRANCH[6:]), SECOND],
        人员=[PERSON, ("P-2", None, None)],
        组织关系=[
            member(code="P-9", at="竹林村党支部"),
            member(code="P-2", at="竹林村党支部"),
            member(at="石桥村党支部"),
        ],
        任职=[office("SEC", code="P-9", at="没有的支部")],
    )
    assert codes(content) == [
        ("组织", 3, "E-PARENT"),
        ("人员", 3, "E-EMPTY"),
        ("组织关系", 2, "E-PERSON"),
        ("组织关系", 3, "E-PERSON"),
        ("组织关系", 4, "E-ORG"),
        ("任职", 2, "E-PERSON"),
        ("任职", 2, "E-ORG"),
    ]


def test_e_org_shows_the_nearest_names() -> None:
    content = roster(组织=TOWN, 人员=[PERSON], 组织关系=[member(at="石桥村支部")])
    (remark,) = judged(content).memberships[0].remarks
    assert "石桥村党支部" in remark.text
    assert remark.field == "所在支部"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("石 桥村党支部", []), ("T-21", []), ("石桥支部", ["W-ALIAS"])],
)
def test_organisation_is_found_by_name_code_and_alias(name: str, expected: list[str]) -> None:
    content = roster(组织=TOWN, 人员=[PERSON], 组织关系=[member(at=name)])
    verdict = judged(content).memberships[0]
    assert ([r.code for r in verdict.remarks], verdict.organisation) == (expected, "T-21")


def test_name_of_two_organisations_means_neither() -> None:
    content = roster(
        组织=[*TOWN, ("T-23", "石桥村党支部", None, "branch", None, "T-00", START)],
        人员=[PERSON],
        组织关系=[member()],
    )
    assert codes(content) == [("组织关系", 2, "E-ORG")]


def test_body_has_no_members() -> None:
    body = ("T-03", "组织办", None, "body", None, "T-00", START)
    content = roster(组织=[*TOWN, body], 人员=[PERSON], 组织关系=[member(at="组织办")])
    assert codes(content) == [("组织关系", 2, "E-ORG")]


def test_name_beside_a_code_is_compared_and_the_code_counts() -> None:
    row = ("P-1", "甘棠", "石桥村党支部", "正式", "2020-01-01", None)
    content = roster(组织=TOWN, 人员=PAIR, 组织关系=[row])
    assert codes(content) == [("组织关系", 2, "W-PERSON")]


def test_e_period_and_e_closed_of_memberships_and_offices() -> None:
    closed = (*SECOND, "2025-12-31")
    content = roster(
        组织=[ROOT, BRANCH, closed],
        人员=PAIR,
        组织关系=[
            member("2021-01-01", "2020-12-31"),
            member("2014-12-31", "2016-01-01"),
            member("2024-01-01", "2025-12-31", at="竹林村党支部"),
            member("2024-01-01", code="P-2", at="竹林村党支部"),
        ],
        任职=[office("SEC", "2024-01-01", "2026-01-01", code="P-2", at="竹林村党支部")],
    )
    assert codes(content) == [
        ("组织关系", 2, "E-PERIOD"),
        ("组织关系", 3, "E-CLOSED"),
        ("组织关系", 5, "E-CLOSED"),
        ("任职", 2, "E-CLOSED"),
    ]


def test_e_overlap_refuses_the_later_row_of_the_same_person() -> None:
    content = roster(
        组织=TOWN,
        人员=PAIR,
        组织关系=[
            member("2020-01-01", "2022-06-30"),
            member("2022-06-30", at="竹林村党支部"),
            member("2022-07-01", at="竹林村党支部"),
            member("2022-07-01", code="P-2"),
        ],
    )
    assert codes(content) == [("组织关系", 3, "E-OVERLAP")]


def test_w_samename_once_for_a_name() -> None:
    content = roster(
        人员=[PERSON, ("P-2", "方圆", None), ("P-3", "方圆", None), ("P-4", "甘", None)]
    )
    judgement = judged(content)
    assert told(judgement) == [("人员", 4, "W-SAMENAME")]
    assert "P-1、P-2、P-3" in judgement.people[2].remarks[0].text


# --- offices ------------------------------------------------------------------------------------

GROUND: dict[str, Any] = {"组织": TOWN, "人员": PAIR}


def test_e_sec2_refuses_the_later_row() -> None:
    content = roster(
        **GROUND,
        任职=[
            office("SEC", "2022-01-01"),
            office("SEC", "2021-01-01", "2022-01-01", code="P-2"),
            office("SEC", "2021-01-01", "2021-12-31", code="P-2"),
            office("SEC", "2022-01-01", code="P-2", at="竹林村党支部"),
        ],
    )
    assert codes(content) == [("任职", 3, "E-SEC2")]


@pytest.mark.parametrize("role", ["CLK", "AUD", "SUP"])
def test_e_role_refuses_the_row_that_begins_later(role: str) -> None:
    rows = [office("ADM", "2024-04-01"), office(role, "2022-06-20", at="中共柳溪镇委员会")]
    content = roster(**GROUND, 任职=rows)
    assert codes(content) == [("任职", 2, "E-ROLE")]
    content = roster(**GROUND, 任职=rows[::-1])
    assert codes(content) == [("任职", 3, "E-ROLE")]


def test_e_role_of_two_that_begin_on_one_day_refuses_the_later_row() -> None:
    rows = [office("CLK", "2022-06-20"), office("ADM", "2022-06-20")]
    assert codes(roster(**GROUND, 任职=rows)) == [("任职", 3, "E-ROLE")]


def test_administrator_after_his_business_role_is_no_conflict() -> None:
    rows = [office("CLK", "2022-06-20", "2024-03-31"), office("ADM", "2024-04-01")]
    assert codes(roster(**GROUND, 任职=rows)) == []


def test_same_office_twice_at_a_time_is_refused() -> None:
    rows = [office("CLK", "2022-01-01"), office("CLK", "2023-01-01")]
    assert codes(roster(**GROUND, 任职=rows)) == [("任职", 3, "E-OVERLAP")]


def test_w_conflict_once_per_person_and_kept() -> None:
    rows = [
        office("DIS", "2020-01-01", at="中共柳溪镇委员会"),
        office("SEC", "2021-01-01"),
        office("PUB", "2022-01-01", at="中共柳溪镇委员会"),
        office("DIS", "2020-01-01", code="P-2", at="中共柳溪镇委员会"),
        office("CLK", "2020-01-01", code="P-2"),
    ]
    judgement = judged(roster(**GROUND, 任职=rows))
    assert told(judgement) == [("任职", 4, "W-CONFLICT")]
    assert all(v.accepted for v in judgement)


def test_i_dis_once_per_branch_of_members_of_the_discipline_committee() -> None:
    content = roster(
        **GROUND,
        组织关系=[member(), member(code="P-2")],
        任职=[
            office("DIS", at="中共柳溪镇委员会"),
            office("DIS", code="P-2", at="中共柳溪镇委员会"),
        ],
    )
    assert codes(content) == [("任职", 2, "I-DIS")]


def test_office_of_the_township_needs_a_committee_above() -> None:
    alone = ("T-50", "孤立党支部", None, "branch", None, None, START)
    rows = [office("DIS", at="孤立党支部"), office("CLK", at="孤立党支部")]
    content = roster(组织=[alone], 人员=[PERSON], 任职=rows)
    assert codes(content) == [("任职", 2, "E-ORG")]


# --- what is on record --------------------------------------------------------------------------


def unit(row: tuple[Any, ...], **given: Any) -> KnownOrganisation:
    known = KnownOrganisation(
        code=row[0],
        name=row[1],
        kind=OrganisationKind(row[3]).value,
        opened_on=START,
        aliases=(row[2],) if row[2] else (),
        sector="rural" if row[4] else "",
        parent=row[5] or "",
    )
    return replace(known, **given)


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


def test_several_faults_of_a_row_are_all_told() -> None:
    content = roster(组织=TOWN, 人员=[OTHER], 组织关系=[member("2021-01-01", "2020-01-01")])
    assert codes(content) == [("组织关系", 2, "E-PERSON"), ("组织关系", 2, "E-PERIOD")]
