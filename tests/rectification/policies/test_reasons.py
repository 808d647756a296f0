"""Reasons that others will read are long enough to be one."""

import pytest

from rectification.exceptions import CaseError
from rectification.policies.reasons import require_reason


def test_reason_loses_its_blanks() -> None:
    assert require_reason("  请补充时间地点和责任人。 ") == "请补充时间地点和责任人。"


@pytest.mark.parametrize("reason", ["", "不行", "         不行         ", "九个字的理由不够长"])
def test_short_reason_is_refused_at_its_field(reason: str) -> None:
    with pytest.raises(CaseError) as refusal:
        require_reason(reason, field="answer", rule="T14")
    assert (refusal.value.field, refusal.value.rule) == ("answer", "T14")
