"""巡察反馈清单: upload, preview, header data and columns, confirm, and the file of refused rows."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from rectification.models import Case, CaseEvent, SourceBatch, User, WaitingFile
from rectification.roles import Role
from rectification.services.import_progress import note_written, written_so_far
from tests.factories import Township, in_office, township
from tests.rectification.imports.lists import COLUMNS, line, problems
from tests.rectification.imports.workbooks import saved
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db
UPLOAD = "/batches/"
STRANGE = "无名村党支部"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 6, 16, 1, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Township:
    return township()


@pytest.fixture
def client(town: Township) -> Client:
    return client_of(town.officer)


def two_rows(town: Township, **given: Any) -> bytes:
    """One sound, one of an unknown unit, one with a mark of secrecy."""
    east = town.east.organisation.name
    return problems(
        line(unit=east),
        line("公开栏未更新，已过期。", STRANGE, serial=2),
        line("（秘密★1年）纸质办理。", east, serial=3),
        **given,
    )


def hand_in(client: Client, content: bytes, name: str = "反馈清单.xlsx") -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def uploaded(client: Client, content: bytes) -> str:
    response = hand_in(client, content)
    assert response.status_code == 302
    return str(response.url)


def act_of(client: Client, url: str) -> dict[str, str]:
    """What the first button of the preview sends, with what the page keeps."""
    context = client.get(url).context
    return {context["acts"][0].name: context["acts"][0].value, **dict(context["kept"])}


def test_preview_writes_nothing_and_tells_row_by_row(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    response = client.get(url)
    html = response.content.decode()
    assert "E-ORG" in html
    assert "E-SECRET" in html
    assert "纸质办理" not in html
    form = response.context["header_form"]
    assert form.initial["document_number"] == "云巡反〔2026〕3号"
    assert response.context["columns_form"].initial["column_2"] == "text"
    assert not Case.objects.exists()


@pytest.mark.parametrize(("view", "count"), [("", 3), ("refused", 2), ("warned", 0), ("x", 3)])
def test_rows_are_shown_by_verdict(town: Township, client: Client, view: str, count: int) -> None:
    url = uploaded(client, two_rows(town))
    assert len(client.get(url, {"view": view}).context["rows"]) == count


@pytest.mark.parametrize(
    ("language", "problem", "remark"),
    [
        (
            "en",
            "党费收缴登记滞后。 (A Study is superficial)",
            "附表: W-SHEET: a further sheet; it was not read.",
        ),
        (
            "zh-hans",
            "党费收缴登记滞后。（A 学习教育表面化）",
            "附表：W-SHEET：其他工作表，未读取。",
        ),
    ],
)
def test_words_of_the_page_are_joined_by_the_signs_of_its_language(
    town: Township, client: Client, language: str, problem: str, remark: str
) -> None:
    row = line("党费收缴登记滞后。", town.east.organisation.name)
    book = load_workbook(io.BytesIO(problems(row)))
    book.create_sheet("附表").append(["另附"])
    User.objects.filter(person=town.officer).update(language=language)
    context = client.get(uploaded(client, saved(book))).context
    assert context["rows"][0][1].text == problem
    assert context["remarks"] == [remark]


def test_sound_rows_wait_for_intake_and_the_file_is_gone(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    response = client.post(url, act_of(client, url))
    assert (response.status_code, response.url) == (302, "/")
    assert not WaitingFile.objects.exists()
    case = Case.objects.get()
    assert case.batch_entry.batch.entered_by == town.officer
    event = CaseEvent.objects.get(case=case)
    assert (event.actor, event.acting_role) == (town.officer, "OFF")
    listed = client.get(UPLOAD).context["batches"]
    assert [row.meta[1] for row in listed] == ["云巡反〔2026〕3号"]


def test_office_of_the_township_takes_in_where_somebody_holds_two(town: Township) -> None:
    far = township()
    for home, other in ((town, far), (far, town)):
        officer = in_office(home.officer, Role.OFF, other.office)
        browser = client_of(officer)
        text = f"{home.office.pk}号阅览室未按时开放。"
        home.east.organisation.aliases.create(name=f"东{home.office.pk}")
        url = uploaded(browser, problems(line(text, f"东{home.office.pk}")))
        assert browser.post(url, act_of(browser, url)).status_code == 302
        event = CaseEvent.objects.latest("pk")
        assert (event.actor, event.acting_organisation) == (officer, home.office)


def test_another_number_of_rows_writes_nothing(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    for data in ({"valid": "2"}, {"confirm": "1"}, {"valid": "x"}, {}):
        assert client.post(url, data).status_code == 422
    assert not Case.objects.exists()


def test_what_the_file_does_not_say_is_asked_for(town: Township, client: Client) -> None:
    url = uploaded(client, problems(line(unit=town.east.organisation.name), head="清单"))
    response = client.get(url)
    assert "F-BATCH" in response.content.decode()
    assert [act.name for act in response.context["acts"]] == ["discard"]
    told = {
        "kind": "reinspection",
        "document_number": "云巡反〔2026〕9号",
        "received_on": "2026-06-12",
    }
    response = client.get(url, told)
    assert dict(response.context["kept"]) == told
    data = {"confirm": response.context["acts"][0].value, **told}
    assert client.post(url, data).status_code == 302
    batch = SourceBatch.objects.get()
    assert (batch.kind, batch.title, str(batch.received_on)) == (
        "reinspection",
        "清单",
        "2026-06-12",
    )


def test_unknown_columns_are_named_by_a_person(town: Township, client: Client) -> None:
    names = ["编号", "类别", "情况", "单位", "领导", "期限", "其他"]
    url = uploaded(client, problems(line(unit=town.east.organisation.name), columns=names))
    response = client.get(url)
    assert "F-HEADER" in response.content.decode()
    form = response.context["columns_form"]
    assert (form.initial["header_row"], form.initial["columns_of"]) == ("2", "2")
    assert form.fields["column_3"].label == "D列 单位"
    told = {"header_row": "2", "columns_of": "2"}
    told |= {"column_2": "text", "column_3": "unit", "column_5": "limit", "column_6": "none"}
    response = client.get(url, told)
    assert response.context["accepted"] == 1
    assert dict(response.context["kept"]) == told
    assert dict(response.context["header_kept"]) == told
    assert client.post(url, {"confirm": "1", **told}).status_code == 302
    assert Case.objects.get().description == line()[2]


def test_choice_is_kept_beside_the_header_data_and_when_asked_again(
    town: Township, client: Client
) -> None:
    url = uploaded(client, two_rows(town))
    told = {"header_row": "2", "columns_of": "2", "column_6": "measure"}
    response = client.get(url, {**told, "title": "清单", "view": "refused"})
    assert response.context["columns_kept"] == [("title", "清单")]
    refused = response.context["refused_url"]
    assert all(f"{name}={value}" in refused for name, value in told.items())


def test_another_row_is_recognised_anew(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    told = {"header_row": "2", "columns_of": "1", "column_2": "none"}
    response = client.get(url, told)
    assert (response.context["accepted"], response.context["refused"]) == (1, 2)
    assert dict(response.context["kept"]) == {"header_row": "2"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            {"column_4": "text"},
            "F-COLUMN：多列都选为“问题”：C列 问题表述、E列 牵头领导。",
        ),
        ({"column_3": "none"}, "F-HEADER：未识别也未选定：责任主体（责任单位）。"),
    ],
)
def test_choice_that_cannot_stand_names_field_and_rule(
    town: Township, client: Client, told: dict[str, str], words: str
) -> None:
    url = uploaded(client, two_rows(town))
    told = {"header_row": "2", "columns_of": "2", "column_2": "text", "column_3": "unit", **told}
    response = client.get(url, told)
    assert words in response.content.decode()
    assert response.context["columns_open"]
    assert response.context["header_form"].initial["document_number"] == "云巡反〔2026〕3号"
    assert response.context["columns_form"].initial["column_2"] == "text"
    assert client.post(url, {"confirm": "1", **told}).status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"header_row": "99", "columns_of": "99", "column_2": "text"},
        {"header_row": "5", "columns_of": "5", "column_2": "text", "column_3": "unit"},
        {"header_row": "x", "column_-1": "text"},
        {"header_row": "2", "columns_of": "2", "column_9999": "text", "column_3": "unit"},
        {"header_row": "2", "columns_of": "2", "column_2": "verdict", "column_x": "text"},
        {"kind": "visit", "received_on": "2026-02-30"},
        {"received_on": "2126-01-01"},
    ],
)
def test_nonsense_in_the_address_breaks_nothing(
    town: Township, client: Client, asked: dict[str, str]
) -> None:
    url = uploaded(client, two_rows(town))
    response = client.get(url, asked)
    assert response.status_code == 200
    assert "纸质办理" not in response.content.decode()


def test_secret_title_that_somebody_types(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    response = client.get(url, {"title": "机密★清单"})
    assert "F-SECRET" in response.content.decode()


def test_same_file_is_taken_again_only_when_asked(town: Township, client: Client) -> None:
    content = problems(line(unit=town.east.organisation.name))
    url = uploaded(client, content)
    client.post(url, act_of(client, url))
    url = uploaded(client, content)
    response = client.get(url)
    assert "F-SAME" in response.content.decode()
    response = client.get(url + response.context["refusal"].way_out.url)
    assert (response.context["accepted"], response.context["refused"]) == (0, 1)
    assert "E-DUP" in response.content.decode()
    assert Case.objects.count() == 1


def test_same_file_of_another_township_is_nobody_s_business(town: Township) -> None:
    """Else the refusal would tell what was fed back to the neighbours, and when."""
    content = problems(line(unit=town.east.organisation.name))
    for home in (town, township()):
        browser = client_of(home.officer)
        url = uploaded(browser, content)
        assert "F-SAME" not in browser.get(url).content.decode()
        assert browser.post(url, act_of(browser, url)).status_code == 302
        assert "F-SAME" in browser.get(uploaded(browser, content)).content.decode()


def test_refused_rows_are_handed_in_again(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    response = client.get(client.get(url).context["refused_url"])
    assert response["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(b"".join(response)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][: len(COLUMNS)] == COLUMNS
    assert [row[2] for row in rows[1:]] == ["公开栏未更新，已过期。", None]
    assert rows[1][-1].startswith("E-ORG")


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", "清单".encode("utf-16")])
def test_file_refused_whole_is_told_at_once_and_kept_nowhere(
    client: Client, content: bytes
) -> None:
    assert hand_in(client, content).status_code in (200, 422)
    assert not WaitingFile.objects.exists()


def test_nobody_but_its_owner_sees_an_upload(town: Township, client: Client) -> None:
    url = uploaded(client, two_rows(town))
    others = (town.intake, town.org, town.east.secretary, town.dis[0], town.pse)
    for someone in others:
        for address in (url, f"{url}refused/"):
            assert client_of(someone).get(address).status_code == 404
        assert client_of(someone).post(url, {"valid": "1"}).status_code == 404
    for someone in others[1:]:
        assert client_of(someone).get(UPLOAD).status_code == 404
    assert not Case.objects.exists()


def test_list_costs_the_same_for_one_and_three(town: Township, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(UPLOAD)
        return len(queries)

    costs = []
    for n in range(3):
        text = f"第{n}项学习记录不完整，共{n}次。"
        url = uploaded(client, problems(line(text, town.east.organisation.name)))
        client.post(url, act_of(client, url))
        costs.append(count())
    assert costs[0] == costs[2]


def test_progress_is_answered_to_the_importer_alone_and_forgotten_at_the_end(
    client: Client, town: Township
) -> None:
    preview = uploaded(client, two_rows(town))
    pk = WaitingFile.objects.get().pk
    url = reverse("workflows:batch_progress", args=[pk])
    assert url in client.get(preview).content.decode()
    assert client.get(url).json() == {"done": 0, "total": 0}
    note_written(waiting=pk, done=3, total=7)
    assert client.get(url).json() == {"done": 3, "total": 7}
    assert client_of(town.intake).get(url).status_code == 404
    client.post(preview, {"valid": "1"})
    assert written_so_far(waiting=pk) == (0, 0)
    assert client.get(url).status_code == 404
