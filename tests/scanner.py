"""A scanner of our own that speaks ClamAV's INSTREAM on a local socket."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Final

VIRUS: Final = b"the-mark-of-the-virus"


class _Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        self.wfile.write(self.server.says(content) + b"\0")  # type: ignore[attr-defined]


def _judged(content: bytes) -> bytes:
    return b"stream: Eicar-Test FOUND" if VIRUS in content else b"stream: OK"


@contextmanager
def scanner(path: Path | None = None, says: Any = _judged) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, by a file of the system or by a port, and what it has been given."""
    server: Any = (
        socketserver.UnixStreamServer(str(path), _Scan)
        if path
        else socketserver.TCPServer(("127.0.0.1", 0), _Scan)
    )
    server.seen, server.says = [], says
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield (str(path) if path else f"127.0.0.1:{server.server_address[1]}"), server.seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
