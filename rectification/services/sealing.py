"""Words that nobody may find in the database: encrypted with IDENTITY_KEY."""

import json
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings


def seal(words: Any) -> bytes:
    return _cipher().encrypt(json.dumps(words, ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview) -> Any:
    """Held in memory while it is shown: never store or log it."""
    return json.loads(_cipher().decrypt(bytes(sealed)))


def _cipher() -> Fernet:
    return Fernet(settings.IDENTITY_KEY)
