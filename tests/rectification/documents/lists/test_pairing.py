"""The same line of two states is found by its case and by what it is about."""

from rectification.documents.lists import ListRow, paired


def row(case: int, about: str, value: str) -> ListRow:
    return ListRow(case_id=case, values=[value], about=about)


def test_lines_are_paired_whatever_their_order() -> None:
    older = [row(1, "1", "甲"), row(1, "2", "乙"), row(2, "1", "丙")]
    newer = [row(1, "2", "乙改"), row(3, "1", "丁"), row(1, "1", "甲")]
    pairs, gone = paired(older, newer)
    assert pairs == [(older[1], newer[0]), (None, newer[1]), (older[0], newer[2])]
    assert gone == [older[2]]


def test_of_nothing_everything_came_or_went() -> None:
    lines = [row(1, "", "甲")]
    assert paired([], lines) == ([(None, lines[0])], [])
    assert paired(lines, []) == ([], lines)
