"""Print every step of every flow: step, stage, role, clock (docs/glossary.md)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.flows import FLOWS, steps_of


class Command(BaseCommand):
    help = "Print the table of steps: flow, step, stage, role, clock."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "flow": flow_class.__name__,
                "step": str(node.step.value),
                "stage": str(node.stage),
                "role": str(node.role_label),
                "clock": str(node.clock_label),
            }
            for flow_class in FLOWS
            for node in steps_of(flow_class)
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"steps": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(" · ".join(value or "–" for value in row.values()))
