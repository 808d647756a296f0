"""Asks the office's virus scanner (ClamAV) about a file before anything of it is stored.

Where none is configured nothing is asked. A scanner that is configured and does not answer refuses
the file: it would otherwise be switched off by whoever keeps it busy.
"""

import socket
import struct
from collections.abc import Iterator
from typing import Final

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError

_CHUNK: Final = 64 * 1024
_ANSWER_MAXIMUM: Final = 4096

logger = structlog.get_logger("rectification.scanning")


def refuse_infected(name: str, content: bytes) -> None:
    """Raises CaseError for a file that the scanner does not call clean."""
    if not settings.CLAMAV_SOCKET:
        return
    try:
        answer = _answer(content)
    except OSError as error:
        logger.error("scanner_silent", error=type(error).__name__)
        answer = ""
    if answer.endswith(" OK"):
        return
    if answer.endswith(" FOUND"):
        # Neither the file nor its sender: that something came is what the administrator needs.
        logger.warning("infected_file_refused", found=answer)
        raise _refusal(
            _(
                "“%(name)s” was refused: the virus scanner found something in it. Nothing was "
                "stored. Have the computer it comes from checked."
            )
            % {"name": name}
        )
    raise _refusal(
        _(
            "“%(name)s” could not be checked for viruses, so it was not taken. Try again in a few "
            "minutes; if it goes on, tell the administrator."
        )
        % {"name": name}
    )


def _answer(content: bytes) -> str:
    """What the scanner says of the bytes, by its INSTREAM command."""
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for chunk in _chunks(content):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < _ANSWER_MAXIMUM:
            more = line.recv(_ANSWER_MAXIMUM)
            if not more:
                break
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    place, seconds = settings.CLAMAV_SOCKET, settings.CLAMAV_SECONDS
    host, _colon, port = place.rpartition(":")
    if not place.startswith("/") and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]


def _refusal(message: str) -> CaseError:
    return CaseError(message, field="uploads", rule="3.2")
