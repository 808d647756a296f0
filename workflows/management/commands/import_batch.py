"""Import a list of problems fed back by an inspection; its lines wait for the intake."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rectification.enums import SourceKind
from rectification.exceptions import Busy
from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.batch.rows import BatchHeader
from rectification.management.importing import (
    add_column_argument,
    add_file_arguments,
    columns_named,
    instructed,
    print_report,
    read_file,
)
from rectification.services.batches import Handed
from rectification.services.importing import Importer
from workflows.batches import import_batch


class Command(BaseCommand):
    help = "Import a list of problems (docs/how-to/import-a-batch.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)
        add_column_argument(parser)
        kinds = sorted(SourceKind.inspections())
        parser.add_argument("--kind", required=True, choices=kinds, help="Who fed back.")
        parser.add_argument("--title", default="", help="Where the file does not say it.")
        parser.add_argument("--number", default="", help="The document number, likewise.")
        parser.add_argument(
            "--received-on", metavar="DATE", type=date.fromisoformat, help="The day, likewise."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        header = BatchHeader(options["title"], options["number"], options["received_on"])
        columns = columns_named(options["column"], PROBLEMS)
        content = read_file(options["file"])
        try:
            report = import_batch(
                handed=Handed(content, SourceKind(options["kind"]), header, columns),
                name=options["file"].name,
                importer=Importer(),
                instructions=instructed(options),
            )
        except Busy as error:
            raise CommandError(str(error)) from error
        print_report(self.stdout, report, as_json=options["json"])
