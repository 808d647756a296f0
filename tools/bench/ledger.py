"""The ledger of ten thousand cases with plans as a workbook, beside its own cells written bare.

Ten seconds are promised, and no more memory for many rows than for few.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from tools.bench.measuring import Result, peak, seconds, tell
from tools.bench.town import user_of

if TYPE_CHECKING:
    from rectification.documents.lists import Value
    from tests.factories import Township

LEDGER: Final = 10_000
"""Cases of the list that is written as a workbook."""


def measure(town: "Township") -> Result:
    from rectification.documents.lists import LISTS, ListPaper, ListReader, write  # noqa: PLC0415
    from rectification.enums import ListForm  # noqa: PLC0415
    from rectification.models import Case  # noqa: PLC0415
    from rectification.policies.authority import authority_of  # noqa: PLC0415
    from rectification.policies.days import today  # noqa: PLC0415
    from rectification.selectors.calendar import current_calendar  # noqa: PLC0415

    kind = LISTS["ledger"]
    paper = ListPaper(str(kind.label), "", kind.columns)
    authority = authority_of(user_of(town.officer.pk))
    reader = ListReader(kind, authority, today(), current_calendar())
    _plan(town)
    cases = Case.objects.order_by("pk")[:LEDGER]
    bare = partial(_write_bare, [row.values for row in reader.all_rows(cases)])

    def ledger(size: int = LEDGER) -> None:
        with TemporaryFile() as target:
            rows = (row.values for row in reader.all_rows(cases[:size]))
            write(paper, rows, form=ListForm.XLSX, to=target)

    floor, taken = seconds(bare), seconds(ledger)
    few, many, least = peak(partial(ledger, LEDGER // 10)), peak(ledger), peak(bare)
    ratio = taken / floor
    tell(
        f"ledger of {LEDGER} rows",
        f"{taken:6.2f} s, {ratio:.2f} times bare cells; peak {many:.0f} MB, of a tenth "
        f"{few:.0f} MB, bare {least:.0f} MB",
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
