"""A reader follows every link he is shown, from the plain addresses on."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from rectification.models import Notice
from tests.house.reading import inner_links, read

_LEADS_ON = re.compile(r"month=|/as-of/\?")
"""A month leads to the next one without end, and every act to a moment of its own."""
_KEY = re.compile(r"<int:\w+>")


class Shares:
    """Who reads what, where not everybody reads everything (docs/decisions/0023).

    Of the views in `kinds` each reader reads so many addresses, and each address is read by so
    many of those to whom it is a page; all else is read by everybody, since it leads on.
    """

    def __init__(self, kinds: Collection[str], *, each: int = 3, readers: int = 1) -> None:
        self.kinds, self.each, self.readers = kinds, each, readers
        self.read_by: Counter[str] = Counter()


class Share:
    """What one reader, and he alone, reads of it."""

    def __init__(self, shares: Shares) -> None:
        self.shares = shares
        self.read: Counter[str] = Counter()

    def wants(self, address: str) -> bool:
        kind, shares = name_of(address), self.shares
        enough = self.read[kind] >= shares.each and shares.read_by[address] >= shares.readers
        return kind not in shares.kinds or not enough

    def note(self, address: str) -> None:
        """It was a page to him; what is none to one reader may be one to the next."""
        self.read[name_of(address)] += 1
        self.shares.read_by[address] += 1


def _every(_address: str) -> bool:
    return True


def crawl(
    client: Client,
    starts: Iterable[str],
    left_out: Collection[str] = (),
    is_read: Callable[[str], bool] = _every,
) -> Iterator[tuple[str, Any]]:
    """Address and answer of whatever one reader can reach; `left_out` are names of addresses."""
    waiting = list(starts)
    asked: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in asked or name_of(address) in left_out or _LEADS_ON.search(address):
            continue
        asked.add(address)
        if not is_read(address):
            continue
        response = client.get(address)
        if is_page(response):
            waiting += inner_links(address, read(response.content.decode())[1])
        yield address, response


def is_page(response: Any) -> bool:
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 200 and kind.startswith(("text/html", "image/svg"))


def name_of(address: str) -> str:
    return resolve(address.split("?")[0]).url_name or ""


def plain_addresses() -> list[str]:
    return [f"/{route}" for route, _name in routes() if "<" not in route]


def posted_addresses(*notices: Notice) -> list[str]:
    """Where the codes on posted sheets lead; of these notices, or of all."""
    shown = notices or Notice.objects.filter(withdrawn_at=None)
    return [
        reverse(name, args=[notice.token])
        for name in ("rectification:sheet", "workflows:object_by_link")
        for notice in shown
    ]


def guessed_addresses(keys: Iterable[int]) -> list[str]:
    """Every address with one number in it, tried with each of these."""
    found = [f"/{route}" for route, _name in routes() if route.count("<") == 1]
    numbered = [route for route in found if _KEY.search(route)]
    return [_KEY.sub(str(key), route) for route in numbered for key in sorted(keys)]


def routes(found: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in (found or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or ""
        else:
            yield from routes(pattern, route)
