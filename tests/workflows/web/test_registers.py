"""意见登记表 on the page: preview, confirmation, and no contact anywhere."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import CaseStage, ReporterMode
from rectification.models import (
    Case,
    Opinion,
    OpinionEntry,
    ReporterIdentity,
    WaitingFile,
    WorkItem,
)
from tests.factories import Township, township
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db

CONTACT = "石桥头小卖部13800001111"
ROWS = """登记日期,渠道,意见内容,联系方式
2026/5/6,来访,青石村东头路灯自4月起不亮，报了两次，没有答复。,{contact}
2026/5/7,意见箱,,{contact}
"""


@pytest.fixture
def desk(town: Township) -> Client:
    return client_of(town.intake)


def upload(desk: Client, text: str = ROWS.format(contact=CONTACT)) -> str:
    file = SimpleUploadedFile("登记表.csv", text.encode("gb18030"))
    answer = desk.post(reverse("workflows:registers"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_preview_tells_that_a_contact_was_given_and_not_which(desk: Client) -> None:
    page = desk.get(upload(desk)).content.decode()
    assert "路灯自4月起不亮" in page
    assert "已填写，封存" in page
    assert "E-EMPTY" in page
    assert CONTACT not in page
    assert not Case.objects.exists()


def test_file_that_waits_is_encrypted(desk: Client) -> None:
    upload(desk)
    kept = Path(settings.WAITING_DIR) / str(WaitingFile.objects.get().file.name)
    assert "石桥头".encode("gb18030") not in kept.read_bytes()


def test_sound_rows_wait_for_intake(desk: Client) -> None:
    url = upload(desk)
    answer = desk.post(url, {"valid": "1"})
    assert answer.headers["Location"] == reverse("rectification:inbox")
    entry = OpinionEntry.objects.get()
    assert entry.opinion.text.startswith("青石村东头")
    assert not WaitingFile.objects.exists()


def test_refused_rows_leave_the_contact_out(desk: Client) -> None:
    url = upload(desk)
    sheet = desk.get(f"{url}refused/")
    assert sheet.status_code == 200
    assert "13800001111" not in _unpacked(b"".join(sheet))


def _unpacked(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_register_is_open_to_the_intake_officer_alone(town: Township, desk: Client) -> None:
    url = upload(desk)
    far = township()
    for other in (town.officer, town.org, town.east.secretary, far.intake):
        assert client_of(other).get(url).status_code == 404
    assert client_of(town.officer).get(reverse("workflows:registers")).status_code == 404


def test_intake_reads_what_the_register_remarked(play: Play) -> None:
    text = (
        "登记日期,渠道,意见内容,备注\n2026/5/6,来信,青石村书记石守信照顾亲属，请核实。,要求保密\n"
    )
    desk = client_of(play.town.intake)
    desk.post(upload(desk, text), {"confirm": "1"})
    play.case = Case.objects.get()
    page = desk.get(reverse("workflows:act", args=[play.item("triage", play.town.intake).pk]))
    assert "要求保密" in page.content.decode()
    other = reverse("workflows:act", args=[play.item("triage", play.town.officer).pk])
    assert "要求保密" not in client_of(play.town.officer).get(other).content.decode()
    opinion = Opinion.objects.get()
    assert opinion.organisation == play.town.east.organisation
    assert play.case.owner_organisation is None


UNKNOWN = "日子,来路,说了什么,电话\n2026/5/6,来访,青石村东头路灯不亮，报了两次。,{contact}\n"


def test_unknown_columns_are_named_by_a_person(desk: Client) -> None:
    url = upload(desk, UNKNOWN.format(contact=CONTACT))
    answer = desk.get(url)
    page = answer.content.decode()
    assert "F-HEADER" in page
    assert CONTACT not in page
    assert answer.context["columns_form"].fields["column_2"].label == "C列 说了什么"
    told = {"header_row": "1", "columns_of": "1"}
    told |= {"column_0": "day", "column_1": "none", "column_2": "text", "column_3": "contact"}
    answer = desk.get(url, told)
    assert (answer.context["accepted"], dict(answer.context["kept"])) == (1, told)
    assert CONTACT not in answer.content.decode()
    assert desk.post(url, {"confirm": "1", **told}).status_code == 302
    entry = OpinionEntry.objects.get()
    assert (entry.came_by, entry.opinion.mode) == ("", ReporterMode.CONFIDENTIAL)
    assert ReporterIdentity.objects.count() == 1


def test_data_taken_for_a_header_are_masked(desk: Client) -> None:
    url = upload(desk, UNKNOWN.format(contact="13800001111"))
    for row in ("1", "2"):
        assert "13800001111" not in desk.get(url, {"header_row": row}).content.decode()


def test_row_without_a_unit_stays_with_the_office_that_imports_it(town: Township) -> None:
    far = township()
    row = "登记日期,渠道,意见内容\n2026/5/8,来访,桥头的路灯4月起不亮，报了两次没有答复。\n"
    for home in (far, town):
        browser = client_of(home.intake)
        browser.post(upload(browser, row), {"confirm": "1"})
        opinion = Opinion.objects.latest("pk")
        assert (opinion.township, opinion.case.owner_organisation) == (home.committee, None)
        assert WorkItem.objects.get(case=opinion.case).organisation == home.office
        row = row.replace("4月", "5月")


def test_row_is_no_duplicate_of_what_another_township_was_told(town: Township) -> None:
    """Else its refusal would name a case of the neighbours."""
    row = "登记日期,渠道,意见内容\n2026/5/8,来访,桥头的路灯4月起不亮，报了两次没有答复。\n"
    for home in (town, township()):
        browser = client_of(home.intake)
        text = row if home is town else row.replace("来访", "来电")
        assert browser.post(upload(browser, text), {"confirm": "1"}).status_code == 302
    assert Opinion.objects.count() == 2


TOLD = "桥头的路灯自4月起一直不亮，群众已经报修两次，到现在还没有得到答复。"
LIKE = "桥头的路灯自4月起一直不亮，群众已经报修三次，到现在还没有得到答复。"


def row_of(text: str) -> str:
    return f"登记日期,渠道,意见内容\n2026/5/8,来访,{text}\n"


def test_row_is_much_like_an_open_case_of_the_own_township(town: Township) -> None:
    """A hint with the number of the case, never with what it says; nothing is merged."""
    browser = client_of(town.intake)
    browser.post(upload(browser, row_of(TOLD)), {"confirm": "1"})
    (first,) = Case.objects.all()
    url = upload(browser, row_of(LIKE))
    page = browser.get(url).content.decode()
    assert f"与未办结事项{first}相近" in page
    assert "报修两次" not in page
    assert browser.post(url, {"confirm": "1"}).status_code == 302
    assert Case.objects.count() == 2
    assert not OpinionEntry.objects.exclude(similar_to=None).exists()
    far = client_of(township().intake)
    assert "W-SIM" not in far.get(upload(far, row_of(LIKE))).content.decode()


def test_ended_or_sealed_case_is_like_no_row(town: Township) -> None:
    browser = client_of(town.intake)
    browser.post(upload(browser, row_of(TOLD)), {"confirm": "1"})
    url = upload(browser, row_of(LIKE))
    for change in ({"stage": CaseStage.REJECTED}, {"stage": CaseStage.SUBMITTED, "sealed": True}):
        Case.objects.update(**change)
        assert "W-SIM" not in browser.get(url).content.decode()


def test_comparing_costs_the_same_for_one_row_and_three_and_for_more_cases(
    town: Township,
) -> None:
    browser = client_of(town.intake)

    def cost(text: str) -> int:
        url = upload(browser, text)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).context["refused"] == 0
        return len(queries)

    three = "".join(f"2026/5/8,来访,第{n}组的公开栏{n * 7}日没有更新。\n" for n in (1, 2, 3))
    single = cost(row_of(LIKE))
    assert cost("登记日期,渠道,意见内容\n" + three) == single
    browser.post(upload(browser, "登记日期,渠道,意见内容\n" + three), {"confirm": "3"})
    assert Case.objects.count() == 3
    assert cost(row_of(TOLD)) == single


def test_same_file_of_another_township_is_nobody_s_business(town: Township) -> None:
    for home in (town, township()):
        browser = client_of(home.intake)
        url = upload(browser, row_of(TOLD))
        assert "F-SAME" not in browser.get(url).content.decode()
        assert browser.post(url, {"confirm": "1"}).status_code == 302
        assert "F-SAME" in browser.get(upload(browser, row_of(TOLD))).content.decode()
