import socket
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from rectification.exceptions import CaseError
from rectification.services.scanning import refuse_infected
from rectification.web.handed_in import UploadForm
from tests.scanner import VIRUS, scanner

LARGE = bytes(200_000)


@pytest.mark.parametrize("by_file", [True, False], ids=["file", "port"])
def test_clean_file_is_taken_and_was_read_to_its_end(
    settings: Settings, tmp_path: Path, by_file: bool
) -> None:
    with scanner(tmp_path / "clamd" if by_file else None) as (address, seen):
        settings.CLAMAV_SOCKET = address
        refuse_infected("记录.pdf", LARGE)
    assert seen == [LARGE]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: Eicar-Test FOUND", "发现"),
        (b"INSTREAM size limit exceeded. ERROR", "未能"),
        (b"", "未能"),
    ],
)
def test_file_that_is_not_called_clean_is_refused(
    settings: Settings, answer: bytes, words: str
) -> None:
    with (
        scanner(says=lambda _content: answer) as (settings.CLAMAV_SOCKET, _seen),
        pytest.raises(CaseError, match=words) as refused,
    ):
        refuse_infected("记录.pdf", VIRUS)
    assert refused.value.field == "uploads"
    assert "记录.pdf" in str(refused.value.message)


@pytest.mark.parametrize("address", ["/nowhere/clamd", "127.0.0.1:1", "no-address"])
def test_scanner_that_cannot_be_reached_refuses(settings: Settings, address: str) -> None:
    settings.CLAMAV_SOCKET = address
    with pytest.raises(CaseError, match="未能"):
        refuse_infected("记录.pdf", b"%PDF")


def test_scanner_that_does_not_answer_in_time_refuses(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.CLAMAV_SECONDS = 0.05
        with pytest.raises(CaseError, match="未能"):
            refuse_infected("记录.pdf", b"%PDF")


def test_without_a_scanner_nothing_is_asked(settings: Settings) -> None:
    settings.CLAMAV_SOCKET = ""
    refuse_infected("记录.pdf", VIRUS)


@pytest.mark.parametrize(("content", "is_taken"), [(b"a,b", True), (VIRUS, False)])
def test_list_to_import_is_scanned_before_it_is_opened(
    settings: Settings, content: bytes, is_taken: bool
) -> None:
    with scanner() as (settings.CLAMAV_SOCKET, seen):
        form = UploadForm({}, {"file": SimpleUploadedFile("清单.csv", content)})
        assert form.is_valid() is is_taken
    assert seen == [content]
    if is_taken:
        assert form.cleaned_data["file"].read() == content
    else:
        assert "发现" in str(form.errors["file"])
