"""“少于5”: no figure points to somebody who has not done his check."""

import pytest

from rectification.policies.figures import SMALLEST, Share, Shown, percent, share_of


@pytest.mark.parametrize(
    ("count", "total", "said"), [(0, 3, 0), (2, 3, 66), (999, 1000, 99), (7, 7, 100)]
)
def test_percent_is_rounded_down(count: int, total: int, said: int) -> None:
    """What is left is never rounded away."""
    assert percent(count, total) == said


@pytest.mark.parametrize(
    ("count", "total", "share"),
    [
        (0, 0, Share(Shown.FEW)),
        (0, 1, Share(Shown.FEW)),
        (1, 1, Share(Shown.FEW)),
        (4, 4, Share(Shown.FEW)),
        (0, 5, Share(Shown.SOME, 0, 5)),
        (4, 5, Share(Shown.SOME, 0, 5)),
        (5, 5, Share(Shown.ALL, 5, 5)),
        (5, 6, Share(Shown.SOME, 0, 6)),
        (7, 8, Share(Shown.SOME, 0, 8)),
        (4, 9, Share(Shown.FEW, 0, 9)),
        (5, 9, Share(Shown.FEW_LEFT, 0, 9)),
        (8, 12, Share(Shown.FEW_LEFT, 0, 12)),
        (7, 12, Share(Shown.EXACT, 7, 12)),
        (5, 10, Share(Shown.EXACT, 5, 10)),
        (4, 12, Share(Shown.FEW, 0, 12)),
        (0, 12, Share(Shown.FEW, 0, 12)),
    ],
)
def test_share_that_may_be_said(count: int, total: int, share: Share) -> None:
    assert share_of(count, total) == share


@pytest.mark.parametrize("total", range(40))
def test_no_share_tells_a_count_or_a_rest_under_five(total: int) -> None:
    for count in range(total + 1):
        said = share_of(count, total)
        if said.count:
            assert said.count >= SMALLEST
            assert said.total - said.count == 0 or said.total - said.count >= SMALLEST
        same = [other for other in range(total + 1) if share_of(other, total) == said]
        assert said.count or len(same) >= min(SMALLEST - 1, total)
