import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.redaction import Finding, FindingKind, findings, is_narrower, masked

NAMES = ["石守信", "欧阳琪", "白杨", "买买提·艾力", "Ann Li", "独"]


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("由石守信负责整改。", FindingKind.NAME, "石守信"),
        ("由石 守\u200b信负责整改。", FindingKind.NAME, "石守信"),
        ("由石\n守信负责整改。", FindingKind.NAME, "石守信"),
        ("联系买买提艾力同志。", FindingKind.NAME, "买买提·艾力"),
        ("Signed by ann li today", FindingKind.NAME, "Ann Li"),
        ("电话13812345678。", FindingKind.PHONE, "13812345678"),
        ("电话138 1234-5678。", FindingKind.PHONE, "13812345678"),
        ("电话１３８１２３４５６７８。", FindingKind.PHONE, "13812345678"),
        ("电话0571-88001234。", FindingKind.PHONE, "0571-88001234"),
        ("证件33010619900307123X。", FindingKind.IDENTITY_NUMBER, "33010619900307123X"),
        ("卡号6222 0212 3456 7890 123。", FindingKind.BANK_CARD, "6222021234567890123"),
        ("车牌浙A12345。", FindingKind.PLATE, "浙A12345"),
        ("邮箱a.b@example.org。", FindingKind.E_MAIL, "a.b@example.org"),
    ],
)
def test_findings_block(text: str, kind: FindingKind, excerpt: str) -> None:
    found = findings(text, NAMES)

    assert Finding(kind, excerpt) in found
    assert all(finding.blocks for finding in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("住3组12号的农户。", FindingKind.ADDRESS),
        ("该同志出生于本村。", FindingKind.BIRTH),
        ("因其配偶住院。", FindingKind.PRIVATE_LIFE),
    ],
)
def test_findings_marks_for_a_person_to_decide(text: str, kind: FindingKind) -> None:
    found = findings(text, NAMES)

    assert {finding.kind for finding in found} == {kind}
    assert not any(finding.blocks for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月23日前完成3项措施，涉及20260101号文件。",
        "Police living annex",
        "由独任审核。",
        "东篱村党支部书记为第一责任人。",
        "",
    ],
)
def test_findings_of_a_clean_text_is_empty(text: str) -> None:
    assert findings(text, NAMES) == []


@given(before=st.text("石守信x ·\u200b"), after=st.text("石守信x ·\u200b"))
def test_findings_sees_a_name_wherever_it_stands(before: str, after: str) -> None:
    assert Finding(FindingKind.NAME, "石守信") in findings(f"{before}石守信{after}", NAMES)


def test_masked_takes_out_names_and_numbers() -> None:
    text = "石守信、欧阳琪和买买提·艾力，电话13812345678。"

    assert masked(text, NAMES) == "石某某、欧阳某和买某，电话***。"


@pytest.mark.parametrize(
    ("after", "narrower"),
    [
        ("由书记负责，每月一次。", True),
        ("由石某某负责。", True),
        ("由石守信负责，每月一次。", True),
        ("由石守信负责，每年一次。", False),
        ("  ", False),
    ],
)
def test_is_narrower(after: str, narrower: bool) -> None:
    before = "由石守信书记负责，每月一次。"

    assert is_narrower(before, after) is narrower
