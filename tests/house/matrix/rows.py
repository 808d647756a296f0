"""What a line of the matrix says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`get` opens the page; `post` is the status of those who open it, 302 when it is done."""

    url: str
    place: str
    get: str
    post: int


def each(places: Mapping[str, str]) -> dict[str, str]:
    """One entry for each scene that a place names; a place that is named twice is a slip."""
    found: dict[str, str] = {}
    for place, who in places.items():
        kind, scenes, *about = place.split(" ", 2)
        for scene in scenes.split(","):
            name = " ".join((kind, scene, *about))
            if name in found:
                raise ValueError(f"{name} stands in the matrix twice")
            found[name] = who
    return found


def rows(url: str, post: int, places: Mapping[str, str]) -> list[Row]:
    return [Row(url, place, who, post) for place, who in each(places).items()]


@dataclass(frozen=True)
class Among:
    """Those of the readers of a case who open an address of it, wherever no row says otherwise.

    `who` are all readers where nobody is named. `scenes` are those in which it is open, all where
    none is named. Those in `without` are left out; without `sharing` readers of a share as well;
    with `holding` whoever holds a step that shows an extract comes beside. `told` is the status
    that these readers get.
    """

    who: str = ""
    scenes: str = ""
    without: str = ""
    sharing: bool = True
    holding: bool = False
    post: int = 405
    told: int = 0


@dataclass(frozen=True)
class Plain:
    """An address without a case: status of GET and of an empty POST, anonymous / with account.

    `others` get a 404 on both, or all but those in `only`. `elsewhere` are those who open such
    pages of their own township. `of` names what the address is about, `token` what it carries.
    """

    url: str
    anon: tuple[int, int]
    account: tuple[int, int]
    others: str = ""
    only: str = ""
    elsewhere: str = ""
    of: str = ""
    token: str = ""


@dataclass(frozen=True)
class Shows:
    """What a page that is open to these people must show, and what it must withhold."""

    url: str
    place: str
    who: str
    must: str
    never: str


def shows(url: str, place: str, never: Mapping[str, str]) -> list[Shows]:
    """The same words withheld from the same people in each scene that the place names."""
    return [
        Shows(url, name, who, "", words)
        for who, words in never.items()
        for name in each({place: ""})
    ]
