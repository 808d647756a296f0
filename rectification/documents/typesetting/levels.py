"""Numbers of headings as the standard writes them: 一、 （一） 1. （1）, and 〔2026〕 of papers."""

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = "十"
_FORMS: Final = ("%s、%s", "（%s）%s", "%s. %s", "（%s）%s")
_IN_WORDS: Final = 2
"""The first two levels count in words, the others in figures."""


def in_words(number: int) -> str:
    """Of a number under a hundred: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return "".join([_DIGITS[tens] if tens > 1 else "", _TEN, _DIGITS[ones] if ones else ""])


def numbered(level: int, number: int, text: str) -> str:
    count = in_words(number) if level <= _IN_WORDS else str(number)
    return _FORMS[level - 1] % (count, text)
