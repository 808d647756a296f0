"""Put the holiday schedule of a year in force."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification.calendar import YearFileRefused
from rectification.calendar.year_files import MAX_BYTES
from rectification.selectors.calendar import current_calendar
from rectification.services.calendar import LoadedYear, load_year

WRONG_USAGE = 2


class Command(BaseCommand):
    help = "Load a year file (docs/how-to/load-a-calendar-year.md); nothing is stored if refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _read(options["file"])
        try:
            loaded = load_year(content=content)
        except YearFileRefused as refused:
            if options["json"]:
                self.stdout.write(_as_json(None, refused.reasons))
            raise CommandError("\n".join(refused.reasons)) from refused
        if options["json"]:
            self.stdout.write(_as_json(loaded, ()))
        else:
            self.stdout.write(_summary(loaded))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = _("%(file)s cannot be read: %(detail)s") % {
            "file": file,
            "detail": error.strerror,
        }
        raise CommandError(message, returncode=WRONG_USAGE) from error


def _as_json(loaded: LoadedYear | None, reasons: tuple[str, ...]) -> str:
    report = {
        "year": loaded.schedule.year if loaded else None,
        "written": loaded.written if loaded else False,
        "off_days": len(loaded.schedule.off) if loaded else 0,
        "make_up_days": len(loaded.schedule.make_up) if loaded else 0,
        "notices": list(loaded.schedule.notices) if loaded else [],
        "calendar_version": current_calendar().version,
        "refused": [{"reason": reason} for reason in reasons],
    }
    return json.dumps(report, ensure_ascii=False)


def _summary(loaded: LoadedYear) -> str:
    year = {"year": loaded.schedule.year}
    if not loaded.written:
        return _("The schedule of %(year)d is in force already; nothing was changed.") % year
    return _(
        "The schedule of %(year)d is in force: %(off)d days off, %(make_up)d make-up working days."
    ) % {
        **year,
        "off": len(loaded.schedule.off),
        "make_up": len(loaded.schedule.make_up),
    }
