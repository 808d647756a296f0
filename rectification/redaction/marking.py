"""Marks in a text to be published: what they point at, and what would stand there instead (4.6)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rectification.enums import FindingKind
from rectification.redaction.check import Finding, Spot, spots
from rectification.redaction.mask import LEFT_OUT, SOMEBODY, masked_name, surname_of

SOMEWHERE: Final = "某处"
OFFICIAL: Final = "某村党员干部"
FEW: Final = "少于5"
LONGEST_KEPT: Final = 200
"""Longer stretches are hints with much put between their characters."""
TELLING_APART: Final = "甲乙丙丁戊己庚辛壬癸"

_POSTS: Final = (
    "副书记|书记|副主任|主任|组织委员|宣传委员|纪检委员|会计|出纳|文书|妇联主席|民兵连长"
    "|网格长|网格员|副?[所站镇组]长"
)
_BODY: Final = "党支部|党总支|党委|支部|村民委员会|村委会|居委会"
_COUNT: Final = re.compile(
    r"(?<![\d.第十百千万两一二三四五六七八九〇])(?P<few>[1-4１-４一二两三四])(?P<unit>名|位|户|人(?![民大员才均次事数]))"
)


@dataclass(frozen=True)
class Surroundings:
    """What is known about a text: people, whether it is about a member, and small groups.

    `groups` says of each group under ten which wider one may stand for it.
    """

    names: Collection[str]
    of_member: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)
    places: Collection[str] = ()


@dataclass(frozen=True)
class Proposed:
    """One thing marked, wherever it stands in title and text; decided once."""

    kind: FindingKind
    words: str
    replacement: str

    @property
    def blocks(self) -> bool:
        return self.kind in FindingKind.blocking() or len(self.words) > LONGEST_KEPT


Piece = tuple[str, Proposed | None]


def marked(texts: Iterable[str], around: Surroundings) -> list[list[Piece]]:
    """Each text cut into what is marked and what is not."""
    found = [(text, _spots(text, around)) for text in texts]
    names = [spot.finding.excerpt for _text, rows in found for spot in rows if _is_name(spot)]
    stand_ins = pseudonyms(names)
    return [_pieces(text, rows, stand_ins, around) for text, rows in found]


def proposals(texts: Iterable[str], around: Surroundings) -> list[Proposed]:
    """Everything that is marked, each once, in the order in which it is read."""
    pieces = [piece for text in marked(texts, around) for piece in text]
    return list(dict.fromkeys(mark for _words, mark in pieces if mark is not None))


def masked(text: str, names: Collection[str]) -> str:
    """The text without names and numbers; whatever a person must read to decide on stays."""
    taken_out = FindingKind.identifying()
    pieces = marked([text], Surroundings(names))[0]
    return "".join(
        mark.replacement if mark and mark.kind in taken_out else words for words, mark in pieces
    )


def pseudonyms(names: Iterable[str]) -> dict[str, str]:
    """张三丰 → 张某某; of several with one surname 张某甲, 张某乙, in order of appearance."""
    families: defaultdict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        families[surname_of(name)].append(name)
    found = {}
    for surname, members in families.items():
        for at, name in enumerate(members):
            apart = len(members) > 1 and at < len(TELLING_APART)
            found[name] = f"{surname}{SOMEBODY}{TELLING_APART[at]}" if apart else masked_name(name)
    return found


def _spots(text: str, around: Surroundings) -> list[Spot]:
    """Without overlaps: what begins first, and of two the longer one."""
    found = [*spots(text, around.names, of_member=around.of_member), *_hints(text, around)]
    kept: list[Spot] = []
    for spot in sorted(found, key=lambda spot: (spot.start, -spot.end)):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return kept


def _hints(text: str, around: Surroundings) -> Iterable[Spot]:
    patterns = [(FindingKind.COUNT, _COUNT)]
    if around.of_member:
        places = "|".join(map(re.escape, sorted(around.places, key=len, reverse=True)))
        place = f"(?:{places}|[一-龥]{{2}}(?:村|社区))" if places else "[一-龥]{2}(?:村|社区)"
        post = re.compile(f"(?:{place})?(?:村|社区)?(?:{_BODY})?(?:{_POSTS})")
        patterns.append((FindingKind.POST, post))
    if around.groups:
        patterns.append((FindingKind.GROUP, re.compile("|".join(map(re.escape, around.groups)))))
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield Spot(Finding(kind, match.group()), match.start(), match.end())


def _pieces(
    text: str, rows: list[Spot], stand_ins: Mapping[str, str], around: Surroundings
) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for spot in rows:
        words = text[spot.start : spot.end]
        instead = _instead(spot, words, stand_ins, around)
        pieces += [(text[at : spot.start], None)] if spot.start > at else []
        pieces.append((words, Proposed(spot.finding.kind, words, instead)))
        at = spot.end
    return [*pieces, (text[at:], None)] if at < len(text) else pieces


def _instead(spot: Spot, words: str, stand_ins: Mapping[str, str], around: Surroundings) -> str:
    match spot.finding.kind:
        case FindingKind.NAME:
            return stand_ins[spot.finding.excerpt]
        case FindingKind.ADDRESS:
            return SOMEWHERE
        case FindingKind.POST:
            return OFFICIAL
        case FindingKind.GROUP:
            return around.groups[words]
        case FindingKind.COUNT:
            return FEW + words[1:]
    return LEFT_OUT


def _is_name(spot: Spot) -> bool:
    return spot.finding.kind == FindingKind.NAME
