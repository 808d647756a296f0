"""A paper of one page as pdf, beside the same page with nothing on it but what every paper has."""

import statistics
from collections.abc import Iterator

from tools.bench.measuring import Result, compare, tell, wall


def measure() -> Iterator[Result]:
    from rectification.documents.templates import bare, sample  # noqa: PLC0415 - django.setup()
    from rectification.documents.typesetting import Layout, pdf_of  # noqa: PLC0415

    whole, empty = (made(Layout.FORM) for made in (sample, bare))
    taken: list[float] = []

    def paper() -> None:
        taken.append(wall(lambda: pdf_of(whole.layout, whole.data())))

    result = compare("paper of one page", lambda: pdf_of(empty.layout, empty.data()), paper)
    each = round(statistics.median(taken) * 1000)
    tell("paper of one page", f"{each} ms")
    yield {**result, "milliseconds": each}
