"""Load the demo township through the real procedure at past dates; a process of its own."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rectification.models import Organisation, User
from rectification.policies.days import today
from workflows.demo.findings import write_findings
from workflows.demo.papers import write_papers
from workflows.demo.roster import enter_roster
from workflows.demo.scripts import write_scripts
from workflows.demo.stage import Stage
from workflows.demo.suggestions import write_suggestions


@contextmanager
def _unswept() -> Iterator[None]:
    """A process of its own that makes thousands of rows and keeps none: nothing to collect."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Command(BaseCommand):
    help = "Load the invented township with its cases; refused on a database with anything else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day of the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data is loaded only in demo mode (DEMO=1).")
        if Organisation.objects.exists() or User.objects.exists():
            raise CommandError("This database holds something else; the demo needs an empty one.")
        stage = Stage(options["as_of"] or today())
        stage.found(enter_roster)
        write_scripts(stage)
        write_findings(stage)
        write_papers(stage)
        write_suggestions(stage)
        with _unswept():
            stage.play()
        self.stdout.write(
            f"Loaded. The password of every demo account is {settings.DEMO_PASSWORD}."
        )
