"""One hash over many lines, and proofs that lead to it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.audit.merkle import proof_of, root_by, root_of
from tools import verify_records

LINES = st.lists(st.text(max_size=8), min_size=1, max_size=20)


@given(LINES)
def test_every_line_leads_to_the_root_and_to_the_same_one_in_the_verifier(lines: list[str]) -> None:
    root = root_of(lines)
    assert verify_records.root_of(lines) == root
    for at, line in enumerate(lines):
        path = proof_of(lines, at)
        assert root_by(line, path) == root
        assert verify_records.root_by(line, path) == root
        assert root_by(f"{line}。", path) != root


def test_one_line_is_hashed_with_the_sign_of_a_leaf() -> None:
    assert root_of(["甲"]) == hashlib.sha256("\x00甲".encode()).hexdigest()
    assert proof_of(["甲"], 0) == []


def test_no_line_has_no_root() -> None:
    with pytest.raises(ValueError, match="at least one"):
        root_of([])
