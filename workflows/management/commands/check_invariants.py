"""Look for what must never be: orphans, double holders, open work on closed cases, wrong stages."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.invariants import breaches


class Command(BaseCommand):
    help = "Check what must be true of all cases; exit 1 when something is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(breaches())
        if options["json"]:
            report = {"ok": not found, "breaches": [asdict(breach) for breach in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for breach in found:
                self.stdout.write(f"{breach.rule} · {breach.case} · {breach.detail}")
            self.stdout.write("Nothing found." if not found else f"{len(found)} found.")
        if found:
            raise SystemExit(1)
