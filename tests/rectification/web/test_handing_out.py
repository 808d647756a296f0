"""A file is taken away, whatever it holds; what is withheld says why."""

import io

import pytest

from rectification.exceptions import CaseError
from rectification.policies.uploads import CONTENT_TYPES
from rectification.web.handing_out import hand_out, withhold


@pytest.mark.parametrize("ending", CONTENT_TYPES)
def test_file_is_never_run_under_our_address(ending: str) -> None:
    response = hand_out(b"<script>", f"a{ending}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="a{ending}"'
    assert response.headers["Content-Type"] == CONTENT_TYPES[ending]
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == b"<script>"


def test_ending_may_be_written_in_capitals() -> None:
    response = hand_out(b"PK", "A.DOCX")
    assert response.headers["Content-Type"] == CONTENT_TYPES[".docx"]


@pytest.mark.django_db  # Closed, a response lets its connections go.
def test_what_is_on_record_goes_before_the_ending() -> None:
    file = io.BytesIO(b"PK")
    response = hand_out(file, "records.zip", "application/zip")
    assert response.headers["Content-Type"] == "application/zip"
    response.close()
    assert file.closed


def test_what_is_withheld_says_why() -> None:
    response = withhold(CaseError("The file was altered.", rule="5.1"))
    assert (response.status_code, response.content) == (409, b"The file was altered.")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
