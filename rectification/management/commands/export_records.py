"""Write a bundle of records that can be proved without the server."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification.enums import ExportPurpose
from rectification.models import Case, RecordsExport
from rectification.selectors.exports import papers_of_period
from rectification.services.records_export import export_records


class Command(BaseCommand):
    help = "Export the records of a case or of a period (docs/how-to/prove-records.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--case", metavar="NUMBER")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")
        content = parser.add_mutually_exclusive_group()
        content.add_argument("--words", action="store_true", help="With what people wrote.")
        content.add_argument(
            "--metadata-only", action="store_true", help="Without it, as is done unless asked."
        )
        parser.add_argument("--purpose", choices=ExportPurpose.values, default="")
        parser.add_argument("--basis", metavar="DOCUMENT", default="", help="Number of a document.")

    def handle(self, *args: Any, **options: Any) -> None:
        number, first, last = options["case"], options["first"], options["last"]
        if bool(number) == bool(first and last):
            raise CommandError(_("Give the number of a case, or the first and the last day."))
        cases = _of_number(number) if number else _of_period(first, last)
        if not cases and (number or not papers_of_period(first, last)):
            raise CommandError(_("There is no such case."))
        about = number or f"{first.isoformat()}/{last.isoformat()}"
        try:
            export = _export(
                options["file"],
                cases=cases,
                about=about,
                with_words=options["words"],
                purpose=options["purpose"],
                basis=options["basis"],
                with_register=not number,
            )
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {export.cases}, SHA-256 {export.sha256}")


def _export(path: Path, **given: Any) -> RecordsExport:
    """Readable by its owner alone; what could not be written down leaves no file behind."""
    with open(path, "x+b", opener=_for_owner) as file:  # noqa: PTH123 (a path takes no opener)
        try:
            return export_records(into=file, **given)
        except BaseException:
            path.unlink()
            raise


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _of_number(number: str) -> list[int]:
    return list(Case.objects.filter(number=number).values_list("pk", flat=True))


def _of_period(first: date, last: date) -> list[int]:
    """Cases in which something happened on one of the days."""
    happened = Case.objects.filter(events__at__date__range=(first, last))
    return sorted(set(happened.values_list("pk", flat=True)))
