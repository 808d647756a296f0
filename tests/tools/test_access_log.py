"""The server keeps no line of its own about who asked, whatever the environment says."""

import http.client
import os
import subprocess
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings

from tests.tools.test_serve import free_port
from tools import serve

ADDRESS, TOKEN = "203.0.113.77", "token-of-a-sheet"
APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]
"""


def test_server_writes_no_line_about_a_request(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(APPLICATION, encoding="utf-8")
    port = free_port()
    command = [*serve._web("127.0.0.1", port)[:-1], "planted:application"]
    environment = {**os.environ, "GRANIAN_LOG_ACCESS_ENABLED": "true", "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            assert _answer(port) == 200
        finally:
            server.terminate()
        printed = server.communicate(timeout=30)[0]
    assert [word for word in (ADDRESS, TOKEN, "GET", "127.0.0.1") if word in printed] == []


def _answer(port: int) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as link:
            try:
                link.request("GET", f"/n/{TOKEN}/", headers={"X-Forwarded-For": ADDRESS})
                return link.getresponse().status
            except ConnectionRefusedError:
                continue
    raise AssertionError("the server does not answer")


def test_image_says_the_same() -> None:
    text = (Path(settings.BASE_DIR) / "Dockerfile").read_text(encoding="utf-8")
    assert '"--no-access-log"' in text
