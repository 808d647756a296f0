"""Likeness is that of the sequence matcher; what is told beforehand only saves its time."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from rectification.imports.likeness import ALIKE, first_alike

WORDS = st.text("东篱村路灯不亮", max_size=12)


@given(WORDS, st.lists(WORDS, max_size=4))
def test_first_alike_is_the_first_whose_ratio_is_high_enough(words: str, before: list[str]) -> None:
    def ratio(earlier: str) -> float:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seqs(earlier, words)
        return matcher.ratio()

    expected = next((at for at, text in enumerate(before) if ratio(text) >= ALIKE), None)
    assert first_alike(words, list(enumerate(before))) == expected
