"""Archives as whoever owns the machine could make them anew, every hash put right."""

import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from project.backup.archive import FILES, MANIFEST, SIGNATURE
from rectification.hashing import line_of
from rectification.services.signing import sign

Members = dict[str, bytes]


def read(path: Path) -> Members:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: Members) -> Path:
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def signed_anew(members: Members) -> Members:
    """By whoever has another key, and has put every hash right."""
    manifest = json.loads(members[MANIFEST])
    lines = []
    for line in members[FILES].decode().splitlines():
        _hash, size, place = line.split(" ", 2)
        lines.append(f"{sha256(members.get(place, b'')).hexdigest()} {size} {place}\n")
    members[FILES] = "".join(lines).encode()
    for name in manifest["members"]:
        manifest["members"][name] = sha256(members[name]).hexdigest()
    members[MANIFEST] = line_of(manifest).encode()
    members[SIGNATURE] = line_of(sign(members[MANIFEST].decode())._asdict()).encode()
    return members
