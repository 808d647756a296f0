"""The pictures by which papers are looked at: one of each, shown on the page, and small."""

import re
from typing import Final

from rectification.documents.lists import LISTS
from rectification.documents.papers import PAPERS
from rectification.enums import DocumentKind, DocumentVariant
from tools.paper_pictures import FOLDER

PAGE: Final = FOLDER.parent.parent / "papers.md"
LARGEST, ALL_TOGETHER = 60_000, 1_500_000
INSIDE_ONLY: Final = {DocumentKind.CASE_FILE}


def drawn() -> set[str]:
    return {path.stem for path in FOLDER.glob("*.png")}


def test_each_paper_in_each_variant_has_its_picture_with_everything() -> None:
    kinds = {*PAPERS, DocumentKind.ANNUAL_REPORT}
    assert kinds == {*DocumentKind}
    wanted = {
        f"eventful-{kind.replace('_', '-')}-{variant}"
        for kind in kinds
        for variant in DocumentVariant
        if variant == DocumentVariant.INTERNAL or kind not in INSIDE_ONLY
    }
    assert wanted <= drawn()


def test_each_list_has_its_pictures() -> None:
    wanted = {f"{scene}-list-{name}" for scene in ("ordinary", "eventful") for name in LISTS}
    assert {*wanted, "eventful-list-ledger-public"} <= drawn()


def test_page_shows_every_picture_and_no_other() -> None:
    shown = re.findall(r'src="images/papers/([^"]+)\.png"', PAGE.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(drawn())


def test_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL_TOGETHER
