"""发布前泄露检查: whether a page, sheet or file gives away what the case must keep (4.6)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from rectification.enums import FindingKind
from rectification.policies.own_words import RUN, repeats
from rectification.redaction.check import figures_of, findings, names_in
from rectification.redaction.faces import Face
from rectification.redaction.folding import plain

SHORTEST_NUMBER: Final = 6
"""Shorter numbers are counts, years and articles; they lead to nobody."""

_NUMBERS: Final = re.compile(
    rf"(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"\d{{{SHORTEST_NUMBER},}}(?!\d|\s*(?:万|亿|余|多)?(?:元|平方|米|亩|公斤|吨|人|户))"
)
"""Neither days nor amounts."""


_NUMBER_KINDS: Final = FindingKind.identifying() - {FindingKind.NAME}


class LeakKind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True)
class Secrets:
    """What of a case must not be shown, and in whose words it may be: those of the procedure."""

    names: Collection[str]
    originals: Collection[str]
    own_words: Collection[str] = ()


@dataclass(frozen=True)
class Leak:
    """Something of a kind stands in one form of the notice. Readers are told the form alone."""

    kind: LeakKind
    where: str | Promise


def leaks(faces: Iterable[Face], secrets: Secrets) -> list[Leak]:
    numbers = numbers_of(secrets.originals)
    written = _remaining(secrets)
    return [
        Leak(kind, face.name)
        for face in faces
        for kind in LeakKind
        if _given_away(kind, face.text, secrets.names, numbers, written)
        - _given_away(kind, face.frame, secrets.names, numbers, written)
    ]


def numbers_of(texts: Iterable[str]) -> frozenset[str]:
    """Numbers in the texts by which somebody or something can be found."""
    return frozenset(
        number for text in texts for form in figures_of(text) for number in _NUMBERS.findall(form)
    )


def _given_away(
    kind: LeakKind,
    text: str,
    names: Collection[str],
    numbers: Collection[str],
    written: Collection[str],
) -> set[str]:
    if not text:
        return set()
    match kind:
        case LeakKind.NAME:
            return set(names_in(text, names))
        case LeakKind.NUMBER:
            held = {number for number in numbers if _holds(text, number)}
            return held | {
                found.excerpt for found in findings(text, ()) if found.kind in _NUMBER_KINDS
            }
        case LeakKind.WORDS:
            told = plain(text)
            return {own for own in written if repeats(told, [own])}


def _holds(text: str, number: str) -> bool:
    wanted = re.compile(rf"(?<!\d){number}(?!\d)")
    return any(wanted.search(form) for form in figures_of(text))


def _remaining(secrets: Secrets) -> list[str]:
    """The originals without what the procedure says in the same words, title and measures."""
    own = sorted({w for text in secrets.own_words if (w := plain(text).strip())}, key=len)
    remaining = []
    for original in map(plain, secrets.originals):
        pieces = [original]
        for words in reversed(own):
            pieces = [piece for whole in pieces for piece in whole.split(words)]
        remaining += [p for p in pieces if len(p) >= RUN or p == original]
    return remaining
