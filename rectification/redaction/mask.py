"""A proposal for the working copy: names and numbers taken out. People decide on it (4.6)."""

import re
from collections.abc import Iterable
from typing import Final

from rectification.redaction.check import PATTERNS, SHORTEST_NAME, FindingKind

SOMEBODY: Final = "某"
LEFT_OUT: Final = "***"
COMPOUND_SURNAMES: Final = frozenset(
    {"欧阳", "慕容", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "司徒", "夏侯"}
)


def masked(text: str, names: Iterable[str]) -> str:
    """The text with surname and 某 for every name and *** for every number that gives away."""
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, masked_name(name))
    for kind, pattern in PATTERNS:
        if kind in FindingKind.blocking():
            text = pattern.sub(LEFT_OUT, text)
    return text


def masked_name(name: str) -> str:
    """张三丰 → 张某某, 欧阳琪 → 欧阳某; of a minority or Latin name the first character stays."""
    if re.search(r"[·•‧・]", name) or name.isascii():
        return name[0] + SOMEBODY
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > len("欧阳") else name[0]
    return surname + SOMEBODY * (len(name) - len(surname))
