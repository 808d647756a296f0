"""A backup: a snapshot of the database, then the files that it names, then the manifest.

In this order, because a file is stored before its row and erased with it: a file that comes
meanwhile has no row in the snapshot, and one that goes meanwhile is named.
"""

import tomllib
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from project.backup.archive import HEADS, Writer
from project.backup.engines import engine
from project.backup.facts import counts, heads, migrations, names_of_files, record_faults
from project.backup.files import add_attachments, add_checkpoints
from project.backup.keys import probes
from project.backup.refusal import Refused
from rectification.hashing import moment

_NAME: Final = "backup-{at:%Y%m%dT%H%M%SZ}.zip"
_NAMES: Final = "backup-*.zip"


class Made(NamedTuple):
    """`code` is the hash of the manifest, to be kept elsewhere."""

    path: Path
    code: str
    told: dict[str, Any]
    files: int

    @property
    def is_sound(self) -> bool:
        return not (self.told["missing"] or self.told["spoilt"] or self.told["faults"])


def back_up(out: Path, *, keep: int = 0) -> Made:
    """Write the file `out`, or a new one into the folder `out`; whole or not at all.

    With `keep` only so many of the newest stay in the folder, unless something was wrong: the
    older ones may then be the better ones.
    """
    engine().require_tools()
    path = _path_of(out)
    with TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        with Writer(draft) as writer:
            told = _write(writer, Path(folder))
            code = writer.close(told)
        draft.rename(path)
    made = Made(path, code, told, len(writer.kept))
    if keep and made.is_sound:
        _forget_all_but(keep, path)
    return made


def _forget_all_but(keep: int, newest: Path) -> None:
    """By their names; a clock that was set back does not make the one of today the oldest."""
    others = sorted(path for path in newest.parent.glob(_NAMES) if path != newest)
    for old in others[: max(0, len(others) - keep + 1)]:
        old.unlink()


def product_version() -> str:
    about = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(about["project"]["version"])


def _path_of(out: Path) -> Path:
    path = out / _NAME.format(at=timezone.now().astimezone(UTC)) if out.is_dir() else out
    if path.exists():
        raise Refused(_("%(file)s is there already.") % {"file": path})
    if not path.parent.is_dir():
        raise Refused(_("There is no folder %(folder)s.") % {"folder": path.parent})
    return path


def _write(writer: Writer, folder: Path) -> dict[str, Any]:
    begun = timezone.now()
    with engine().snapshot(folder) as dump:
        told: dict[str, Any] = {
            "at": moment(begun),
            "counts": counts(),
            "engine": connection.vendor,
            "faults": record_faults(),
            "migrations": migrations(),
            "probes": probes(),
            "version": product_version(),
        }
        writer.add_lines(HEADS, heads())
        found = add_attachments(writer)
        spoilt = [*found.spoilt, *add_checkpoints(writer)]
    writer.add_database(dump)
    return {**told, "spoilt": spoilt, **_sorted_out(found.absent)}


def _sorted_out(absent: Iterable[str]) -> dict[str, list[str]]:
    """What the database names no longer was erased meanwhile; the rest ought to be there."""
    named = names_of_files() if absent else set()
    return {
        "erased": [name for name in absent if name not in named],
        "missing": [name for name in absent if name in named],
    }
