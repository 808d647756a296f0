"""Names, numbers and hints in a text that is to be published (docs/rules.md 4.6)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rectification.enums import FindingKind
from rectification.redaction.folding import Folded, plain

SHORTEST_NAME: Final = 2


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
    (FindingKind.ADDRESS, re.compile(r"\d{1,4}(?:组|栋|幢|号楼|单元|室)(?:\d{1,4}号?)?")),
)

_FIGURE: Final = r"[〇零一二三四五六七八九十\d]"
_PRIVATE: Final = (
    (
        FindingKind.BIRTH,
        re.compile(
            r"(?<![发产诞派衍])生于|出生|生日"
            rf"|{_FIGURE}{{4}}年{_FIGURE}{{1,3}}月(?:{_FIGURE}{{1,3}}日)?生(?![产态活效源育])"
        ),
    ),
    (
        FindingKind.PRIVATE_LIFE,
        re.compile(
            r"患病|患有|确诊|病情|病历|住院|残疾|抑郁|精神病|精神障碍|肿瘤|癌症|艾滋|怀孕|流产"
            r"|离婚|丧偶|配偶|丈夫|妻子|子女|儿子|女儿|孙子|孙女|低保|贫困户"
            r"|未成年|留守儿童|孤儿|(?<![\d.])(?:1[0-7]|[1-9])周?岁"
        ),
    ),
)
"""Sensitive about whomever they are said."""

_SERVICES: Final = re.compile(
    r"出生(?:登记|医学证明|人口|率)|(?:低保|贫困户)(?:名册|政策|审核|评议|复核|申请|标准|工作|资金)"
    r"|残疾人(?:联合会|两项补贴|补贴|康复|服务)|未成年人保护|留守儿童(?:之家|关爱)"
    r"|离婚登记|子女入学"
)
"""The same words as the name of a service: said of an office and not of a person."""

_INSIDE_NAMES: Final = re.compile(r"[^\w,;:!?，。；：！？、]+|_")
"""Whatever is put between the characters of a name, but for what ends a clause or a member."""

_INSIDE_NUMBERS: Final = re.compile(r"(?<=\d)[\s.·•‧・_\-–—]+(?=\d)")


@dataclass(frozen=True)
class Spot:
    """Where in a text something gives somebody away."""

    finding: Finding
    start: int
    end: int


def findings(text: str, names: Iterable[str], *, of_member: bool = False) -> list[Finding]:
    """Everything in the text that gives somebody away, each once, names first.

    Blanks, dots and invisible characters inside a name or a number do not hide it, nor do
    full-width and traditional forms. In the case of a member every word is about a person.
    """
    found = spots(text, names, of_member=of_member)
    return list(dict.fromkeys(spot.finding for spot in found))


def spots(text: str, names: Iterable[str], *, of_member: bool = False) -> list[Spot]:
    """The same with their places, those of names first."""
    folded = Folded.of(text)
    found = [*_spots_of_names(folded, names), *_spots_of_private_matters(folded, of_member)]
    joined = _joined(folded)
    for kind, pattern in PATTERNS:
        for source in (folded, joined):
            for match in pattern.finditer(source.text):
                finding = Finding(kind, match.group())
                found.append(Spot(finding, *source.span(match.start(), match.end())))
    return found


def figures_of(text: str) -> tuple[str, str]:
    """The text as it stands and with every number in one piece, both made plain."""
    folded = Folded.of(text)
    return folded.text, _joined(folded).text


def _joined(folded: Folded) -> Folded:
    return folded.with_figures().without(_INSIDE_NUMBERS)


def visible(text: str) -> str:
    """Full-width and traditional forms made plain, invisible characters taken out."""
    return plain(text)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text; names of one character are no names."""
    found = (spot.finding.excerpt for spot in _spots_of_names(Folded.of(text), names))
    return list(dict.fromkeys(found))


def _spots_of_names(folded: Folded, names: Iterable[str]) -> Iterator[Spot]:
    squeezed = folded.without(_INSIDE_NAMES)
    for name in dict.fromkeys(names):
        wanted = _INSIDE_NAMES.sub("", plain(name))
        if len(wanted) < SHORTEST_NAME:
            continue
        latin = wanted.isascii()
        if not latin and wanted not in squeezed.text:
            continue
        source = folded if latin else squeezed
        for match in re.finditer(_spelled(name) if latin else wanted, source.text, re.IGNORECASE):
            yield Spot(Finding(FindingKind.NAME, name), *source.span(match.start(), match.end()))


def _spots_of_private_matters(folded: Folded, of_member: bool) -> Iterator[Spot]:
    source = folded.without(_INSIDE_NAMES)
    services = [] if of_member else list(_SERVICES.finditer(source.text))
    for match in services:
        finding = Finding(FindingKind.SERVICE, match.group())
        yield Spot(finding, *source.span(match.start(), match.end()))
    for kind, pattern in _PRIVATE:
        for match in pattern.finditer(source.text):
            named = any(s.start() <= match.start() and match.end() <= s.end() for s in services)
            if not named:
                yield Spot(Finding(kind, match.group()), *source.span(match.start(), match.end()))


def _spelled(name: str) -> str:
    """A Latin name as whole words: a short one must not be found inside other words."""
    words = r"[\s.·•‧・]*".join(re.escape(letter) for letter in "".join(plain(name).split()))
    return rf"(?<![A-Za-z]){words}(?![A-Za-z])"
