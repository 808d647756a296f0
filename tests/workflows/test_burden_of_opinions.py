"""How much an opinion costs whoever tells it: fields to fill in, printed and held down."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Township, takes_opinions
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

_NEEDED = re.compile(r"<(?:input|textarea|select)[^>]*\brequired\b[^>]*>")
_FIELD = re.compile(r"<(?:input|textarea|select)\b([^>]*)>")
_NAME = re.compile(r'name="([^"]+)"')


def fields_of(html: str) -> set[str]:
    """Names of what one sees and may fill in; a group of options is one."""
    main = html.partition("<main")[2].partition("</main>")[0]
    shown = [tag for tag in _FIELD.findall(main) if 'type="hidden"' not in tag]
    return {found[1] for tag in shown if (found := _NAME.search(tag))}


def test_opinion_asks_for_its_words_and_nothing_else(town: Township) -> None:
    takes_opinions(town)
    page = Client().get(reverse("workflows:opinion")).content.decode()
    shown = fields_of(page)
    typed = {_NAME.search(tag)[1] for tag in _NEEDED.findall(page) if _NAME.search(tag)}
    print(f"opinion: {len(shown)} fields shown, to be typed: {sorted(typed)}")
    # The sum is worked out by the browser where scripts run.
    answered = {"mode", "source", "organisation", "about_head", "sum"}
    assert shown == {*answered, "text", "name", "contact"}
    assert typed - {"mode"} == {"text"}


def test_paper_asks_the_clerk_for_what_only_the_paper_knows(town: Township) -> None:
    page = client_of(town.east.clerk).get(reverse("workflows:paper_opinion")).content.decode()
    shown = fields_of(page)
    print(f"opinion on paper: {len(shown)} fields shown")
    assert len(shown) == 10
