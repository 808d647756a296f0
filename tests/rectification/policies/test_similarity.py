import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.policies.similarity import ALIKE, similarity

REPORTED = "7月、8月28日均未开展主题党日活动，也未履行改期手续。"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (REPORTED, True),
        ("7月、8月均未按时开展主题党日活动,也未履行改期手续", True),
        ("７月、８月２８日均未开展主题党日活动", True),
        ("公开栏内容仍为上一季度，发展党员公示过期未撤换。", False),
        ("", False),
    ],
)
def test_texts_about_the_same_fact_are_alike(other: str, alike: bool) -> None:
    assert (similarity(REPORTED, other) >= ALIKE) is alike


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    share = similarity(one, other)
    assert 0 <= share <= 1
    assert share == similarity(other, one)


@given(st.text(alphabet="党员活动开展", min_size=2, max_size=60))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity(text, f" {text}，") == 1
