"""The file of a backup: a zip with a signed manifest that holds the hash of everything in it."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, NamedTuple, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from project.backup.refusal import Refused
from rectification.audit.seals import is_signed
from rectification.hashing import hash_of, line_of
from rectification.services.signing import sign

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
HEADS: Final = "heads.txt"
FILES: Final = "files.txt"
_DAMAGED: Final = (BadZipFile, zlib.error, KeyError, OSError, EOFError, RuntimeError, ValueError)
"""What reading a member raises where its bytes are others, or gone."""
_CHUNK: Final = 1 << 20
_FAST: Final = 1


class Kept(NamedTuple):
    """A file of the house in the archive, by its place there."""

    sha256: str
    size: int
    place: str


class Writer:
    """Writes the members one by one and remembers their hashes."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._zip = ZipFile(self._file, "w", compresslevel=_FAST)
        self._members: dict[str, str] = {}
        self.kept: list[Kept] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def add_lines(self, name: str, lines: Iterable[str]) -> None:
        self._members[name] = self._write(name, (f"{line}\n".encode() for line in lines))[0]

    def add_database(self, path: Path) -> None:
        with path.open("rb") as source:
            self._members[path.name] = self._write(path.name, _chunks(source))[0]

    def add_file(self, place: str, source: IO[bytes]) -> Kept:
        """Stored as it is: pictures and encrypted files do not become smaller."""
        kept = Kept(*self._write(place, _chunks(source), ZIP_STORED), place)
        self.kept.append(kept)
        return kept

    def close(self, told: dict[str, Any]) -> str:
        """Write the manifest, and all of it to the disk; returns the hash of the manifest."""
        self.add_lines(FILES, (f"{one.sha256} {one.size} {one.place}" for one in self.kept))
        manifest = line_of({**told, "format": FORMAT, "members": self._members})
        signed = sign(manifest)
        self._zip.writestr(MANIFEST, manifest)
        self._zip.writestr(SIGNATURE, line_of(signed._asdict()))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        return hash_of(manifest)

    def _write(
        self, name: str, chunks: Iterable[bytes], how: int = ZIP_DEFLATED
    ) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        self._zip.compression = how
        with self._zip.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        return digest.hexdigest(), size


@contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """Raises Refused for what is no archive, or not the one that was signed."""
    try:
        file = ZipFile(path)
    except BadZipFile as error:
        raise _not_whole(path, error) from error
    with file:
        yield Archive(path, file)


class Archive:
    """Its manifest and its list of files were proved; the rest is when it is read."""

    def __init__(self, path: Path, file: ZipFile) -> None:
        self._zip = file
        try:
            manifest = file.read(MANIFEST).decode()
            signed = json.loads(file.read(SIGNATURE))
            signature, self.public_key = str(signed["signature"]), str(signed["public_key"])
            told = json.loads(manifest)
        except (*_DAMAGED, TypeError) as error:
            raise _not_whole(path, error) from error
        self.code = hash_of(manifest)
        if not is_signed(manifest, signature, self.public_key):
            raise Refused(_("The manifest of the backup is not as it was signed."))
        if told["format"] != FORMAT:
            raise Refused(_("This backup has a form that this version does not know."))
        self.told: dict[str, Any] = told
        self._members: dict[str, str] = told["members"]
        self._require_hash(FILES)
        self.files = [_kept(line) for line in list(self.lines(FILES))]
        self._require_same_names()

    def lines(self, name: str) -> Iterator[str]:
        with self._zip.open(name) as member:
            for line in member:
                yield line.decode().rstrip("\n")

    def verify(self) -> None:
        """Read everything once, before anything is put anywhere."""
        for name in self._members:
            self._require_hash(name)
        for one in self.files:
            self._require_hash(one.place, one.sha256)

    def extract(self, name: str, to: Path) -> None:
        """Readable by its owner alone; its hash is proved on the way."""
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target:
            self._require_hash(name, self._members.get(name, ""), target)

    def extract_file(self, one: Kept, to: Path) -> None:
        with to.open("xb") as target:
            self._require_hash(one.place, one.sha256, target)

    def _require_hash(self, name: str, expected: str = "", into: IO[bytes] | None = None) -> None:
        digest = hashlib.sha256()
        try:
            with self._zip.open(name) as member:
                for chunk in _chunks(member):
                    digest.update(chunk)
                    if into is not None:
                        into.write(chunk)
        except _DAMAGED as error:
            raise Refused(
                _("%(name)s is damaged or missing in the backup.") % {"name": name}
            ) from (error)
        if digest.hexdigest() != (expected or self._members[name]):
            raise Refused(
                _("%(name)s is not what the manifest of the backup says.") % {"name": name}
            )

    def _require_same_names(self) -> None:
        named = [MANIFEST, SIGNATURE, *self._members, *(one.place for one in self.files)]
        there = self._zip.namelist()
        if wrong := set(named).symmetric_difference(there):
            raise Refused(_("%(name)s is damaged or missing in the backup.") % {"name": min(wrong)})
        if len(there) != len(named):
            raise Refused(_("One name stands in the backup twice."))


def _not_whole(path: Path, error: Exception) -> Refused:
    return Refused(_("%(file)s is no whole backup: %(error)s") % {"file": path, "error": error})


def _kept(line: str) -> Kept:
    """Refuses what would leave the folder it is put into, `media//etc` as well."""
    sha256, size, place = line.split(" ", 2)
    path = PurePosixPath(place)
    is_plain = str(path) == place and ".." not in path.parts
    if path.is_absolute() or not is_plain or len(path.parts) < 2:
        raise Refused(_("%(name)s is no place for a file.") % {"name": place})
    return Kept(sha256, int(size), place)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk
