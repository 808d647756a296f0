"""The office imports a list of problems and finds each sound row among its work."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rectification.models import Case, SourceBatch, WaitingFile
from rectification.services.import_progress import note_written
from tests.browser.desk import PHONE, Desk, go
from tests.factories import Township
from tests.rectification.imports.lists import line, problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = "云巡反〔2026〕3号　反馈日期：2026年3月2日"


def hand_in(page: Page, content: bytes) -> None:
    page.goto("/")
    go(page, page.locator('.head-nav a[href="/intake/"]'))
    go(page, page.locator('.tabs a[href="/batches/"]'))
    file: Any = {"name": "反馈清单.xlsx", "mimeType": KIND, "buffer": content}
    page.set_input_files("input[name=file]", file)
    go(page, page.locator("main form .btn-due"))


def test_list_from_file_to_intake(desk: Desk, town: Township) -> None:
    page = desk.of(town.officer)
    unit = town.east.organisation.name
    rows = (line(unit=unit), line("公开栏未更新，已过期。", "无名村党支部", serial=2))
    hand_in(page, problems(*rows, head=HEAD))
    expect(page.locator("h1")).to_contain_text("1行合格，1行不合格")
    expect(page.locator("main")).to_contain_text("云巡反〔2026〕3号")
    desk.fits_phone(town.officer, page.url)
    with page.expect_download() as given:
        page.locator('a[href*="/refused/"]').click()
    assert given.value.suggested_filename.endswith(".xlsx")
    go(page, page.locator("button[name=valid]"))
    assert Case.objects.get().batch_entry.batch == SourceBatch.objects.get()


def test_page_says_how_far_the_import_has_come(desk: Desk, town: Township) -> None:
    page = desk.of(town.officer)
    unit = town.east.organisation.name
    hand_in(page, problems(line(unit=unit), line("公开栏未更新。", unit, serial=2), head=HEAD))
    told = page.locator("[data-progress]")
    expect(told).to_be_hidden()
    # What is sent would take the place of the page.
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    page.locator("button[name=confirm]").click()
    note_written(waiting=WaitingFile.objects.get().pk, done=1, total=2)
    expect(told).to_contain_text("正在写入")
    expect(told).to_contain_text("1 / 2")
    assert told.locator("progress").evaluate("bar => bar.value / bar.max") == 0.5


def test_list_without_its_data_on_a_phone(desk: Desk, town: Township) -> None:
    page = desk.of(town.officer, PHONE)
    hand_in(page, problems(line(unit=town.east.organisation.name), head="清单"))
    expect(page.locator("main")).to_contain_text("F-BATCH")
    page.fill("input[name=document_number]", "云巡反〔2026〕9号")
    page.fill("input[name=received_on]", "2026-03-02")
    go(page, page.locator("main details[open] form button"))
    expect(page.locator("h1")).to_contain_text("1行合格")
    go(page, page.locator("button[name=confirm]"))
    assert SourceBatch.objects.get().document_number == "云巡反〔2026〕9号"


def test_strange_headings_are_told_on_a_phone(desk: Desk, town: Township) -> None:
    page = desk.of(town.officer, PHONE)
    names = ("编号", "问题类别", "情况", "单位", "牵头领导", "整改时限", "备注")
    hand_in(page, problems(line(unit=town.east.organisation.name), columns=names, head=HEAD))
    expect(page.locator("main")).to_contain_text("F-HEADER")
    page.select_option("select[name=column_2]", "text")
    page.select_option("select[name=column_3]", "text")
    go(page, page.locator("main details[open] form button"))
    expect(page.locator("main")).to_contain_text("F-COLUMN")
    page.select_option("select[name=column_3]", "unit")
    go(page, page.locator("main details[open] form button"))
    expect(page.locator("h1")).to_contain_text("1行合格")
    desk.fits_phone(town.officer, page.url)
    go(page, page.locator("button[name=confirm]"))
    assert Case.objects.get().description == line()[2]
    assert not desk.complaints
