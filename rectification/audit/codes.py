"""Short codes printed on paper, typed by hand: of a checkpoint (检查码), of a document (验证码)."""

import hashlib
from typing import Final

from rectification.models import Checkpoint

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter that could be taken for another sign."""
_CHECKPOINT_BYTES: Final = 15
_DOCUMENT_BYTES: Final = 10
_TOGETHER: Final = 4
DOCUMENT_SIGNS: Final = _DOCUMENT_BYTES * 8 // 5
_ALIKE: Final = str.maketrans("OIL", "011", " -")


def code_of(checkpoint: Checkpoint) -> str:
    """120 bits of the hash of the statement, in groups of four.

    Long enough that nobody finds a second statement for a code, nor two with the same one.
    """
    return _code(checkpoint.statement, _CHECKPOINT_BYTES)


def document_code(statement: str) -> str:
    """80 bits: nobody guesses one, nor finds another statement for one that is printed.

    Two statements with one code could be looked for by whoever runs the server; it would give him
    nothing, for a code says which paper was issued and only the file is compared byte by byte.
    """
    return _code(statement, _DOCUMENT_BYTES)


def typed_document_code(typed: str) -> str:
    """As it is printed, from what somebody typed or copied; empty for what is none."""
    signs = typed.upper().translate(_ALIKE)
    if len(signs) != DOCUMENT_SIGNS or not set(signs) <= set(_DIGITS):
        return ""
    return _grouped(signs)


def _code(statement: str, size: int) -> str:
    number = int.from_bytes(hashlib.sha256(statement.encode()).digest()[:size], "big")
    places = range(size * 8 // 5 - 1, -1, -1)
    return _grouped("".join(_DIGITS[number >> 5 * place & 31] for place in places))


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _TOGETHER] for at in range(0, len(signs), _TOGETHER))
