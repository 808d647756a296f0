"""What a reader finds on a page: its words without its marks, and the links he may follow."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.db.models import CharField, TextField

SPOKEN: Final = frozenset({"title", "alt", "placeholder", "aria-label", "label", "data-confirm"})
SILENT: Final = frozenset({"script", "style"})
HAN: Final = re.compile(r"[\u3400-\u9fff]+")
LATIN: Final = re.compile(r"[A-Za-z]{2,}|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in SILENT
        self.words += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.words.append(given.get("value") or "")
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(data)


def read(html: str) -> tuple[list[str], list[str]]:
    """The texts a reader meets, blanks put together, and the addresses that are linked."""
    reader = _Reader()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.words], reader.links


def inner_links(page: str, links: Iterable[str]) -> Iterator[str]:
    """Links to pages of this site, without anchors, as they would be asked for."""
    for link in links:
        target = urlsplit(urljoin(page, link))
        if not target.netloc and target.path.startswith("/"):
            yield target.path + (f"?{target.query}" if target.query else "")


def entered_texts() -> list[str]:
    """Every line with Chinese in it that somebody entered, the longest first."""
    found: set[str] = set()
    for model in [*apps.get_app_config("rectification").get_models()]:
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField):
                values = model._base_manager.values_list(field.name, flat=True)
                found.update(
                    " ".join(line.split())
                    for value in values
                    if isinstance(value, str)
                    for line in re.split(r"[\n\t]", value)
                )
    return sorted((text for text in found if HAN.search(text)), key=len, reverse=True)


def without(text: str, entered: list[str]) -> str:
    """What the product itself says: entered lines are cut out wherever they stand."""
    for line in entered:
        text = text.replace(line, " ")
    return text
