"""What must be true before serving: words compiled, tables migrated, a township or an office."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

import django
from django.conf import settings
from django.core.management import call_command

from tools import environment
from tools.messages import compile_catalogues
from tools.tables import bring_up_to_date

ACCOUNTS: Final = environment.ROOT / "fixtures" / "demo" / "accounts.txt"
# Lies here while the demo is being loaded. Found at a start, it means: the load was interrupted.
LOADING: Final = environment.ROOT / "var" / "loading-demo"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.dev")
    compile_catalogues()
    django.setup()
    if LOADING.exists():
        _clear_half_loaded_demo()
    print("Migrating …", flush=True)
    bring_up_to_date()
    # A new version may grant a role more, or less, than the one before it.
    call_command("derive_grants")
    code = 0 if _is_inhabited() else _populate()
    if code == 0:
        call_command("check", databases=["default"], stdout=io.StringIO())
        _introduce()
    return code


def _is_inhabited() -> bool:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - needs django.setup()

    return get_user_model()._default_manager.exists()


def _populate() -> int:
    if not settings.DEMO:
        return _manage("init_office")
    print("Loading the demo township …", flush=True)
    LOADING.touch()
    code = _manage("load_demo")
    if code == 0:
        LOADING.unlink()
    return code


def _introduce() -> None:
    """Who lives in the demo, at every start."""
    if settings.DEMO:
        print(f"\nDemo accounts, password {settings.DEMO_PASSWORD}:\n")
        print(ACCOUNTS.read_text(encoding="utf-8"), flush=True)


def _manage(command: str) -> int:
    """A process of its own: the demo is made under frozen time, and the office asks questions."""
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", command], cwd=environment.ROOT
    ) as process:
        try:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()
            return process.wait()  # the terminal told it too, and it says what became of it
        finally:
            process.terminate()


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _clear_half_loaded_demo() -> None:
    """The marker is set on empty databases only, so nothing but the demo's own start is lost."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        sys.exit("make run: the demo was loaded by half; empty the database and start again.")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
    LOADING.unlink()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
