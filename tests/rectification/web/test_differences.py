import pytest

from rectification.web.differences import Piece, pieces


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("每月检查一次。", "每月检查一次。", [("每月检查一次。", "same")]),
        ("", "新写的", [("新写的", "added")]),
        ("删去的", "", [("删去的", "removed")]),
        (
            "每月检查一次。",
            "每周由委员检查一次。",
            [("每", "same"), ("月", "removed"), ("周由委员", "added"), ("检查一次。", "same")],
        ),
        (
            "report by 20 May",
            "report by 21 May",
            [("report by ", "same"), ("20", "removed"), ("21", "added"), (" May", "same")],
        ),
        # One sign that happens to stand in both is no anchor for the reader.
        (
            "公开栏张贴",
            "广播站开播",
            [("公开栏张贴", "removed"), ("广播站开播", "added")],
        ),
    ],
)
def test_pieces(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert pieces(before, after) == [Piece(text, sort) for text, sort in found]  # type: ignore[arg-type]


def test_pieces_give_back_both_texts() -> None:
    before, after = (
        "制定下半年计划并张贴，改期须报批。",
        "制定全年计划并在公开栏张贴；改期须书面报批。",
    )
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.sort != "added") == before
    assert "".join(p.text for p in found if p.sort != "removed") == after
