"""What is due to go, what has gone, and erasing again after a restore."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import RetentionKind
from rectification.models import Tombstone
from rectification.policies.days import start_of
from rectification.policies.retention import STANDARDS, held_because
from rectification.selectors.retention import due_cases, erasures_since, townships, withdrawn_cases
from rectification.services.retention import (
    erase_withdrawn,
    finish_runs,
    propose_runs,
    reapply_erasures,
)
from rectification.services.sweeping import SWEPT, count_due, sweep_due


class Command(BaseCommand):
    help = "Keep the periods of retention; with --dry-run only say what would go and why."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", action="store_true", help="Erase nothing.")
        what.add_argument(
            "--erased-since",
            type=date.fromisoformat,
            metavar="DAY",
            help="The register of erasures as JSON, to be kept apart from backups.",
        )
        what.add_argument(
            "--reapply",
            type=Path,
            metavar="FILE",
            help="Erase again what a restored backup has brought back, by such a register.",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["erased_since"] is not None:
            moment = start_of(options["erased_since"])
            self._say({"erasures": list(erasures_since(moment))}, as_json=True)
        elif options["reapply"] is not None:
            self._say(_reapplied(options["reapply"]), as_json=options["json"])
        elif options["dry_run"]:
            self._say({"due": list(due())}, as_json=options["json"])
        else:
            done = {"finished": finish_runs(), "erased": erase_withdrawn()}
            done |= {"proposed": propose_runs(), "deleted": sweep_due()}
            self._say(done, as_json=options["json"])

    def _say(self, told: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name, value in told.items():
            for line in value if isinstance(value, list) else [{name: value}]:
                self.stdout.write("  ".join(f"{key}={each}" for key, each in line.items()))


def due() -> Iterator[dict[str, Any]]:
    """One line for a case, and one with a figure for each kind that goes by itself."""
    for row in (row for township in townships() for row in due_cases(township)):
        yield _case(RetentionKind.MEMBER_CASE, str(row.case), row.due_on, row.kept)
    period = STANDARDS[RetentionKind.WITHDRAWN_REPORT].period
    for case in withdrawn_cases():
        since = period.after(timezone.localdate(case.ended_at))
        yield _case(RetentionKind.WITHDRAWN_REPORT, str(case), since, held_because(case))
    for kind in SWEPT:
        if count := count_due(kind):
            yield {"kind": str(kind), "rows": count}


def _case(kind: RetentionKind, number: str, since: date, kept: str) -> dict[str, Any]:
    return {"kind": kind.value, "case": number, "due_since": since.isoformat(), "kept": kept}


def _reapplied(path: Path) -> dict[str, int]:
    """How many were erased, and how many of the register were left alone: to be looked at."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["erasures"]
        numbers = {int(row["case"]): str(row["number"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(_("This is no register of erasures.")) from error
    erased = reapply_erasures(numbers=numbers)
    gone = Tombstone.objects.filter(case__in=numbers)
    return {"erased": erased, "left": len(numbers) - gone.count()}
