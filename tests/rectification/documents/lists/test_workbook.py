"""A workbook that is not finished."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from rectification.documents.lists import LISTS, Value
from rectification.documents.lists.workbook import workbook


def test_half_a_list_is_left_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    columns = LISTS["problems"].columns

    def rows() -> Iterator[list[Value]]:
        yield ["云台〔2026〕1号"] * len(columns)
        assert list(tmp_path.iterdir())
        raise ConnectionError

    with pytest.raises(ConnectionError):
        workbook("问题清单", columns, rows(), about="", to=BytesIO())
    assert list(tmp_path.iterdir()) == []
