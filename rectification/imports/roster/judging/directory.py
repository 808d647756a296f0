"""Finding an organisation by what a row calls it: code, name or alias."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from rectification.imports.roster.present import KnownOrganisation
from rectification.imports.texts import compact
from rectification.roles import ROLES

NEAREST: Final = 3
COMMITTEE: Final = "committee"


@dataclass(frozen=True)
class Found:
    unit: KnownOrganisation
    by_alias: bool = False


class Directory:
    """Organisations as they will be when all accepted rows are written."""

    def __init__(self, units: Iterable[KnownOrganisation]) -> None:
        self.units = {unit.code: unit for unit in units}
        self._by_name: dict[str, list[str]] = {}
        self._by_alias: dict[str, list[str]] = {}
        for unit in self.units.values():
            self._by_name.setdefault(compact(unit.name), []).append(unit.code)
            for alias in unit.aliases:
                self._by_alias.setdefault(compact(alias), []).append(unit.code)
        self.nearest = cache(self._nearest)

    def find(self, text: str) -> Found | None:
        """None when nothing, or more than one organisation, goes by the text."""
        if text in self.units:
            return Found(self.units[text])
        for names, by_alias in ((self._by_name, False), (self._by_alias, True)):
            codes = set(names.get(text, ()))
            if codes:
                return Found(self.units[codes.pop()], by_alias) if len(codes) == 1 else None
        return None

    def above(self, code: str) -> list[str]:
        """Codes from the organisation up to its root; ends where a circle would close."""
        line: list[str] = []
        while code and code in self.units and code not in line:
            line.append(code)
            code = self.units[code].parent
        return line

    def has_reach(self, role: str, code: str) -> bool:
        """A role of the whole township needs a committee above its organisation."""
        if not ROLES[role].township_wide:
            return True
        return any(self.units[above].kind == COMMITTEE for above in self.above(code))

    def _nearest(self, text: str) -> list[str]:
        return get_close_matches(text, [*self._by_name, *self._by_alias], NEAREST, 0.4)
