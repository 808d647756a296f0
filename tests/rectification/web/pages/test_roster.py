"""导入花名册: upload, preview, confirm, and the file of refused rows."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from rectification.models import (
    Appointment,
    ImportedFile,
    Membership,
    Organisation,
    Person,
    WaitingFile,
)
from rectification.tasks import forget_waiting_files
from tests.factories import Township, in_office, person, township
from tests.rectification.imports.workbooks import office, roster, sample
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db
UPLOAD = "/roster/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 6, 8, 1, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Township:
    return township()


@pytest.fixture
def client(town: Township) -> Client:
    return client_of(town.org)


def changes(town: Township, **given: Any) -> bytes:
    """A branch is founded, somebody new joins it, its secretary begins; one row is refused."""
    unit = ("Y-31", "红岩村党支部", "红岩支部", "branch", "农村", town.committee.code, "2026-06-01")
    wrong = ("Y-32", "无上级党支部", None, "branch", "农村", "Y-99", "2026-06-01")
    rows: dict[str, Any] = {
        "组织": [unit, wrong],
        "人员": [("Y-0001", "岩新春", "备注内容")],
        "组织关系": [("Y-0001", "岩新春", "红岩村党支部", "正式", "2026-06-01", None)],
        "任职": [office("SEC", "2026-06-01", code="Y-0001", at="红岩村党支部")],
        **given,
    }
    return roster(**rows)


def sound(town: Township) -> bytes:
    unit = ("Y-31", "红岩村党支部", None, "branch", "农村", town.committee.code, "2026-06-01")
    return changes(town, 组织=[unit])


def hand_in(client: Client, content: bytes, name: str = "六月变动.xlsx") -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def uploaded(client: Client, content: bytes) -> str:
    response = hand_in(client, content)
    assert response.status_code == 302
    return str(response.url)


def act_of(client: Client, url: str) -> dict[str, str]:
    """What the first button of the preview sends."""
    act = client.get(url).context["acts"][0]
    return {act.name: act.value}


def test_preview_writes_nothing_and_tells_row_by_row(town: Township, client: Client) -> None:
    before = Organisation.objects.count()
    url = uploaded(client, changes(town))
    response = client.get(url)
    html = response.content.decode()
    assert "红岩村党支部" in html
    assert "E-PARENT" in html
    assert [row[0].text for row in response.context["sheets"]] == [
        "组织",
        "人员",
        "组织关系",
        "任职",
    ]
    assert Organisation.objects.count() == before
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize(("view", "count"), [("", 5), ("refused", 1), ("warned", 0), ("x", 5)])
def test_rows_are_shown_by_verdict(town: Township, client: Client, view: str, count: int) -> None:
    url = uploaded(client, changes(town))
    assert len(client.get(f"{url}?view={view}").context["rows"]) == count


def test_only_the_sound_rows_are_imported_when_asked_for(town: Township, client: Client) -> None:
    url = uploaded(client, changes(town))
    assert client.post(url, {"confirm": "4"}).status_code == 422
    assert not Person.objects.filter(code="Y-0001").exists()
    sent = act_of(client, url)
    assert sent == {"valid": "4"}
    response = client.post(url, sent)
    assert (response.status_code, response.url) == (302, "/appointments/")
    assert Membership.objects.get(person__code="Y-0001").organisation.code == "Y-31"
    assert not Organisation.objects.filter(code="Y-32").exists()
    waiting = Appointment.objects.get(person__code="Y-0001")
    assert (waiting.entered_by, waiting.confirmed_at) == (town.org, None)
    assert Person.objects.get(code="Y-0001").history.get().history_user_id == town.org.user.pk
    assert client.get(url).status_code == 404


def test_sound_file_is_confirmed_whole(town: Township, client: Client) -> None:
    url = uploaded(client, sound(town))
    assert client.post(url, act_of(client, url)).status_code == 302
    file = ImportedFile.objects.get()
    assert (file.name, file.imported_by, file.written) == ("六月变动.xlsx", town.org, 4)
    assert not WaitingFile.objects.exists()
    assert "六月变动.xlsx" in client.get(UPLOAD).content.decode()


def test_file_is_judged_again_when_it_is_confirmed(town: Township, client: Client) -> None:
    """Somebody takes the code between preview and confirmation."""
    url = uploaded(client, sound(town))
    sent = act_of(client, url)
    Person.objects.create(code="Y-0001", name="别人")
    Membership.objects.create(
        person=Person.objects.get(code="Y-0001"),
        organisation=town.east.organisation,
        kind="full",
        valid_from=datetime(2020, 1, 1, tzinfo=UTC).date(),
    )
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "E-OVERLAP" in response.content.decode()
    assert not Organisation.objects.filter(code="Y-31").exists()
    assert WaitingFile.objects.exists()


def test_number_told_is_the_number_written(town: Township, client: Client) -> None:
    url = uploaded(client, changes(town))
    for told in ("3", "", "x", "-1"):
        assert client.post(url, {"valid": told}).status_code == 422
    assert not ImportedFile.objects.exists()


def test_same_file_again_asks_once_more(town: Township, client: Client) -> None:
    content = sound(town)
    url = uploaded(client, content)
    client.post(url, act_of(client, url))
    url = uploaded(client, content)
    response = client.get(url)
    assert "F-SAME" in response.content.decode()
    assert [act.name for act in response.context["acts"]] == ["discard"]
    again = client.get(f"{url}?again=1")
    assert again.context["accepted"] == 4
    act = again.context["acts"][0]
    assert client.post(url, {act.name: act.value, "again": "1"}).status_code == 302
    assert [file.again for file in ImportedFile.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("名册.xlsx", b"%PDF-1.7", "F-KIND"),
        ("名册.xlsx", b"PK\x03\x04 nothing", "F-KIND"),
        ("名册.xlsx", b"x" * (10 * 1024 * 1024 + 1), "F-SIZE"),
        ("名册.csv", "姓名".encode("utf-16"), "F-CODE"),
        ("名册.csv", "一,二\n三,四\n".encode(), "F-HEADER"),
        ("名册.csv", "机密★\n人员编号,姓名\nY-1,甲\n".encode(), "F-SECRET"),
    ],
)
def test_file_refused_as_a_whole_is_told_at_once_and_kept_nowhere(
    client: Client, name: str, content: bytes, code: str
) -> None:
    response = hand_in(client, content, name)
    assert response.status_code == 422
    assert code in str(response.context["form"].errors["file"])
    assert not WaitingFile.objects.exists()


def test_upload_without_a_file_is_asked_for_one(client: Client) -> None:
    assert client.post(UPLOAD, {}).status_code == 422


def test_upload_is_its_owners_alone(town: Township, client: Client) -> None:
    url = uploaded(client, changes(town))
    second = in_office(person("织从云", branch=town.home), "ORG", town.organisation_office)
    for someone in (second, town.pse, town.officer):
        other = client_of(someone)
        for address in (url, f"{url}refused/"):
            assert other.get(address).status_code == 404
        assert other.post(url, {"valid": "4"}).status_code == 404
    assert WaitingFile.objects.exists()


def test_upload_can_be_discarded(town: Township, client: Client) -> None:
    url = uploaded(client, changes(town))
    assert client.post(url, {"discard": "1"}).url == UPLOAD
    assert client.get(url).status_code == 404
    assert not WaitingFile.objects.exists()


def test_upload_is_forgotten_after_a_day(
    town: Township, client: Client, clock: time_machine.Traveller
) -> None:
    url = uploaded(client, changes(town))
    assert forget_waiting_files() == 0
    clock.shift(timedelta(days=1, seconds=1))
    assert forget_waiting_files() == 1
    assert client_of(town.org).get(url).status_code == 404
    # Another beat of the same hour does nothing.
    assert forget_waiting_files() == 0


def test_nothing_of_the_file_lies_in_the_session(town: Township, client: Client) -> None:
    client.get(uploaded(client, changes(town)))
    assert "岩新春" not in str(dict(client.session))


# --- the refused rows ---------------------------------------------------------------------------


def refused_rows(client: Client, content: bytes) -> Any:
    response = client.get(f"{uploaded(client, content)}refused/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return load_workbook(io.BytesIO(b"".join(response)))


def test_refused_rows_come_back_with_reasons_to_correct(town: Township, client: Client) -> None:
    book = refused_rows(client, changes(town))
    assert book.sheetnames == ["组织"]
    head, row = book["组织"].iter_rows(values_only=True)
    assert (head[0], row[:2], row[-2]) == ("组织编码", ("Y-32", "无上级党支部"), 3)
    assert row[-1].startswith("E-PARENT")
    book["组织"]["F2"] = town.committee.code
    stream = io.BytesIO()
    book.save(stream)
    url = uploaded(client, stream.getvalue())
    assert client.get(url).context["accepted"] == 1


def test_refused_rows_never_run_as_formulas(town: Township, client: Client) -> None:
    text = "人员编号,姓名,所在支部,关系类别,起\n@Y-1,=1+1,+无此支部,正式,2026-06-01\n"
    (sheet,) = refused_rows(client, text.encode()).worksheets
    for cell in sheet[2][:3]:
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert [cell.value for cell in sheet[2][:3]] == ["@Y-1", "=1+1", "+无此支部"]


def test_private_columns_and_secret_rows_do_not_come_back(town: Township, client: Client) -> None:
    text = "人员编号,姓名,身份证号,备注\n,甲,110101,\nY-2,乙,110102,机密★\n"
    (sheet,) = refused_rows(client, text.encode()).worksheets
    head, first, secret = sheet.iter_rows(values_only=True)
    assert "身份证号" not in head
    assert first[1] == "甲"
    assert secret[:3] == (None, None, None)
    assert "110101" not in str(list(sheet.values))


def test_file_without_refused_rows_has_none_to_return(town: Township, client: Client) -> None:
    assert client.get(f"{uploaded(client, sound(town))}refused/").status_code == 404


def test_preview_of_a_long_file_comes_page_by_page(town: Township, client: Client) -> None:
    people = [(f"Y-{number:04d}", f"岩某{number}", None) for number in range(60)]
    url = uploaded(client, roster(人员=people))
    first = client.get(url)
    assert len(first.context["rows"]) == 50
    second = client.get(url + first.context["next_url"])
    assert len(second.context["rows"]) == 10


def test_sample_cannot_be_brought_in_beside_an_office_that_is_not_above_it(
    town: Township, client: Client
) -> None:
    """An officer writes below his own committee; a second root is not his to found."""
    response = client.get(uploaded(client, sample()))
    assert "E-PARENT" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_costs_the_same_however_many(
    town: Township, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    people = [(f"Y-{number:04d}", f"岩某{number}", None) for number in range(rows)]
    url = uploaded(client, roster(人员=people))
    with django_assert_num_queries(17):
        client.get(url)
