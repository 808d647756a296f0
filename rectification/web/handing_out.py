"""Files that are handed out: always to be taken away, never to be run under our address."""

import io
from pathlib import PurePath
from typing import IO

from django.core.files import File
from django.http import FileResponse, HttpResponse

from rectification.exceptions import CaseError
from rectification.policies.uploads import CONTENT_TYPES


def hand_out(content: bytes | IO[bytes] | File, name: str, content_type: str = "") -> FileResponse:
    """What it is follows from the ending of its name, unless it is on record. The response closes
    an open file."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    response = FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=content_type or CONTENT_TYPES[PurePath(name).suffix.lower()],
    )
    # Whatever the file holds, a browser must not run it.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def withhold(error: CaseError) -> HttpResponse:
    """In place of a file that is not handed out: why, and nothing else."""
    return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
