"""Names, numbers and hints in a text that is to be published (docs/rules.md 4.6)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

SHORTEST_NAME: Final = 2


class FindingKind(TextChoices):
    NAME = "name", pgettext_lazy("finding", "name of a person")
    PHONE = "phone", pgettext_lazy("finding", "telephone number")
    IDENTITY_NUMBER = "identity_number", pgettext_lazy("finding", "identity card number")
    BANK_CARD = "bank_card", pgettext_lazy("finding", "bank card number")
    PLATE = "plate", pgettext_lazy("finding", "number plate")
    E_MAIL = "e_mail", pgettext_lazy("finding", "e-mail address")
    ADDRESS = "address", pgettext_lazy("finding", "address of a household")
    BIRTH = "birth", pgettext_lazy("finding", "date of birth")
    PRIVATE_LIFE = "private_life", pgettext_lazy("finding", "health or family")

    @classmethod
    def blocking(cls) -> frozenset[str]:
        """Kinds that no public text may hold; the others are marks for a person to decide."""
        return frozenset(
            {cls.NAME, cls.PHONE, cls.IDENTITY_NUMBER, cls.BANK_CARD, cls.PLATE, cls.E_MAIL}
        )


@dataclass(frozen=True)
class Finding:
    kind: FindingKind
    excerpt: str

    @property
    def blocks(self) -> bool:
        return self.kind in FindingKind.blocking()


_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PATTERNS: Final[tuple[tuple[FindingKind, re.Pattern[str]], ...]] = (
    (FindingKind.IDENTITY_NUMBER, re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])")),
    (
        FindingKind.IDENTITY_NUMBER,
        re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
    ),
    (FindingKind.BANK_CARD, re.compile(r"(?<!\d)[3-6]\d{15,18}(?!\d)")),
    (FindingKind.PHONE, re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")),
    (FindingKind.PHONE, re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")),
    (
        FindingKind.PLATE,
        re.compile(rf"[{_PROVINCES}][A-Z][·.]?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳]"),
    ),
    (FindingKind.E_MAIL, re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (FindingKind.ADDRESS, re.compile(r"\d+(?:组|栋|幢|号楼|单元|室)(?:\d+号?)?")),
    (FindingKind.BIRTH, re.compile(r"(?:生于|出生)|\d{4}年\d{1,2}月(?:\d{1,2}日)?生")),
    (
        FindingKind.PRIVATE_LIFE,
        re.compile(
            r"患病|住院|残疾|抑郁|怀孕|离婚|配偶|丈夫|妻子|子女|儿子|女儿|未成年|低保|贫困户"
        ),
    ),
)

_INVISIBLE: Final = "Cf"
_INSIDE_NAMES: Final = re.compile(r"[\s·•‧・]+")
_INSIDE_NUMBERS: Final = re.compile(r"(?<=\d)[ \t\-–—]+(?=\d)")


def findings(text: str, names: Iterable[str]) -> list[Finding]:
    """Everything in the text that gives somebody away, each once, names first.

    Blanks, dots and invisible characters inside a name or a number do not hide it.
    """
    plain = visible(text)
    found = [Finding(FindingKind.NAME, name) for name in names_in(plain, names)]
    joined = _INSIDE_NUMBERS.sub("", plain)
    for kind, pattern in PATTERNS:
        for source in (plain, joined):
            found += [Finding(kind, match.group()) for match in pattern.finditer(source)]
    return list(dict.fromkeys(found))


def visible(text: str) -> str:
    """Full-width letters and digits made plain, invisible characters taken out."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c) != _INVISIBLE)


def names_in(plain: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text; names of one character are no names."""
    squeezed = _INSIDE_NAMES.sub("", plain).casefold()
    found = []
    for name in dict.fromkeys(names):
        wanted = _INSIDE_NAMES.sub("", visible(name)).casefold()
        if len(wanted) < SHORTEST_NAME:
            continue
        if wanted.isascii():
            hit = re.search(_spelled(name), plain, re.IGNORECASE) is not None
        else:
            hit = wanted in squeezed
        if hit:
            found.append(name)
    return found


def _spelled(name: str) -> str:
    """A Latin name as whole words: a short one must not be found inside other words."""
    words = r"[\s·•‧・]*".join(re.escape(word) for word in visible(name).split())
    return rf"(?<![A-Za-z]){words}(?![A-Za-z])"
