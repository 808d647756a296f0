import pytest

from rectification.policies.plan_words import is_activity, uncalled


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("加强学习，开展教育。", True),
        ("制定计划并召开会议。", True),
        ("每月按时开展，改期有手续。", False),
        ("组织走访，覆盖120户。", False),
        ("群众反映的问题全部解决。", False),
        ("材料齐备。", False),
    ],
)
def test_an_outcome_that_names_an_activity(outcome: str, found: bool) -> None:
    assert is_activity(outcome) is found


def test_what_the_cause_calls_for_and_no_measure_deals_with() -> None:
    cause = "没有制度，也无人督促。"
    assert len(uncalled(cause, ["开一次会。"])) == 2
    assert len(uncalled(cause, ["制定请假制度。"])) == 1
    assert uncalled(cause, ["制定请假制度。", "每月抽查一次。"]) == []
    assert uncalled("一时疏忽。", ["当面道歉。"]) == []
