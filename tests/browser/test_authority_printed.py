"""The table of authority on paper: across the sheet, its heads on every page, no buttons."""

import re

import pytest

from tests.browser.desk import Desk
from tests.factories import Township

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A4_ACROSS = (842, 595)


def test_table_of_authority_is_printed_across_the_sheet(desk: Desk, town: Township) -> None:
    page = desk.of(town.officer)
    page.goto("/authority/")
    page.emulate_media(media="print")
    assert page.locator(".no-print").first.is_hidden()
    heads = page.locator(".authority-table > thead").all()
    shown = [head.evaluate("e => getComputedStyle(e).display") for head in heads]
    assert shown
    assert set(shown) == {"table-header-group"}
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_ACROSS}
