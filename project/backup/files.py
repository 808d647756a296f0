"""Attachments and checkpoint files: into the archive, and back into their folders."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from project.backup.archive import Archive, Writer
from project.backup.facts import names_in_history, names_of_files, shown_hashes
from project.backup.refusal import Refused
from rectification.models import Checkpoint

MEDIA: Final = "media"
CHECKPOINTS: Final = "checkpoints"
ASIDE: Final = "before-restore-"


class Found(NamedTuple):
    """Names of files that a row names and that are not there; of files that are not as stored."""

    absent: list[str]
    spoilt: list[str]


def folders() -> dict[str, Path]:
    return {MEDIA: Path(settings.MEDIA_ROOT), CHECKPOINTS: Path(settings.CHECKPOINT_DIR)}


def add_attachments(writer: Writer) -> Found:
    """Every file that the database names; one without a row is nobody's."""
    needed, shown, found = names_of_files(), shown_hashes(), Found([], [])
    for name in sorted(needed | names_in_history()):
        try:
            source = (folders()[MEDIA] / name).open("rb")
        except FileNotFoundError:
            if name in needed:
                found.absent.append(name)
            continue
        with source:
            kept = writer.add_file(f"{MEDIA}/{name}", source)
        if shown.get(name, kept.sha256) != kept.sha256:
            found.spoilt.append(name)
    return found


def add_checkpoints(writer: Writer) -> list[str]:
    """Those that the database knows; the names of files that say something else than it does."""
    spoilt = []
    rows = Checkpoint.objects.order_by("number").values_list("number", "statement")
    for number, statement in rows.iterator():
        path = folders()[CHECKPOINTS] / f"{number:06d}.json"
        if not path.exists():
            continue
        with path.open("rb") as source:
            writer.add_file(f"{CHECKPOINTS}/{path.name}", source)
        if json.loads(path.read_text())["statement"] != statement:
            spoilt.append(path.name)
    return spoilt


def require_empty_folders() -> None:
    for folder in folders().values():
        if any(_own(folder)):
            raise Refused(_("There are files already in %(folder)s.") % {"folder": folder})


def place_files(archive: Archive, *, stamp: str, undo: ExitStack) -> None:
    """Put them into their folders; what lay there goes into a folder of its own beside them."""
    for kind, folder in folders().items():
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        _set_aside(folder, stamp, undo)
        undo.callback(_empty, folder)
        for one in archive.files:
            if one.place.startswith(f"{kind}/"):
                path = folder / one.place.removeprefix(f"{kind}/")
                path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
                archive.extract_file(one, path)
                path.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def _set_aside(folder: Path, stamp: str, undo: ExitStack) -> None:
    if found := list(_own(folder)):
        aside = folder / stamp
        aside.mkdir(mode=0o750)
        undo.callback(aside.rmdir)
        for path in found:
            moved = path.rename(aside / path.name)
            undo.callback(moved.rename, path)


def _empty(folder: Path) -> None:
    for path in list(_own(folder)):
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()


def _own(folder: Path) -> Iterator[Path]:
    """What lies there but for what an earlier restore has set aside."""
    if folder.exists():
        yield from (path for path in folder.iterdir() if not path.name.startswith(ASIDE))
