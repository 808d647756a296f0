"""A whole bundle of records proved, beside reading it and hashing each of its files once."""

import statistics
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.bench.measuring import Result, compare, tell, wall
from tools.bench.town import database

CASES: Final = 50
"""Cases with words, files and versions in the bundle."""


def measure() -> Iterator[Result]:
    from tools import verify_records  # noqa: PLC0415 - needs django.setup()

    bundle = _bundle()
    taken: list[float] = []

    def floor() -> None:
        for content in verify_records.read_bundle(BytesIO(bundle)).values():
            sha256(content).hexdigest()

    def verify() -> None:
        found = verify_records.verify(verify_records.read_bundle(BytesIO(bundle)))
        if found.faults:
            raise ValueError(found.faults)

    result = compare("bundle verified", floor, lambda: taken.append(wall(verify)))
    counts = verify_records.verify(verify_records.read_bundle(BytesIO(bundle))).counts
    each = round(statistics.median(taken) * 1000)
    tell("bundle verified", f"{each} ms for {counts['events']} events of {CASES} cases")
    yield {**result, "milliseconds": each, "events": counts["events"]}


def _bundle() -> bytes:
    """Sealed records, as they are taken out."""
    from django.test import override_settings  # noqa: PLC0415 - needs django.setup()

    from rectification.enums import CaseStage  # noqa: PLC0415
    from rectification.services.checkpoints import seal_records  # noqa: PLC0415
    from rectification.services.records_export import export_records  # noqa: PLC0415
    from tests.factories import case_in, township  # noqa: PLC0415

    into = BytesIO()
    with database(), TemporaryDirectory() as folder:
        where = {
            "CHECKPOINT_DIR": str(Path(folder) / "checkpoints"),
            "RECORDS_KEY_FILE": str(Path(folder) / "records.key"),
        }
        with override_settings(**where):
            town = township()
            cases = [case_in(town, CaseStage.NOTICE_PREP).pk for _ in range(CASES)]
            seal_records()
            export_records(into=into, cases=cases, about="bench", with_words=True)
    return into.getvalue()
