"""Set the papers of two cases as pictures for docs/papers.md: `python -m tools.paper_pictures`.

The cases are those that the tests play, under a clock that stands still, and the faces the free
ones that are shipped: the same code gives the same pictures.
"""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django

if TYPE_CHECKING:
    import time_machine

    from rectification.documents.typesetting import Contents
    from rectification.policies.authority import Authority
    from tests.factories import Township
    from tests.workflows.play import Play

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "images" / "papers"
NUMBER: Final = "云问样〔2026〕1号"
CODE: Final = "7F3K-2M9P-QW4X-8HJT"
"""Of no paper: what is printed once one is issued, where otherwise the draft would say so."""
COLOURS: Final = 32
GAP: Final = 8
GREY: Final = "#888888"
HALF: Final = 0.5
SIDE_BY_SIDE: Final = 2
OF_A_FILE: Final = 6
"""Pages in a picture: of a file, which is shown at half its size, cover, index and first papers."""

Scene = Callable[["Township", "time_machine.Traveller"], "Play"]
Named = tuple[str, "Contents"]


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings.test"
    django.setup()
    from tests.rectification.documents.papers.scenes import eventful, ordinary  # noqa: PLC0415

    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for scene in (ordinary, eventful):
        for name, contents in _papers_of(scene):
            path = FOLDER / f"{scene.__name__}-{name}.png"
            path.write_bytes(_picture(contents))
            print(path.relative_to(FOLDER.parent.parent.parent), path.stat().st_size)
    return 0


def _papers_of(scene: Scene) -> Iterator[Named]:
    """In a township of its own, of which nothing stays."""
    import time_machine  # noqa: PLC0415 - a requirement of the suite

    from tests.days import MONDAY  # noqa: PLC0415 - needs django.setup()
    from tests.factories import township  # noqa: PLC0415
    from tools.bench.town import database  # noqa: PLC0415

    with database(), time_machine.travel(MONDAY, tick=False) as clock:
        town = township()
        play = scene(town, clock)
        yield from _of_case(play, town)
        yield from _of_year(play)
        yield from _of_lists(town)


def _of_case(play: "Play", town: "Township") -> Iterator[Named]:
    """The latest paper of each kind and variant, as the office has it; the answer to an objection
    is of whoever wrote it."""
    from rectification.documents.papers import contents_of, offers_in  # noqa: PLC0415
    from tests.rectification.documents.papers.read import reading_of  # noqa: PLC0415

    taken = set()
    handlers = [each.handled_by for each in play.case.objections.all() if each.handled_by]
    for reader in (town.officer, *handlers):
        reading = reading_of(play.case, reader)
        for offer in offers_in(reading):
            for variant in offer.subject.variants:
                kind = offer.paper.kind
                name = f"{kind}-{variant}".replace("_", "-")
                if name in taken:
                    continue
                taken.add(name)
                contents = contents_of(reading, kind, offer.subject.pk, variant)
                yield name, contents.issued(number=contents.number or NUMBER, code=CODE)


def _of_year(play: "Play") -> Iterator[Named]:
    from rectification.documents.papers import annual_report  # noqa: PLC0415
    from rectification.enums import DocumentVariant  # noqa: PLC0415
    from rectification.policies.days import today  # noqa: PLC0415

    for variant in DocumentVariant:
        place = play.case.owner_organisation
        assert place is not None
        yield f"annual-report-{variant}", annual_report(place, today().year, today(), variant)


def _of_lists(town: "Township") -> Iterator[Named]:
    """As the office prints them."""
    from rectification.documents.lists import (  # noqa: PLC0415
        LISTS,
        ListPaper,
        ListReader,
        contents_of_list,
    )
    from rectification.documents.typesetting import in_words_of_papers  # noqa: PLC0415
    from rectification.policies.authority import authority_of  # noqa: PLC0415
    from rectification.policies.days import today  # noqa: PLC0415
    from rectification.selectors.calendar import current_calendar  # noqa: PLC0415
    from rectification.selectors.lists import listed_cases  # noqa: PLC0415
    from rectification.web.list_forms import ListFilter, about_list  # noqa: PLC0415
    from tools.bench.town import user_of  # noqa: PLC0415

    user = user_of(town.officer.pk)
    authority, form = authority_of(user), ListFilter({}, ())
    with in_words_of_papers():
        about = about_list(form, authority, today())
        for kind in LISTS.values():
            cases = kind.giving_lines(listed_cases(user, authority, form.chosen))
            reader = ListReader(kind, authority, today(), current_calendar())
            rows = (row.values for row in reader.all_rows(cases))
            paper = ListPaper(str(kind.label), about, kind.columns)
            yield f"list-{kind.name}", contents_of_list(paper, rows)
        yield from _public_ledger(authority, about)


def _public_ledger(authority: "Authority", about: str) -> Iterator[Named]:
    """What everybody in the township may read of it; of a member's case nothing."""
    from rectification.documents.lists import ListPaper, contents_of_list  # noqa: PLC0415
    from rectification.documents.lists.public import PUBLIC_COLUMNS  # noqa: PLC0415
    from rectification.enums import PublicationScope  # noqa: PLC0415
    from rectification.selectors.lists import Chosen  # noqa: PLC0415
    from rectification.selectors.public_lists import public_texts  # noqa: PLC0415

    texts = public_texts("ledger", authority, PublicationScope.TOWNSHIP, Chosen())
    rows = [[column.value(notice) for column in PUBLIC_COLUMNS] for notice in texts]
    if rows:
        paper = ListPaper("整改台账（公开版）", about, PUBLIC_COLUMNS)
        yield "list-ledger-public", contents_of_list(paper, rows)


def _picture(contents: "Contents") -> bytes:
    """Its first pages side by side, in few colours: to be looked at."""
    from PIL import Image  # noqa: PLC0415 - after the settings are chosen

    from rectification.documents.typesetting import Layout, pictures_of  # noqa: PLC0415

    is_file = contents.layout == Layout.FILE
    wanted, share = (OF_A_FILE, HALF) if is_file else (SIDE_BY_SIDE, 1)
    pages = pictures_of(contents.layout, contents.data())[:wanted]
    sheets = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    width, height = (round(each * share) for each in sheets[0].size)
    columns = min(len(sheets), wanted // 2 if is_file else wanted)
    rows = -(-len(sheets) // columns)
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GREY)
    for place, sheet in enumerate(sheets):
        row, column = divmod(place, columns)
        at = (GAP + column * (width + GAP), GAP + row * (height + GAP))
        whole.paste(sheet.resize((width, height)), at)
    target = io.BytesIO()
    whole.quantize(COLOURS).save(target, "png", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
