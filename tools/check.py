"""`make check`: every check of the house, all of them even when one fails."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

BIN: Final = Path(sys.executable).parent
CODE: Final = ("manage.py", "project", "rectification", "workflows", "tests", "tools")
MANAGE: Final = (sys.executable, "manage.py")
# No check needs a database with rows in it.
QUIET: Final = {
    "DJANGO_SETTINGS_MODULE": "project.settings.test",
    "DATABASE_URL": "sqlite://:memory:",
}
DEPLOYED: Final = {
    "DJANGO_SETTINGS_MODULE": "project.settings.prod",
    "DATABASE_URL": "sqlite://:memory:",
    "SECRET_KEY": "only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "IDENTITY_KEY": "b25seS1mb3ItdGhpcy1jaGVjay0wMTIzNDU2Nzg5YWI=",
    "ALLOWED_HOSTS": "rectification.example",
    "DEMO": "0",
}
STEPS: Final[tuple[tuple[str, tuple[str, ...], dict[str, str]], ...]] = (
    ("format", (str(BIN / "ruff"), "format", "--check", *CODE), {}),
    ("lint", (str(BIN / "ruff"), "check", *CODE), {}),
    ("types", (str(BIN / "mypy"),), QUIET),
    ("imports", (str(BIN / "lint-imports"),), QUIET),
    ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), QUIET),
    ("deployment", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), DEPLOYED),
    ("translations", (sys.executable, "-m", "tools.check_translations"), {}),
    ("templates", (str(BIN / "djlint"), "templates", "--lint", "--quiet"), {}),
    ("house rules", (sys.executable, "-m", "tools.check_house"), {}),
)


def main() -> int:
    failed = [name for name, command, extra in STEPS if not _passes(name, command, extra)]
    print(f"\n{len(STEPS) - len(failed)} passed, {len(failed)} failed")
    if failed:
        print("Failed:", ", ".join(failed))
    return 1 if failed else 0


def _passes(name: str, command: tuple[str, ...], extra: dict[str, str]) -> bool:
    done = subprocess.run(  # noqa: S603
        command,
        env={**os.environ, **extra},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {name}", flush=True)
    if not passed or name == "house rules":
        print(done.stdout, flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
