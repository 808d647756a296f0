"""One test per code of the roster's rules, judged over plain data without a database."""

from collections import Counter
from typing import Any

import pytest

from rectification.imports.roster.present import Present
from tests.rectification.imports.judgements import START, codes, judged, told, unit
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


def test_of_two_of_one_name_the_one_in_the_file_is_meant() -> None:
    known = unit(("T-90", "石桥村党支部", None, "branch", None, None))
    present = Present(organisations={"T-90": known})
    content = roster(组织=TOWN, 人员=[PERSON], 组织关系=[member()])
    assert judged(content, present).memberships[0].organisation == "T-21"


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


def test_several_faults_of_a_row_are_all_told() -> None:
    content = roster(组织=TOWN, 人员=[OTHER], 组织关系=[member("2021-01-01", "2020-01-01")])
    assert codes(content) == [("组织关系", 2, "E-PERSON"), ("组织关系", 2, "E-PERIOD")]
