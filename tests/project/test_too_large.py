"""What is larger than its page takes is refused unread, with a page that says the limit."""

from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from project.too_large import bad_request_page
from rectification.policies.uploads import MAX_BYTES, MAX_FILES
from tests.factories import township
from tests.rectification.web.desk import client_of
from tests.uploads import pdf

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
STEP, DRAFT = "/act/1/", "/problems/new/"
FILES_RULE = "一次最多上传5个文件，每个不超过20 MB。"


class Unread:
    """A body that must not be touched."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def send(client: Client, url: str, length: int | str, **extra: Any) -> Any:
    kind = "multipart/form-data; boundary=x"
    stated = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return client.generic("POST", url, **stated, **extra)


@pytest.mark.parametrize(
    ("url", "limit", "rule"),
    [
        (STEP, MAX_FILES * MAX_BYTES + MEGABYTE, FILES_RULE),
        (DRAFT, MEGABYTE, "本页一次最多接收1.0 MB，不接收文件。"),
        ("/opinion/", 256 * 1024, "本页一次最多接收256.0 KB，不接收文件。"),
        ("/n/link-of-a-sheet/object/", 256 * 1024, "本页一次最多接收256.0 KB，不接收文件。"),
        ("/board/1/object/", 256 * 1024, "本页一次最多接收256.0 KB，不接收文件。"),
        ("/receipt/", 256 * 1024, "本页一次最多接收256.0 KB，不接收文件。"),
        ("/login/", 256 * 1024, "本页一次最多接收256.0 KB，不接收文件。"),
    ],
)
def test_body_above_the_limit_of_its_page_is_refused_unread(
    url: str, limit: int, rule: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = send(client, url, limit + 1)
    assert answer.status_code == 413
    # Django puts a no-break space between number and unit.
    assert rule in answer.content.decode().replace("\xa0", " ")
    with pytest.raises(AssertionError, match="the body was read"):
        send(Client(), url, limit)


def test_refusal_is_a_page_of_the_house_for_whoever_is_logged_in() -> None:
    town = township()
    answer = send(client_of(town.pse), STEP, 10**12)
    assert answer.status_code == 413
    assert town.pse.name in answer.content.decode()
    assert "没有保存任何内容" in answer.content.decode()


@pytest.mark.parametrize("length", ["", "x", "9" * 5000])
def test_length_that_is_none_is_no_error_of_ours(length: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic("POST", DRAFT, CONTENT_LENGTH=length)
    assert answer.status_code == 403


def test_body_without_a_stated_length_is_refused_unread() -> None:
    answer = send(Client(), STEP, "", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411
    assert "请求没有说明大小" in answer.content.decode()


# --- found too much while it is read ------------------------------------------------------------


def test_text_above_the_measure_is_refused_with_a_page(client: Client) -> None:
    answer = client.post(STEP, {"text": "字" * MEGABYTE})
    assert answer.status_code == 413
    assert "本页一次最多接收1.0" in answer.content.decode()


def test_too_many_fields_are_refused_with_a_page(client: Client) -> None:
    answer = client.post(reverse("workflows:opinion"), {f"f{n}": "" for n in range(501)})
    assert answer.status_code == 413
    assert "一张表单最多500项" in answer.content.decode()


def test_too_many_files_are_refused_with_a_page(client: Client) -> None:
    answer = client.post(STEP, {f"f{n}": pdf() for n in range(21)})
    assert answer.status_code == 413
    assert FILES_RULE in answer.content.decode()


def test_every_other_bad_request_keeps_its_page() -> None:
    with translation.override("zh-hans"):
        answer = bad_request_page(RequestFactory().get("/"), SuspiciousOperation())
    assert answer.status_code == 400
