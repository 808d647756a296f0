"""`make bench`: what the house costs beside a floor measured in the same run.

Subject and floor alternate in one process and the figure is the ratio of their medians, because
the machine under both may be busy. A ratio is not reported when the floor itself moved by more
than a fifth between quarters of the run. The township is skewed: one branch has the oldest cases
only, so that a reader who walks the whole table shows.
"""

import json
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

import django

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectification.documents.lists import Value
    from rectification.imports.batch.report import Report
    from rectification.models import User
    from tests.factories import Township

SIZES: Final = (1_000, 10_000, 100_000)
ROUNDS: Final = 60
TRIES: Final = 4
STEADY: Final = 0.2
PROVED: Final = 5_000
"""Events in the chain that is proved."""
LEDGER: Final = 10_000
"""Cases of the list that is written as a workbook."""
Act = Callable[[], object]


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings.test"
    django.setup()
    results: list[dict[str, Any]] = []
    with _database():
        from tests.factories import township  # noqa: PLC0415 - needs django.setup()

        town = township()
        made = 0
        for size in SIZES:
            _fill(town, made, size)
            made = size
            results += [{"cases": size, **result} for result in _measure(town)]
        results.append(_import_lists(town))
        results.append(_write_ledger(town))
    results.append(_prove_records())
    print(json.dumps({"python": sys.version.split()[0], "results": results}, ensure_ascii=False))
    return 0


@contextmanager
def _database() -> Iterator[None]:
    from django.db import connection  # noqa: PLC0415 - needs django.setup()

    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def _fill(town: "Township", made: int, size: int) -> None:
    """The first hundredth belongs to the east branch, all that follows to the west one."""
    from rectification.enums import CaseLevel, CaseStage, SourceKind  # noqa: PLC0415
    from rectification.models import Case  # noqa: PLC0415

    def case(number: int) -> Case:
        owner = (town.east if number < SIZES[0] // 100 else town.west).organisation
        ancestors = {f"ancestor_{n}": pk for n, pk in enumerate(owner.ancestor_ids(), 1)}
        return Case(
            level=CaseLevel.BRANCH,
            owner_organisation=owner,
            source=SourceKind.INSPECTION,
            title=f"Case {number}",
            found_on=date(2026, 1, 5),
            stage=CaseStage.RECTIFYING,
            **ancestors,
        )

    Case.objects.bulk_create(map(case, range(made, size)), batch_size=500)


def _measure(town: "Township") -> Iterator[dict[str, Any]]:
    from rectification.models import Case  # noqa: PLC0415
    from rectification.selectors.cases import PAGE, page_of_cases  # noqa: PLC0415

    def newest() -> list[Case]:
        related = Case.objects.select_related("owner_organisation", "owner_person")
        return list(related.order_by("-pk")[:PAGE])

    readers = {
        "committee secretary": town.pse,
        "branch with many cases": town.west.secretary,
        "branch with the oldest cases only": town.east.secretary,
        "discipline": town.dis[0],
    }
    for name, person in readers.items():
        user = _user_of(person.pk)
        yield _compare(f"list page, {name}", newest, partial(page_of_cases, user))


def _import_lists(town: "Township") -> dict[str, Any]:
    """A list of five hundred problems beside one of fifty: seconds of computing, both times once.

    Twenty seconds are promised to the office that waits for it.
    """
    taken = {}
    for count in (50, 500):
        started = time.process_time()
        report = _import_list(town, count)
        taken[count] = time.process_time() - started
        if not report.written:
            sys.exit(f"the list of {count} was refused: {report.refused}")
    ratio = taken[500] / taken[50]
    print(f"{'import of 500 rows':45} {taken[500]:6.2f} s, {ratio:.2f} times 50", file=sys.stderr)
    return {"name": "import of 500 rows", "seconds": round(taken[500], 1), "ratio": round(ratio, 2)}


def _import_list(town: "Township", count: int) -> "Report":
    from rectification.enums import SourceKind  # noqa: PLC0415 - needs django.setup()
    from rectification.services.batches import Handed  # noqa: PLC0415
    from rectification.services.importing import Importer, Instructions  # noqa: PLC0415
    from tests.rectification.imports.lists import problems  # noqa: PLC0415
    from workflows.batches import import_batch  # noqa: PLC0415

    unit = town.east.organisation.name
    marks = "学习党费活动议题记录走访公开值班谈心台账"
    texts = [f"{marks[n % 20]}第{n}项：{marks[n % 7 :: 3]}共{count}项未落实" for n in range(count)]
    rows = [(1, "学习教育方面", text, unit, "", "立行立改", "") for text in texts]
    return import_batch(
        handed=Handed(problems(*rows), SourceKind.INSPECTION),
        name=f"{count}.xlsx",
        importer=Importer(),
        instructions=Instructions(),
    )


def _write_ledger(town: "Township") -> dict[str, Any]:
    """The ledger of ten thousand cases with plans as a workbook, beside its own cells written bare.

    Ten seconds are promised, and no more memory for many rows than for few.
    """
    from rectification.documents.lists import LISTS, ListPaper, ListReader, write  # noqa: PLC0415
    from rectification.enums import ListForm  # noqa: PLC0415
    from rectification.models import Case  # noqa: PLC0415
    from rectification.policies.authority import authority_of  # noqa: PLC0415
    from rectification.policies.days import today  # noqa: PLC0415
    from rectification.selectors.calendar import current_calendar  # noqa: PLC0415

    kind = LISTS["ledger"]
    paper = ListPaper(str(kind.label), "", kind.columns)
    authority = authority_of(_user_of(town.officer.pk))
    reader = ListReader(kind, authority, today(), current_calendar())
    _plan(town)
    cases = Case.objects.order_by("pk")[:LEDGER]
    bare = partial(_write_bare, [row.values for row in reader.all_rows(cases)])

    def ledger(size: int = LEDGER) -> None:
        with TemporaryFile() as target:
            rows = (row.values for row in reader.all_rows(cases[:size]))
            write(paper, rows, form=ListForm.XLSX, to=target)

    floor, taken = _seconds(bare), _seconds(ledger)
    few, many, least = _peak(partial(ledger, LEDGER // 10)), _peak(ledger), _peak(bare)
    ratio = taken / floor
    print(
        f"{f'ledger of {LEDGER} rows':45} {taken:6.2f} s, {ratio:.2f} times bare cells; peak "
        f"{many:.0f} MB, of a tenth {few:.0f} MB, bare {least:.0f} MB",
        file=sys.stderr,
    )
    figures = {"seconds": taken, "ratio": ratio, "peak_mb": many, "peak_mb_of_a_tenth": few}
    return {"name": f"ledger of {LEDGER} rows", **{k: round(v, 2) for k, v in figures.items()}}


def _write_bare(rows: "Sequence[Sequence[Value]]") -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number, values in enumerate(rows, 1):
        sheet.append([number, *values])
    with TemporaryFile() as target:
        book.save(target)


def _plan(town: "Township") -> None:
    """A plan in force with one measure for each case of the ledger."""
    from django.utils import timezone  # noqa: PLC0415

    from rectification.models import Case, Measure, Plan, PlanStatus  # noqa: PLC0415

    keys = Case.objects.order_by("pk").values_list("pk", flat=True)[:LEDGER]
    drafter = town.west.secretary
    plans = Plan.objects.bulk_create(
        Plan(
            case_id=key,
            round=1,
            version=1,
            status=PlanStatus.APPROVED,
            drafted_by=drafter,
            submitted_at=timezone.now(),
            decided_by=town.pse,
            decided_at=timezone.now(),
        )
        for key in keys
    )
    unit = town.west.organisation
    due = {"position": 1, "organisation": unit, "person": drafter, "due_on": date(2026, 5, 18)}
    Measure.objects.bulk_create(Measure(plan=plan, text="Measure", **due) for plan in plans)


def _seconds(act: Act) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def _peak(act: Act) -> float:
    """Megabytes that Python holds at once while it acts, over what it held before."""
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _prove_records() -> dict[str, Any]:
    """Events a second that the verifier proves, beside reading and hashing the same lines once."""
    from rectification.hashing import hash_of, line_of  # noqa: PLC0415
    from tools import verify_records  # noqa: PLC0415

    lines, previous = [], ""
    for sequence in range(1, PROVED + 1):
        codes = {"actor": 12, "case": 1, "payload_hash": "0" * 64, "previous": previous}
        codes |= {"files": [], "format": 1, "versions": [f"case {sequence} {'0' * 64}"]}
        line = line_of({**codes, "sequence": sequence, "step": "carry_out", "verb": "progress"})
        previous = hash_of(line)
        lines.append(f"{previous} {line}")

    bundle = {"events.txt": "\n".join(lines).encode()}

    def floor() -> None:
        for line in lines:
            content = line.partition(" ")[2]
            json.loads(content)
            hash_of(content)

    taken: list[float] = []

    def prove() -> None:
        started = time.perf_counter()
        verify_records.verify_chains(verify_records.events_of(bundle), verify_records.Findings())
        taken.append(time.perf_counter() - started)

    result = _compare("records proved", floor, prove)
    return {**result, "events_a_second": round(PROVED / statistics.median(taken))}


def _user_of(person_id: int) -> "User":
    from rectification.models import User  # noqa: PLC0415 - needs django.setup()

    return User.objects.get(person_id=person_id)


def _compare(name: str, floor: Act, subject: Act) -> dict[str, Any]:
    for _ in range(TRIES):
        floors, subjects = _alternate(floor, subject)
        quarters = [statistics.median(floors[n::4]) for n in range(4)]
        moved = (max(quarters) - min(quarters)) / min(quarters)
        if moved <= STEADY:
            ratio = statistics.median(subjects) / statistics.median(floors)
            print(f"{name:45} {ratio:6.2f} times the floor", file=sys.stderr)
            return {"name": name, "ratio": round(ratio, 2), "floor_moved": round(moved, 2)}
    print(f"{name:45} not reported: the floor moved by {moved:.0%}", file=sys.stderr)
    return {"name": name, "ratio": None, "floor_moved": round(moved, 2)}


def _alternate(floor: Act, subject: Act) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for act, taken in zip((floor, subject), times, strict=True):
            started = time.perf_counter()
            act()
            taken.append(time.perf_counter() - started)
    return times


if __name__ == "__main__":
    sys.exit(main())
