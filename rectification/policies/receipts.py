"""Receipt codes: what a reporter keeps instead of his name. Only their hash is stored."""

import secrets
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L: codes are copied by hand."""

LENGTH: Final = 12
GROUP: Final = 4


def random_code() -> str:
    """Twelve characters in groups of four, as `7KQM-2XWD-H9AB`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def hash_of(code: str, *, key: str | bytes = "") -> str:
    """Hash with the server's key, so that a stolen table cannot be searched for codes."""
    return salted_hmac(
        "rectification.receipt",
        _normal(code),
        secret=key or settings.SECRET_KEY,
        algorithm="sha256",
    ).hexdigest()


def hashes_of(code: str) -> list[str]:
    """The hash under the present key and under those it replaced."""
    return [hash_of(code, key=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _normal(code: str) -> str:
    """Blanks, dashes and small letters do not matter to whoever types the code."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)
