"""The short code of a checkpoint (检查码): printed on paper, typed by hand into the verifier."""

import hashlib
from typing import Final

from rectification.models import Checkpoint

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter that could be taken for another sign."""
_BYTES: Final = 15
_TOGETHER: Final = 4


def code_of(checkpoint: Checkpoint) -> str:
    """120 bits of the hash of the statement, in groups of four.

    Long enough that nobody finds a second statement for a code, nor two with the same one.
    """
    number = int.from_bytes(hashlib.sha256(checkpoint.statement.encode()).digest()[:_BYTES], "big")
    places = range(_BYTES * 8 // 5 - 1, -1, -1)
    signs = "".join(_DIGITS[number >> 5 * place & 31] for place in places)
    return "-".join(signs[at : at + _TOGETHER] for at in range(0, len(signs), _TOGETHER))
