"""`make run` as a person has it: a copy of the house, a first start, a second one, and the stop."""

import http.client
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tools import environment

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("served")]

HOUSE = ("fixtures", "locale", "project", "rectification", "static", "templates", "tools")
SECOND_START_SECONDS = 90  # a few on an idle machine


def copied_to(target: Path) -> Path:
    """Nothing of the checkout's own `.env`, database or logs comes along."""
    for name in (*HOUSE, "workflows"):
        source = environment.ROOT / name
        if source.exists():
            shutil.copytree(source, target / name)
    shutil.copy(environment.ROOT / "manage.py", target)
    return target


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int) -> Iterator[tuple["subprocess.Popen[str]", list[str], float]]:
    """The process, what it printed until it gave its address, and how long that took."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "BROKER", "CACHE"))
    }
    settings = {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "project.settings.dev"}
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        cwd=folder,
        env={**kept, **settings},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed: list[str] = []
        for line in process.stdout:
            printed.append(line)
            if line.startswith("http://"):
                break
        try:
            yield process, printed, time.monotonic() - started
        finally:
            process.kill()


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder that was never started, whatever the other tests did to theirs."""
    return copied_to(tmp_path)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One after its first start."""
    folder = copied_to(tmp_path_factory.mktemp("house"))
    with served(folder, free_port()) as (process, _printed, _seconds):
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    return folder


def answer(port: int, path: str, host: str = "127.0.0.1") -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as link:
        link.request("GET", path, headers={"Host": host})
        return link.getresponse().status


def test_first_start_writes_keys_and_serves_the_demo(fresh: Path) -> None:
    port = free_port()
    with served(fresh, port) as (process, printed, _seconds):
        assert f"http://127.0.0.1:{port}/" in printed[-1]
        assert any("M-0118" in line for line in printed)
        assert (fresh / ".env").stat().st_mode & 0o777 == 0o600
        assert answer(port, "/healthz") == 200
        assert answer(port, "/healthz", host="office.example") == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    with pytest.raises(ConnectionRefusedError):
        answer(port, "/healthz")


def test_second_start_keeps_the_keys_and_takes_seconds(used: Path) -> None:
    keys = (used / ".env").read_text(encoding="utf-8")
    with served(used, free_port()) as (process, printed, seconds):
        assert not any("Loading" in line for line in printed)
        assert seconds < SECOND_START_SECONDS
        process.terminate()
        assert process.wait(60) == 0
    assert (used / ".env").read_text(encoding="utf-8") == keys


def test_dead_part_stops_the_rest(used: Path) -> None:
    port = free_port()
    with served(used, port) as (process, _printed, _seconds):
        os.kill(child_named(process.pid, "celery"), signal.SIGKILL)
        assert process.wait(60) == 1
    with pytest.raises(ConnectionRefusedError):
        answer(port, "/healthz")


def test_real_office_is_not_made_of_a_demo(used: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "tools.serve"],
        cwd=used,
        env={"PATH": os.environ["PATH"], "DEMO": "0", "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "this folder was set up with DEMO=1" in refused.stderr


def child_named(parent: int, name: str) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(int(c) for c in children if name in Path(f"/proc/{c}/cmdline").read_text())


def test_questions_of_a_real_office_may_be_broken_off(fresh: Path) -> None:
    """Ctrl-C in the middle stores nothing, and the next start asks from the beginning."""
    for _start in range(2):
        seen = typed_at_a_terminal(fresh, ["SH-00\n", "\x03"])
        assert "本级党组织的编号" in seen
        assert "没有保存任何内容" in seen
        assert "Traceback" not in seen
        assert seen.endswith("ended with 130")


SHELL = """trap : INT; "$0" -m tools.serve; printf 'ended with %s' $?; read -r _"""
"""Keeps the terminal open until what was printed last has been read."""


def typed_at_a_terminal(house: Path, answers: list[str]) -> str:
    """Start there on a terminal; type each answer once another question stands on the screen."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(house)
        env = {"PATH": os.environ["PATH"], "DEMO": "0", "PORT": str(free_port()), "PYTHONUTF8": "1"}
        os.execve("/bin/sh", ["sh", "-c", SHELL, sys.executable], env)
    seen = b""
    while b"ended with" not in seen:
        chunk = os.read(terminal, 4096)
        seen += chunk
        if answers and chunk.endswith(b": "):
            time.sleep(1)  # the question stands before anybody listens
            os.write(terminal, answers.pop(0).encode())
    os.write(terminal, b"\n")
    os.waitpid(pid, 0)
    os.close(terminal)
    return seen.decode()
