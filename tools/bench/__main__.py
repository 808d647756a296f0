"""All subjects, or those that are named; on PostgreSQL the writers at once as well."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator

import django

from tools.bench.measuring import Result


def main(named: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings.test"
    django.setup()
    logging.disable()  # a line for each request would hide the figures
    known = _subjects()
    if unknown := set(named) - set(known):
        sys.exit(f"bench: {', '.join(unknown)}; known are {', '.join(known)}")
    results = [result for name in named or known for result in known[name]()]
    print(json.dumps({"python": sys.version.split()[0], "results": results}, ensure_ascii=False))
    return 0


def _subjects() -> dict[str, Callable[[], Iterator[Result]]]:
    from tools.bench import paper, proving, saving, verifying, writers  # noqa: PLC0415 - needs django.setup()
    from tools.bench.lifecycle import measure as lifecycle  # noqa: PLC0415

    return {
        "lifecycle": lifecycle,
        "saving": saving.measure,
        "writers": writers.measure,
        "proving": proving.measure,
        "verify": verifying.measure,
        "paper": paper.measure,
        "township": _township,
    }


def _township() -> Iterator[Result]:
    """What needs many cases, in one township that grows."""
    from tests.factories import township  # noqa: PLC0415 - needs django.setup()
    from tools.bench import importing, ledger, lists  # noqa: PLC0415
    from tools.bench.town import database  # noqa: PLC0415

    with database():
        town = township()
        yield from lists.measure(town)
        yield importing.measure(town)
        yield ledger.measure(town)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
