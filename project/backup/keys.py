"""Whether the keys of this machine are those of the backup, which holds none of them."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.signing import BadSignature, Signer

from rectification.services.encryption import decrypt, encrypt
from rectification.services.signing import sign

_WORDS: Final = "rectification"


class Key(StrEnum):
    IDENTITY = "IDENTITY_KEY"
    SECRET = "SECRET_KEY"  # noqa: S105 - its name
    RECORDS = "RECORDS_KEY_FILE"


def probes() -> dict[str, str]:
    """A word that only the holder of a key can have written: it tells nothing of the key."""
    return {Key.IDENTITY: encrypt(_WORDS).decode(), Key.SECRET: _signer().sign(_WORDS)}


def other_keys(told: dict[str, str], public_key: str) -> list[Key]:
    """Those that are not here, or are not the same here."""
    found = []
    try:
        decrypt(told[Key.IDENTITY].encode())
    except InvalidToken:
        found.append(Key.IDENTITY)
    try:
        _signer().unsign(told[Key.SECRET])
    except BadSignature:
        found.append(Key.SECRET)
    if not Path(settings.RECORDS_KEY_FILE).exists() or sign("").public_key != public_key:
        found.append(Key.RECORDS)
    return found


def _signer() -> Signer:
    return Signer(salt="project.backup")
