"""The key that signs checkpoints: made at the first one, readable by its owner only."""

import os
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


class Signed(NamedTuple):
    """Both as hexadecimal digits."""

    signature: str
    public_key: str


def sign(statement: str) -> Signed:
    """Ed25519. Raises OSError where the key can neither be read nor made."""
    key = _key()
    return Signed(key.sign(statement.encode()).hex(), key.public_key().public_bytes_raw().hex())


def _key() -> Ed25519PrivateKey:
    path = Path(settings.RECORDS_KEY_FILE)
    if not path.exists():
        _make(path)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def _make(path: Path) -> None:
    """Whole or not at all: two that begin at once take the one that was there first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
