"""A list of five hundred problems beside one of fifty.

Twenty seconds are promised to the office that waits for it.
"""

import sys
from functools import partial
from typing import TYPE_CHECKING

from tools.bench.measuring import Result, seconds, tell

if TYPE_CHECKING:
    from tests.factories import Township


def measure(town: "Township") -> Result:
    """Seconds of computing, both times once."""
    taken = {}
    for count in (50, 500):
        taken[count] = seconds(partial(_import_list, town, count))
    ratio = taken[500] / taken[50]
    tell("import of 500 rows", f"{taken[500]:6.2f} s, {ratio:.2f} times 50")
    return {"name": "import of 500 rows", "seconds": round(taken[500], 1), "ratio": round(ratio, 2)}


def _import_list(town: "Township", count: int) -> None:
    from rectification.enums import SourceKind  # noqa: PLC0415 - needs django.setup()
    from rectification.services.batches import Handed  # noqa: PLC0415
    from rectification.services.importing import Importer, Instructions  # noqa: PLC0415
    from tests.rectification.imports.lists import problems  # noqa: PLC0415
    from workflows.batches import import_batch  # noqa: PLC0415

    unit = town.east.organisation.name
    marks = "学习党费活动议题记录走访公开值班谈心台账"
    texts = [f"{marks[n % 20]}第{n}项：{marks[n % 7 :: 3]}共{count}项未落实" for n in range(count)]
    rows = [(1, "学习教育方面", text, unit, "", "立行立改", "") for text in texts]
    report = import_batch(
        handed=Handed(problems(*rows), SourceKind.INSPECTION),
        name=f"{count}.xlsx",
        importer=Importer(),
        instructions=Instructions(),
    )
    if not report.written:
        sys.exit(f"the list of {count} was refused: {report.refused}")
