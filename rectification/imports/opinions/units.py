"""Which organisation an opinion speaks of: the longest name, alias or short name in its text."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from rectification.imports.batch.present import KnownUnit
from rectification.imports.texts import compact

_ENDINGS: Final = ("党支部", "党总支")
_SHORTEST: Final = 2
"""Characters of a short name: one alone would be found everywhere."""


class UnitInText:
    """A closed organisation is followed to its successor."""

    def __init__(self, units: Mapping[str, KnownUnit]) -> None:
        self._units = units
        words = [word for unit in units.values() for word in _words_of(unit)]
        # Names before aliases where both are as long.
        self._words = sorted(words, key=lambda word: (-len(word[0]), word[1], word[2]))

    def find(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Code of the organisation, empty where none is named, and what is to be said of it."""
        plain = compact(text)
        for word, by_alias, code in self._words:
            if word in plain:
                return self._told(word, by_alias, self._units[code])
        return "", []

    def _told(
        self, word: str, by_alias: bool, unit: KnownUnit
    ) -> tuple[str, list[tuple[str, str]]]:
        heir = self._open(unit)
        if heir is None:
            return "", []
        told = {"text": word, "unit": heir.name}
        remarks = []
        if by_alias:
            remarks.append(("W-ALIAS", _("“%(text)s” is %(unit)s.") % told))
        if heir is not unit:
            words = _("“%(text)s” is closed; its successor is %(unit)s.")
            remarks.append(("W-SUCC", words % told))
        return heir.code, remarks

    def _open(self, unit: KnownUnit) -> KnownUnit | None:
        seen: set[str] = set()
        while unit.closed:
            seen.add(unit.code)
            if unit.successor in seen or unit.successor not in self._units:
                return None
            unit = self._units[unit.successor]
        return unit


def _words_of(unit: KnownUnit) -> Iterator[tuple[str, bool, str]]:
    """(word, found by alias, code)."""
    name = compact(unit.name)
    short = next((name.removesuffix(e) for e in _ENDINGS if name.endswith(e)), "")
    for word in (name, short):
        if len(word) >= _SHORTEST:
            yield word, False, unit.code
    for alias in map(compact, unit.aliases):
        if len(alias) >= _SHORTEST:
            yield alias, True, unit.code
