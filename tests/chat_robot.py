"""The robot of a work chat on this machine: keeps what was posted, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        robot = cast("Robot", self.server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        robot.posted.append((self.path, json.loads(body)))
        if robot.status == 0:
            self.close_connection = True
            return
        self.send_response(robot.status)
        if robot.status == 302:
            self.send_header("Location", robot.address)
        self.end_headers()
        self.wfile.write(robot.answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal of the suite."""


class Robot(ThreadingHTTPServer):
    daemon_threads = True
    status = 200
    """0: it hangs up without a word."""
    answer = b'{"errcode": 0, "errmsg": "ok"}'

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.posted: list[tuple[str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/robot?key=k"


@contextmanager
def chat_robot(settings: Any) -> Iterator[Robot]:
    """Running, with the setting of the installation that leads to it."""
    with Robot() as robot:
        threading.Thread(target=robot.serve_forever, daemon=True).start()
        settings.CHAT_URL = robot.address
        yield robot
        robot.shutdown()
