"""Every word of the pages has its Chinese, none is doubtful, and placeholders agree.

A figure and the Chinese beside it are written together, as in official papers.
"""

import re
import sys
from collections.abc import Iterator
from typing import Final

from babel.messages.catalog import Catalog, Message

from tools.messages import extract, read_chinese

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
APART: Final = re.compile(r"%\(\w+\)d [\u4e00-\u9fff]|[\u4e00-\u9fff] %\(\w+\)d")
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")


def problems(wanted: Catalog, chinese: Catalog) -> Iterator[str]:
    for message in wanted:
        if not message.id:
            continue
        identifier = message.id if isinstance(message.id, str) else message.id[0]
        if HAN.search(identifier):
            yield f"the id is not English: {_where(message)}"
            continue
        translated = chinese.get(identifier, message.context)
        if translated is None or not any(_strings(translated)):
            yield f"no Chinese: {_where(message)}"
        elif translated.fuzzy:
            yield f"doubtful (fuzzy): {_where(message)}"
        elif _placeholders_differ(message, translated):
            yield f"placeholders differ: {_where(message)}"
        elif any(map(APART.search, _strings(translated))):
            yield f"a figure stands apart: {_where(message)}"


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _placeholders_differ(message: Message, translated: Message) -> bool:
    """Chinese has one plural form: it may leave out what only one of the English forms names."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    allowed = set().union(*(_placeholders(text) for text in ids))
    needed = set.intersection(*(_placeholders(text) for text in ids))
    return any(
        not needed <= _placeholders(text) <= allowed for text in _strings(translated) if text
    )


def _placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def _where(message: Message) -> str:
    places = ", ".join(sorted({path for path, _line in message.locations}))
    context = f" [{message.context}]" if message.context else ""
    return f"{message.id!r}{context} ({places})"


def main() -> int:
    found = list(problems(extract(), read_chinese()))
    print(*found, sep="\n")
    print(f"{len(found)} words to settle" if found else "translations complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
