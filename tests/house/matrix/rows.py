"""What a line of the matrix says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`get` opens the page; `post` is the status of those who open it, 302 when it is done."""

    url: str
    place: str
    get: str
    post: int


def rows(url: str, post: int, places: dict[str, str | tuple[str, int]]) -> list[Row]:
    return [
        Row(url, place, *(who if isinstance(who, tuple) else (who, post)))
        for place, who in places.items()
    ]


@dataclass(frozen=True)
class Plain:
    """An address without a case: status of GET and of an empty POST, anonymous / with account.

    `others` get a 404 on both, or all but those in `only`. `of` names what the address is about,
    `token` what it carries.
    """

    url: str
    anon: tuple[int, int]
    account: tuple[int, int]
    others: str = ""
    only: str = ""
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
