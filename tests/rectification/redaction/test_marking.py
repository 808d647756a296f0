"""What is marked in a text to be published, and what would stand there instead."""

import pytest

from rectification.enums import FindingKind
from rectification.redaction import masked
from rectification.redaction.marking import Proposed, Surroundings, proposals, pseudonyms

NAMES = ["石守信", "石小满", "欧阳琪", "欧阳明德", "买买提·艾力", "Ann Li"]
K = FindingKind


@pytest.mark.parametrize(
    ("names", "stand_ins"),
    [
        (["石守信"], ["石某某"]),
        (["石守信", "石小满", "欧阳琪"], ["石某甲", "石某乙", "欧阳某"]),
        (["欧阳琪", "欧阳明德"], ["欧阳某甲", "欧阳某乙"]),
        (["买买提·艾力"], ["买某"]),
        (["Ann Li"], ["A某"]),
    ],
)
def test_pseudonyms(names: list[str], stand_ins: list[str]) -> None:
    assert list(pseudonyms(names).values()) == stand_ins


def test_names_are_told_apart_and_one_name_stays_one() -> None:
    text = "石守信与石小满谈话后，石 守 信电话13812345678未接。"

    assert masked(text, NAMES) == "石某甲与石某乙谈话后，石某甲电话***未接。"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("住3组12号。", [Proposed(K.ADDRESS, "3组12号", "某处")]),
        ("该户出生登记有误。", [Proposed(K.BIRTH, "出生", "***")]),
        (
            "有3名党员、两户群众。",
            [Proposed(K.COUNT, "3名", "少于5名"), Proposed(K.COUNT, "两户", "少于5户")],
        ),
        ("12人参加，第一名，23人到会，二十三名党员，一人民政府。", []),
        ("东篱村党支部书记带头。", [Proposed(K.POST, "东篱村党支部书记", "某村党员干部")]),
        ("由西岭社区副主任负责。", [Proposed(K.POST, "西岭社区副主任", "某村党员干部")]),
        ("在油坊组党小组内通报。", [Proposed(K.GROUP, "油坊组党小组", "东篱村党支部")]),
    ],
)
def test_marks_of_a_members_case(text: str, marks: list[Proposed]) -> None:
    around = Surroundings(
        NAMES, of_member=True, groups={"油坊组党小组": "东篱村党支部"}, places=["东篱村党支部"]
    )

    assert proposals([text], around) == marks


def test_a_stretch_too_long_to_be_confirmed_can_only_be_masked() -> None:
    around = Surroundings(NAMES)

    assert [m.blocks for m in proposals(["住3组12号。"], around)] == [False]
    assert [m.blocks for m in proposals([f"住1{' ' * 200}3组12号。"], around)] == [True]
    assert [len(m.words) for m in proposals(["3" * 300 + "组"], around)] == [5]


def test_office_duty_is_public_in_other_cases() -> None:
    assert proposals(["东篱村党支部书记为第一责任人。"], Surroundings(NAMES)) == []
