"""One hash over many lines, and the proof that a line is among them (as RFC 6962 builds the tree).

Leaves and nodes are hashed with different signs before them, so that none passes for the other.
"""

import hashlib
from collections.abc import Sequence
from typing import Final, NamedTuple

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


class Neighbour(NamedTuple):
    """What one level of a proof adds: the hash beside, and whether it stands to the left."""

    is_left: bool
    hash: str


def root_of(lines: Sequence[str]) -> str:
    """Raises ValueError where there is no line."""
    level = [_leaf(line) for line in lines]
    while len(level) > 1:
        level = _level_above(level)
    if not level:
        raise ValueError("a tree has at least one leaf")
    return level[0].hex()


def proof_of(lines: Sequence[str], index: int) -> list[Neighbour]:
    """From the leaf to the root; a node without a neighbour goes up as it is."""
    level = [_leaf(line) for line in lines]
    proof = []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            proof.append(Neighbour(is_left=beside < index, hash=level[beside].hex()))
        level, index = _level_above(level), index // 2
    return proof


def root_by(line: str, proof: Sequence[Neighbour]) -> str:
    """The root to which a proof leads from its line."""
    found = _leaf(line)
    for is_left, beside in proof:
        other = bytes.fromhex(beside)
        found = _node(other, found) if is_left else _node(found, other)
    return found.hex()


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + list(level[len(level) - len(level) % 2 :])


def _leaf(line: str) -> bytes:
    return hashlib.sha256(_LEAF + line.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
