"""What counts as the words of a reporter (docs/rules.md, scenario 10)."""

import pytest

from rectification.policies.own_words import RUN, repeats

WRITTEN = "俺们屯子东头那几户压根儿没人来瞅过，问谁谁都说不知道。公开栏上贴的还是老早以前的。"


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        (WRITTEN, True),
        (f"群众反映：{WRITTEN[:-1]}，请核实。", True),
        ("反映称“俺们屯子东头，那几户压根儿没人来 瞅过、问谁谁都说”一事", True),
        (WRITTEN[:17] + "一事", False),
        ("东头几户半年内无人走访，公开栏内容未更新。", False),
        ("", False),
    ],
)
def test_repeats(text: str, repeated: bool) -> None:
    assert repeats(text, [WRITTEN]) is repeated


def test_a_run_of_the_limit_is_a_copy_and_one_less_is_none() -> None:
    letters = "".join(chr(0x4E00 + at) for at in range(RUN + 5))
    assert repeats(f"据反映{letters[:RUN]}", [letters])
    assert not repeats(f"据反映{letters[: RUN - 1]}", [letters])


def test_short_words_may_come_again_and_whole_sentences_may_not() -> None:
    assert not repeats("村口路灯坏了，未报修。", ["路灯坏了"])
    assert repeats("另：东头那几户压根儿没人来过。", ["东头那几户压根儿没人来过"])


def test_nothing_written_is_never_repeated() -> None:
    assert not repeats("公开栏内容未更新。", ["", "！"])
