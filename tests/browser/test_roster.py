"""The organisation office imports a change of the roster, and the secretary confirms it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rectification.models import Appointment, ImportedFile, Membership
from tests.browser.desk import PHONE, Desk, go
from tests.factories import Township
from tests.rectification.imports.workbooks import member, office, roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def changes(town: Township) -> dict[str, Any]:
    """A member moves, a clerk begins, and one row names a branch that there is not."""
    moving, east, west = town.east.members[0], town.east.organisation, town.west.organisation
    content = roster(
        组织关系=[
            member("2020-01-01", "2026-06-07", code=moving.code, at=east.name),
            member("2026-06-08", code=moving.code, at=west.name),
            member("2026-06-08", code=town.east.clerk.code, at="没有这个支部"),
        ],
        任职=[office("CLK", "2026-06-08", code=moving.code, at=west.name)],
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "六月变动.xlsx", "mimeType": kind, "buffer": content}


def hand_in(page: Page, town: Township) -> None:
    page.goto("/organisations/")
    go(page, page.locator('.tabs a[href="/roster/"]'))
    page.set_input_files("input[name=file]", changes(town))
    go(page, page.locator("main form .btn-due"))


def test_change_of_the_roster_from_file_to_force(desk: Desk, town: Township) -> None:
    page = desk.of(town.org)
    hand_in(page, town)
    expect(page.locator("h1")).to_contain_text("3行合格，1行不合格")
    expect(page.locator("main")).to_contain_text("E-ORG")
    assert not ImportedFile.objects.exists()
    desk.fits_phone(town.org, page.url)
    with page.expect_download() as given:
        page.locator('a[href$="/refused/"]').click()
    assert given.value.suggested_filename.endswith(".xlsx")
    go(page, page.locator("button[name=valid]"))
    expect(page.locator("h1")).to_contain_text("1项任职待确认")
    expect(page.locator("main")).to_contain_text("由您录入")
    now = Membership.objects.get(person=town.east.members[0], valid_to=None)
    assert now.organisation == town.west.organisation

    secretary = desk.of(town.pse, PHONE)
    secretary.goto("/")
    go(secretary, secretary.locator('.head-nav a[href="/appointments/"]'))
    go(secretary, secretary.locator("button[name=confirm]").first)
    expect(secretary.locator("h1")).to_contain_text("没有待确认的任职")
    assert Appointment.objects.get(person=town.east.members[0]).confirmed_by == town.pse
    for path in ("/organisations/", "/people/", "/appointments/new/", "/roster/"):
        desk.fits_phone(town.org, path)
        assert desk.status(town.pse, path) == 404
    assert desk.complaints == []
