"""`make run`: prepare the installation, then keep web, worker and beat running together.

SIGINT or SIGTERM stops all of it, and so does the death of any part. Standard library only.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from tools import environment

ROOT: Final = environment.ROOT
BIN: Final = Path(sys.executable).parent
LOGS: Final = ROOT / "var" / "log"
FOLDERS: Final = ("var/log", "var/media", "var/static", "var/broker/queue", "var/broker/control")
STOP_SECONDS: Final = 15
READY_SECONDS: Final = 180
PR_SET_PDEATHSIG: Final = 1

stopping = False


@dataclass(frozen=True)
class Part:
    name: str
    process: "subprocess.Popen[bytes]"
    log: Path


def main() -> int:
    os.chdir(ROOT)
    os.umask(0o077)
    host = os.environ.get("HOST") or "127.0.0.1"
    port = int(os.environ.get("PORT") or "8000")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    _settle_environment()
    _refuse_taken_port(host, port)
    for folder in FOLDERS:
        (ROOT / folder).mkdir(parents=True, exist_ok=True)
    if (prepared := _run_to_end([sys.executable, "-m", "tools.prepare"])) or stopping:
        return prepared
    parts = [_start("web", _web(host, port)), _start("worker", _worker())]
    try:
        return _watch(parts, host, port)
    finally:
        _end(parts)


def _stop(_number: int, _frame: FrameType | None) -> None:
    global stopping  # noqa: PLW0603 - a signal handler has no other way to speak
    stopping = True


def _settle_environment() -> None:
    """A database made for the demo is never served as a real office, nor the reverse."""
    wanted = os.environ.get("DEMO", "")
    if environment.write_once(demo=wanted or "1"):
        print("Random keys written to .env", flush=True)
    written = environment.read("DEMO")
    if wanted and written and wanted != written and "DATABASE_URL" not in os.environ:
        _fail(f"this folder was set up with DEMO={written}; use another clone for DEMO={wanted}.")


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            _fail(f"cannot listen on {host}:{port} ({error.strerror}); choose another PORT.")


def _fail(reason: str) -> NoReturn:
    sys.exit(f"make run: {reason}")


def _web(host: str, port: int) -> list[str]:
    return [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", os.environ.get("WEB_WORKERS") or "1", "--blocking-threads", "4"),
        # Said aloud, for a variable of the environment would switch it on: it quotes addresses.
        "--no-access-log",
        *("--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "project.wsgi:application",
    ]


def _worker() -> list[str]:
    return [
        str(BIN / "celery"),
        *("--app", "project", "worker", "--beat", "--schedule", "var/beat-schedule"),
        *("--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
    ]


def _start(name: str, command: list[str]) -> Part:
    log = LOGS / f"{name}.log"
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
    return Part(name, process, log)


def _die_with_parent() -> None:
    """Even `kill -9` of this program leaves no server behind (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _run_to_end(command: list[str]) -> int:
    """Run in the foreground, so that questions can be asked; a signal ends it too.

    Ctrl-C reaches everybody at the terminal: whoever asked may say what became of the answers.
    """
    with subprocess.Popen(command) as process:  # noqa: S603
        while process.poll() is None:
            if stopping:
                if sys.stdin and sys.stdin.isatty():
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(STOP_SECONDS)
                process.terminate()
                process.wait()
                return 130
            time.sleep(0.05)
    return process.returncode


def _watch(parts: list[Part], host: str, port: int) -> int:
    parent = os.getppid()
    interruptible = _catches_interrupt(parent)
    deadline = time.monotonic() + READY_SECONDS
    announced = False
    while not stopping:
        for part in parts:
            if part.process.poll() is not None:
                return _report_death(part)
        if not announced and (announced := _answers(host, port)):
            print(f"\nhttp://{host}:{port}/  (logs: var/log; stop with Ctrl-C)", flush=True)
        if not announced and time.monotonic() > deadline:
            _fail(f"no answer within {READY_SECONDS} seconds; see var/log.")
        if os.getppid() != parent or (interruptible and not _catches_interrupt(parent)):
            return 130
        time.sleep(0.2)
    return 0


def _catches_interrupt(pid: int) -> bool:
    """Whether `make` still handles SIGINT.

    Once interrupted it gives its handler back and waits for us, without passing the signal on.
    """
    with contextlib.suppress(OSError):
        name, *lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        caught = next(line.split()[1] for line in lines if line.startswith("SigCgt:"))
        return "make" in name and bool(int(caught, 16) & (1 << (signal.SIGINT - 1)))
    return False


def _answers(host: str, port: int) -> bool:
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    link = http.client.HTTPConnection(address, port, timeout=2)
    try:
        link.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def _report_death(part: Part) -> int:
    tail = part.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    print(f"{part.name} ended ({part.process.returncode}); stopping.", *tail, sep="\n", flush=True)
    return 1


def _end(parts: list[Part]) -> None:
    for part in parts:
        if part.process.poll() is None:
            part.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        with contextlib.suppress(subprocess.TimeoutExpired):
            part.process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.process.pid, signal.SIGKILL)
        part.process.wait()


if __name__ == "__main__":
    sys.exit(main())
