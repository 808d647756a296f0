"""Which organisations the cell of a list names: the lead unit first, co-units after it."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from rectification.imports.batch.present import KnownUnit, Present
from rectification.imports.texts import compact
from rectification.wording import listed

NEAREST: Final = 3
_SEPARATORS: Final = re.compile(r"[、，,;；\n]")


@dataclass
class Named:
    """Codes of the organisations that were found, and what is to be said of them."""

    codes: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


class UnitFinder:
    """Finds by name or alias; a closed organisation is followed to its successor."""

    def __init__(self, present: Present) -> None:
        self._units = present.units
        self._names: dict[str, list[str]] = {}
        self._aliases: dict[str, list[str]] = {}
        for unit in present.units.values():
            self._names.setdefault(compact(unit.name), []).append(unit.code)
            for alias in unit.aliases:
                self._aliases.setdefault(compact(alias), []).append(unit.code)
        self._nearest = cache(self._near)

    def units_in(self, text: str) -> Named:
        """A line break within one name is none between two: the whole cell is tried first."""
        whole = compact(text)
        known = whole in self._names or whole in self._aliases
        parts = [whole] if known else list(filter(None, map(compact, _SEPARATORS.split(text))))
        found = Named()
        unknown = [part for part in parts if not self._add(found, part)]
        if unknown:
            found.remarks.append(("E-ORG", " ".join(map(self._unknown, unknown))))
        found.codes = list(dict.fromkeys(found.codes))
        if len(found.codes) > 1:
            names = listed(self._units[code].name for code in found.codes[1:])
            told = _("several units: the first one leads, with it %(names)s; confirm at dispatch.")
            found.remarks.append(("W-MULTI", told % {"names": names}))
        return found

    def _add(self, found: Named, text: str) -> bool:
        """Whether an open organisation goes by the text."""
        by_alias = text not in self._names
        codes = (self._aliases if by_alias else self._names).get(text, [])
        unit = self._open(self._units[codes[0]]) if len(codes) == 1 else None
        if unit is None:
            return False
        told = {"text": text, "unit": unit.name}
        if by_alias:
            found.remarks.append(("W-ALIAS", _("“%(text)s” is %(unit)s.") % told))
        if unit.code != codes[0]:
            words = _("“%(text)s” is closed; its successor is %(unit)s.")
            found.remarks.append(("W-SUCC", words % told))
        found.codes.append(unit.code)
        return True

    def _open(self, unit: KnownUnit) -> KnownUnit | None:
        """The unit, or whoever succeeded it; None where nobody did."""
        seen: set[str] = set()
        while unit.closed:
            seen.add(unit.code)
            if unit.successor in seen or unit.successor not in self._units:
                return None
            unit = self._units[unit.successor]
        return unit

    def _unknown(self, text: str) -> str:
        near = self._nearest(text)
        words = _("“%(text)s” is no open organisation.") % {"text": text}
        if not near:
            return words
        return words + " " + _("Nearest: %(names)s.") % {"names": listed(near)}

    def _near(self, text: str) -> list[str]:
        return get_close_matches(text, [*self._names, *self._aliases], NEAREST, 0.4)
