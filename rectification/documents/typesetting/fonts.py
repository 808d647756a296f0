"""Which faces a paper is set in: those of the standard by name, then free ones that are shipped.

方正小标宋, 仿宋_GB2312 and 楷体_GB2312 are not free. They are named and never shipped: Word finds
them on the computer of the office, the pdf in the folder that `PAPER_FONTS` names. Fonts of the
machine are left aside, so that two servers set the same paper in the same way.
"""

from functools import cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings
from pylopdf_fonts_zh_cn import sans_path, serif_path

BODY: Final = "FangSong_GB2312"
TITLE: Final = "FZXiaoBiaoSong-B05S"
FIRST_LEVEL: Final = "SimHei"
SECOND_LEVEL: Final = "KaiTi_GB2312"
FOLIO: Final = "SimSun"

_SERIF: Final = "Noto Serif SC"
_SANS: Final = "Noto Sans SC"
_FALLBACK: Final[dict[str, list[str]]] = {
    "body": [BODY, "FangSong", "STFangsong", "Zhuque Fangsong (technical preview)", _SERIF],
    "title": [TITLE, "FZXiaoBiaoSong-B05", "STZhongsong", _SERIF],
    "first": [FIRST_LEVEL, "STHeiti", _SANS],
    "second": [SECOND_LEVEL, "KaiTi", "STKaiti", "LXGW WenKai", _SERIF],
    "folio": [FOLIO, "STSong", _SERIF],
}


def found() -> typst.Fonts:
    """Those of the office's folder and the free ones."""
    return _read(str(settings.PAPER_FONTS or ""))


@cache
def _read(folder: str) -> typst.Fonts:
    """Reading twenty megabytes takes longer than setting a page: once for the process."""
    shipped: list[str | Path] = [serif_path(), sans_path()]
    paths = [folder, *shipped] if folder else shipped
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(Path(path).parent if path in shipped else path) for path in paths}),
    )


def as_inputs() -> dict[str, list[str]]:
    """For each use the faces in order of preference, of those that are there."""
    there = {name.lower() for name in found().families()}
    return {
        use: [name for name in names if name.lower() in there] for use, names in _FALLBACK.items()
    }
