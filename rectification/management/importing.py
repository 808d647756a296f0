"""What the import commands share: their options, reading the file, printing the report."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.utils.translation import gettext as _

from rectification.imports.columns import NOT_IMPORTED, Columns
from rectification.imports.container import MAX_BYTES
from rectification.imports.headings import Layout
from rectification.imports.report import Report, ReportJson
from rectification.services.importing import Instructions

WRONG_USAGE: Final = 2


def add_file_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="Judge only, write nothing.")
    parser.add_argument(
        "--accept-valid", action="store_true", help="Write the accepted rows all the same."
    )
    parser.add_argument("--again", action="store_true", help="Take the same bytes once more.")
    parser.add_argument("--json", action="store_true", help="Print one JSON object.")


def instructed(options: Mapping[str, Any]) -> Instructions:
    """What `add_file_arguments` asked."""
    return Instructions(
        accept_valid=options["accept_valid"], again=options["again"], dry_run=options["dry_run"]
    )


def add_column_argument(parser: CommandParser) -> None:
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="Which field a column holds, or “none”; as often as needed.",
    )


def columns_named(told: Iterable[str], layout: Layout) -> Columns:
    """A field goes by its name or by any heading it is known by. Raises CommandError."""
    named = {}
    for words in told:
        heading, _sign, said = words.rpartition("=")
        name = said if said in layout.titles or said == NOT_IMPORTED else layout.field_of(said)
        if not heading or not name:
            fields = ", ".join([*layout.titles, NOT_IMPORTED])
            message = _("--column %(words)s: write HEADING=FIELD; the fields are %(fields)s.")
            raise CommandError(message % {"words": words, "fields": fields}, returncode=WRONG_USAGE)
        named[heading] = name
    return Columns(named=named)


def read_file(file: Path) -> bytes:
    """One byte more than is allowed, so that a larger file is told and not read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        detail = {"file": file, "detail": error.strerror}
        message = _("%(file)s cannot be read: %(detail)s") % detail
        raise CommandError(message, returncode=WRONG_USAGE) from error


def print_report(out: OutputWrapper, report: Report[Any], *, as_json: bool, more: str = "") -> None:
    """Raises CommandError, which ends the command with 1, when something is refused."""
    found = report.as_json()
    if as_json:
        out.write(json.dumps(found, ensure_ascii=False))
    else:
        out.write("\n".join(filter(None, [*_lines(found), more])))
    if report.is_refused:
        raise CommandError(_("%(count)d entries are refused.") % {"count": len(found["refused"])})


def _lines(found: ReportJson) -> Iterator[str]:
    for title, entries in ((_("Refused"), found["refused"]), (_("Warnings"), found["warnings"])):
        for entry in entries:
            place = " ".join(str(entry[key]) for key in ("sheet", "row") if entry.get(key))
            yield " ".join(filter(None, (f"{title}:", place, entry["reason"])))
    yield _("%(count)d rows accepted.") % {"count": len(found["accepted"])}
    yield _("Written.") if found["written"] else _("Nothing was written.")
