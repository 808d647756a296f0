"""What nobody may find in the database or on the disk: encrypted with IDENTITY_KEY."""

import json
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings


def encrypt(words: Any) -> bytes:
    return encrypt_bytes(json.dumps(words, ensure_ascii=False).encode())


def decrypt(sealed: bytes | memoryview) -> Any:
    """Held in memory while it is shown: never store or log it."""
    return json.loads(decrypt_bytes(bytes(sealed)))


def encrypt_bytes(content: bytes) -> bytes:
    """A file that holds the identities of reporters beside other things: registers, scans."""
    return _cipher().encrypt(content)


def decrypt_bytes(sealed: bytes) -> bytes:
    return _cipher().decrypt(sealed)


def _cipher() -> Fernet:
    return Fernet(settings.IDENTITY_KEY)
