"""What keeps machines from flooding the public page, without anything from outside.

The browser looks for a number whose hash begins with zeros (`static/js/challenge.js`); without
scripts a sum in words is answered instead. Whoever solved one is not known by it. The token of the
page is also its key: what was received under it is received once (`ActReceipt`).
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final, Self
from uuid import uuid4

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BITS: Final = 14
"""Leading zeros of the hash: a second or two on an old telephone; the hour's limit adds to it."""

LIFE: Final = timedelta(hours=2)
"""How long a page may be open before it is sent."""

NOT_SOLVED: Final = _("Answer the sum below the form: it keeps machines out.")
_LONGEST: Final = 20
_SALT: Final = "workflows.web.challenge"
_NUMBERS: Final[Mapping[int, str | Promise]] = {
    2: pgettext_lazy("number", "two"),
    3: pgettext_lazy("number", "three"),
    4: pgettext_lazy("number", "four"),
    5: pgettext_lazy("number", "five"),
    6: pgettext_lazy("number", "six"),
    7: pgettext_lazy("number", "seven"),
    8: pgettext_lazy("number", "eight"),
    9: pgettext_lazy("number", "nine"),
}
_DIGITS: Final = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True)
class Challenge:
    """`key` is random; the sum follows from it, so that the server keeps nothing."""

    key: str
    token: str
    bits: int = BITS

    @classmethod
    def new(cls) -> Self:
        key = str(uuid4())
        return cls(key, TimestampSigner(salt=_SALT).sign(key))

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Self:
        """The one of the page that was sent; a new one where that is none of ours, or too old."""
        token = str(sent.get("token", ""))
        try:
            return cls(TimestampSigner(salt=_SALT).unsign(token, max_age=LIFE), token)
        except BadSignature:
            return cls.new()

    @cached_property
    def _terms(self) -> tuple[int, int]:
        digest = salted_hmac(_SALT, self.key, algorithm="sha256").digest()
        return 2 + digest[0] % len(_NUMBERS), 2 + digest[1] % len(_NUMBERS)

    @property
    def question(self) -> str:
        first, second = self._terms
        words = {"first": _NUMBERS[first], "second": _NUMBERS[second]}
        return str(_("How much is %(first)s plus %(second)s?") % words)

    @property
    def answer(self) -> int:
        return sum(self._terms)

    def is_solved(self, sent: Mapping[str, Any]) -> bool:
        """By the browser's work, or by the sum; only under the token the page came with."""
        if sent.get("token") != self.token:
            return False
        return self._is_worked(str(sent.get("work", ""))) or (
            _number(str(sent.get("sum", ""))) == self.answer
        )

    def _is_worked(self, work: str) -> bool:
        if not work.isascii() or not work.isdecimal() or len(work) > _LONGEST:
            return False
        digest = hashlib.sha256(f"{self.token}:{work}".encode()).digest()
        return int.from_bytes(digest) >> (8 * len(digest) - self.bits) == 0


def _number(text: str) -> int | None:
    """13, １３ or 十三; None for anything else."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain.isascii() and plain.isdecimal():
        return int(plain) if len(plain) < 4 else None
    tens, ten, ones = plain.rpartition("十")
    if any(word not in _DIGITS for word in (tens, ones) if word):
        return None
    if ten:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS.get(ones)
