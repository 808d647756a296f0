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
        ("该同志出生于本村。", FindingKind.BIRTH, "出生"),
        ("1990年3月12日生，务农。", FindingKind.BIRTH, "1990年3月12日生"),
        ("一九九〇年三月生。", FindingKind.BIRTH, "一九九〇年三月生"),
        ("因其配偶住院。", FindingKind.PRIVATE_LIFE, "配偶"),
        ("走访残 疾人家庭。", FindingKind.PRIVATE_LIFE, "残疾"),
        ("该户为低保户。", FindingKind.PRIVATE_LIFE, "低保"),
        ("有未成年人参加。", FindingKind.PRIVATE_LIFE, "未成年"),
        ("其孙15周岁。", FindingKind.PRIVATE_LIFE, "15周岁"),
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
        ("出生登记窗口已延时服务。", FindingKind.SERVICE),
        ("低保名册已按月公开。", FindingKind.SERVICE),
        ("已与残疾人联合会对接。", FindingKind.SERVICE),
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
        "问题发生于2025年，2026年3月生产安全检查，年满18周岁，60岁以上老人。",
        "由独任审核。",
        "东篱村党支部书记为第一责任人。",
        "",
    ],
)
def test_findings_of_a_clean_text_is_empty(text: str) -> None:
    assert findings(text, NAMES) == []


@pytest.mark.parametrize("text", ["出生登记窗口。", "低保名册。", "残疾人联合会。"])
def test_in_a_members_case_the_name_of_a_service_is_about_the_member(text: str) -> None:
    found = findings(text, NAMES, of_member=True)

    assert found
    assert all(finding.blocks for finding in found)


@given(before=st.text("石守信x ·\u200b"), after=st.text("石守信x ·\u200b"))
def test_findings_sees_a_name_wherever_it_stands(before: str, after: str) -> None:
    assert Finding(FindingKind.NAME, "石守信") in findings(f"{before}石守信{after}", NAMES)


def test_masked_takes_out_names_and_numbers() -> None:
    text = "石守信、欧阳琪和买买提·艾力，电话13812345678。"

    assert masked(text, NAMES) == "石某某、欧阳某和买某，电话***。"


@pytest.mark.parametrize(
    ("after", "narrower"),
    [
        ("由石守信书记负责。", True),
        ("每月一次。", True),
        ("由某书记负责，\r\n每月一次。", True),
        ("由石某某负责。", True),
        ("由石守信负责，每月一次。", False),
        ("由石守信书记负责，每年一次。", False),
        ("每月一次，由石守信书记负责。", False),
        ("由某，每月一次。", True),
        ("某书记负责。", True),
        ("由石守信书某。", True),
        # Half a clause may say the opposite of the whole one.
        ("书记负责。", False),
        ("由石守信。", False),
        ("由石守信某信书记负责。", False),
        # Nothing is left to read.
        ("。", False),
        ("某，某。", False),
        ("  ", False),
    ],
)
def test_is_narrower(after: str, narrower: bool) -> None:
    before = "由石守信书记负责，每月一次。"

    assert is_narrower(before, after) is narrower
