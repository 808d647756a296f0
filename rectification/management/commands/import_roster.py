"""Import a roster: organisations, people, memberships and offices of one workbook."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rectification.exceptions import Busy, NotAllowed
from rectification.management.importing import (
    WRONG_USAGE,
    add_file_arguments,
    print_report,
    read_file,
)
from rectification.models import Person
from rectification.services.importing import Importer
from rectification.services.roster import RosterInstructions, import_roster


class Command(BaseCommand):
    help = "Import a roster (docs/how-to/import-a-roster.md); nothing is written while refused."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)
        parser.add_argument(
            "--confirmed-by", metavar="CODE", help="The second person, who confirms new offices."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        content = read_file(options["file"])
        instructions = RosterInstructions(
            accept_valid=options["accept_valid"],
            again=options["again"],
            dry_run=options["dry_run"],
            confirmed_by=_confirmer(options["confirmed_by"]),
        )
        try:
            report = import_roster(
                content=content,
                name=options["file"].name,
                importer=Importer(),
                instructions=instructions,
            )
        except NotAllowed as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
        except Busy as error:
            raise CommandError(str(error)) from error
        print_report(
            self.stdout,
            report,
            as_json=options["json"],
            more=_waiting(report.waiting) if report.waiting else "",
        )


def _confirmer(code: str | None) -> Person | None:
    if code is None:
        return None
    person = Person.objects.filter(code=code).first()
    if person is None:
        message = _("No person has the code %(code)s.") % {"code": code}
        raise CommandError(message, returncode=WRONG_USAGE)
    return person


def _waiting(waiting: int) -> str:
    text = ngettext(
        "%(count)d office waits for a second person to confirm it.",
        "%(count)d offices wait for a second person to confirm them.",
        waiting,
    )
    return text % {"count": waiting}
