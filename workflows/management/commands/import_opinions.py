"""Import a register of opinions; its lines wait for the intake officer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rectification.exceptions import Busy
from rectification.imports.opinions.layouts import OPINIONS
from rectification.management.importing import (
    add_column_argument,
    add_file_arguments,
    columns_named,
    instructed,
    print_report,
    read_file,
)
from rectification.services.importing import Importer
from workflows.registers import import_register


class Command(BaseCommand):
    help = "Import a register of opinions (docs/how-to/import-opinions.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)
        add_column_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        columns = columns_named(options["column"], OPINIONS)
        try:
            report = import_register(
                content=read_file(options["file"]),
                name=options["file"].name,
                importer=Importer(),
                instructions=instructed(options),
                columns=columns,
            )
        except Busy as error:
            raise CommandError(str(error)) from error
        print_report(self.stdout, report, as_json=options["json"])
