"""Import a roster: organisations, people, memberships and offices of one workbook."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification.exceptions import Busy, NotAllowed
from rectification.imports.container import MAX_BYTES
from rectification.imports.report import ReportJson
from rectification.imports.roster.report import Report
from rectification.models import Person
from rectification.services.roster import Importer, Instructions, import_roster

WRONG_USAGE: Final = 2


class Command(BaseCommand):
    help = "Import a roster (docs/how-to/import-a-roster.md); nothing is written while refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Judge only, write nothing.")
        parser.add_argument(
            "--accept-valid", action="store_true", help="Write the accepted rows all the same."
        )
        parser.add_argument("--again", action="store_true", help="Take the same bytes once more.")
        parser.add_argument(
            "--confirmed-by", metavar="CODE", help="The second person, who confirms new offices."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _read(options["file"])
        instructions = Instructions(
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
        self._print(report, as_json=options["json"])

    def _print(self, report: Report, *, as_json: bool) -> None:
        found = report.as_json()
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found)))
        if report.is_refused:
            raise CommandError(
                _("%(count)d entries are refused.") % {"count": len(found["refused"])}
            )


def _read(file: Path) -> bytes:
    """One byte more than is allowed, so that a larger file is told and not read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        detail = {"file": file, "detail": error.strerror}
        message = _("%(file)s cannot be read: %(detail)s") % detail
        raise CommandError(message, returncode=WRONG_USAGE) from error


def _confirmer(code: str | None) -> Person | None:
    if code is None:
        return None
    person = Person.objects.filter(code=code).first()
    if person is None:
        message = _("No person has the code %(code)s.") % {"code": code}
        raise CommandError(message, returncode=WRONG_USAGE)
    return person


def _lines(found: ReportJson) -> Iterator[str]:
    for title, entries in ((_("Refused"), found["refused"]), (_("Warnings"), found["warnings"])):
        for entry in entries:
            place = " ".join(str(entry[key]) for key in ("sheet", "row") if entry.get(key))
            yield " ".join(filter(None, (f"{title}:", place, entry["reason"])))
    yield _("%(count)d rows accepted.") % {"count": len(found["accepted"])}
    yield _("Written.") if found["written"] else _("Nothing was written.")
