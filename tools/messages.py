"""Extract, merge and compile the words of the pages, without the gettext system package.

`python -m tools.messages` brings `locale/zh_Hans` up to date with the code; the start and the
suite compile. English needs no catalogue: it is the language of the ids.
"""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = ROOT / "locale"
CHINESE: Final = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
CODE: Final = ("project", "workflows", "rectification", "templates")
SINGLE, PLURAL, CONTEXT, BOTH = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: Final = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": BOTH,
    "npgettext_lazy": BOTH,
}
HEADER: Final = (
    "# The Chinese words of the product. `make messages` keeps it in step with the code.\n#"
)
FIXED: Final = datetime(2026, 1, 1, tzinfo=UTC)


def extract() -> Catalog:
    """Every message of the code and the templates, with the file it stands in."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources():
        for function, message, comments in _messages_of(path):
            spec = KEYWORDS[function]
            parts = message if isinstance(message, tuple) else (message,)
            if not all(parts[: len(spec)]):
                continue
            context = parts[0] if spec in {CONTEXT, BOTH} else None
            ids = parts[1 : len(spec)] if context else parts[: len(spec)]
            catalogue.add(
                ids if len(ids) > 1 else ids[0],
                locations=[(path.relative_to(ROOT).as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def _sources() -> Iterator[Path]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _messages_of(path: Path) -> Iterator[tuple[str, Any, list[str]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # It looks like Python but for its indentation.
        text = "\n".join(map(str.lstrip, templatize(text, origin=str(path)).splitlines()))
    # Babel's own annotation of what it yields is out of step with what it yields.
    found: Any = extract_python(io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {})
    for _line, function, message, comments in found:
        yield function, message, comments


def read_chinese() -> Catalog:
    if not CHINESE.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update() -> None:
    catalogue = read_chinese()
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "rectification", "1", ""
    catalogue.last_translator = catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = FIXED
    catalogue.fuzzy = False
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    with CHINESE.open("wb") as file:
        write_po(file, catalogue, sort_output=True, include_lineno=False, width=100)


def compile_catalogues() -> None:
    """Write a `.mo` beside each newer `.po`, in one step, so that readers never see half."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)


if __name__ == "__main__":
    update()
    compile_catalogues()
