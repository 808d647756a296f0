"""Names and numbers taken out of a text; people decide on what comes of it (4.6)."""

import re
from typing import Final

SOMEBODY: Final = "某"
LEFT_OUT: Final = "***"
COMPOUND_SURNAMES: Final = frozenset(
    {"欧阳", "慕容", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "司徒", "夏侯"}
)


def masked_name(name: str) -> str:
    """张三丰 → 张某某, 欧阳琪 → 欧阳某; of a minority or Latin name the first character stays."""
    surname = surname_of(name)
    if _is_whole(name):
        return surname + SOMEBODY
    return surname + SOMEBODY * (len(name) - len(surname))


def surname_of(name: str) -> str:
    """What is left of a name that is masked."""
    if not _is_whole(name) and name[:2] in COMPOUND_SURNAMES and len(name) > len("欧阳"):
        return name[:2]
    return name[0]


def _is_whole(name: str) -> bool:
    """A minority or Latin name has no surname in front."""
    return re.search(r"[·•‧・]", name) is not None or name.isascii()
