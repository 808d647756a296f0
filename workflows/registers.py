"""Importing a register of opinions: judged, written in one transaction, each line to the intake."""

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from rectification.enums import ImportKind
from rectification.exceptions import Busy
from rectification.imports.columns import RECOGNISED, Columns
from rectification.imports.opinions.report import Report
from rectification.services.importing import Importer, Instructions, may_be_written, note_file
from rectification.services.registers import preview_register
from workflows.intake import receive_registered


def import_register(
    *,
    content: bytes,
    name: str,
    importer: Importer,
    instructions: Instructions,
    columns: Columns = RECOGNISED,
) -> Report:
    """Write every accepted line, or nothing; the report says which. Raises Busy."""
    if instructions.dry_run:
        return preview_register(
            content=content, importer=importer, again=instructions.again, columns=columns
        )
    try:
        with transaction.atomic():
            return _write(content, name, importer, instructions, columns)
    except (IntegrityError, OperationalError) as overtaken:
        raise Busy(
            _("Somebody else imported or changed something now; nothing was written. Try again.")
        ) from overtaken


def _write(
    content: bytes, name: str, importer: Importer, instructions: Instructions, columns: Columns
) -> Report:
    report = preview_register(
        content=content, importer=importer, again=instructions.again, columns=columns
    )
    if not may_be_written(report, instructions):
        return report
    file = note_file(
        ImportKind.OPINIONS,
        content,
        name,
        importer,
        written=len(report.accepted),
        refused=len(report.refused),
    )
    nodes = list(importer.nodes or ())
    township = nodes[0] if len(nodes) == 1 else None
    for verdict in report.accepted:
        receive_registered(file=file, verdict=verdict, township=township)
    report.written = True
    return report
