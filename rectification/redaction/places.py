"""Places after which organisations are named (docs/rules.md 4.8, “Lessons”)."""

import re
from collections.abc import Iterable
from typing import Final

_PLACE: Final = re.compile("(?:中共)?(.{2,}?(?:村|社区|镇|乡|街道))")


def places_of(organisations: Iterable[str]) -> list[str]:
    """Villages and townships; a name that begins with none gives none."""
    found = (_PLACE.match(name) for name in organisations)
    return list(dict.fromkeys(place[1] for place in found if place))
