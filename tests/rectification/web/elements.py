"""A rendered component as its elements: what a page shows, without the spelling of its tags."""

from html.parser import HTMLParser
from typing import Any

from django.template import engines
from django.test import RequestFactory


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def having(self, css: str) -> list[dict[str, str]]:
        return [attrs for _, attrs in self.tags if css in attrs.get("class", "").split()]

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def render(source: str, **context: Any) -> Elements:
    template = engines["django"].from_string("{% load look %}" + source)
    return Elements(template.render(context, RequestFactory().get("/")))


def component(name: str, **context: Any) -> Elements:
    return render(f'{{% include "components/{name}.html" %}}', **context)
