"""Importing a list of problems: judged, written in one transaction, each line to the intake."""

from collections.abc import Callable

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from rectification.acting import acting_as
from rectification.enums import ImportKind
from rectification.exceptions import Busy
from rectification.imports.batch.report import Report
from rectification.models import Organisation, User
from rectification.policies.actors import SYSTEM, Actor
from rectification.services import batches
from rectification.services.batches import Handed, preview_batch
from rectification.services.importing import Importer, Instructions, may_be_written, note_file
from workflows.intake import receive_listed


def by_system(_owner: Organisation) -> Actor:
    """Nobody stands behind a command."""
    return SYSTEM


def import_batch(
    *,
    handed: Handed,
    name: str,
    importer: Importer,
    instructions: Instructions,
    user: User | None = None,
    acting_for: Callable[[Organisation], Actor] = by_system,
    tell: Callable[[int, int], None] | None = None,
) -> Report:
    """Write every accepted line, or nothing; the report says which. Raises Busy.

    `acting_for` says who takes in a line for its owner: an importer may hold two offices. `tell`
    hears after each line how many of how many are written, though not yet for good.
    """
    if instructions.dry_run:
        return preview_batch(handed=handed, importer=importer, again=instructions.again)
    try:
        with transaction.atomic(), acting_as(user.pk if user else None):
            return _write(handed, name, importer, instructions, acting_for, tell)
    except (IntegrityError, OperationalError) as overtaken:
        raise Busy(
            _("Somebody else imported or changed something now; nothing was written. Try again.")
        ) from overtaken


def _write(
    handed: Handed,
    name: str,
    importer: Importer,
    instructions: Instructions,
    acting_for: Callable[[Organisation], Actor],
    tell: Callable[[int, int], None] | None,
) -> Report:
    report = preview_batch(handed=handed, importer=importer, again=instructions.again)
    if not may_be_written(report, instructions):
        return report
    file = note_file(
        ImportKind.BATCH,
        handed.content,
        name,
        importer,
        written=len(report.accepted),
        refused=len(report.refused),
    )
    batch = batches.enter_batch(
        kind=handed.kind, header=report.header, file=file, person=importer.person
    )
    named = batches.everybody_named(report.accepted)
    for done, verdict in enumerate(report.accepted, 1):
        actor = acting_for(named.units[verdict.owner])
        receive_listed(batch=batch, verdict=verdict, named=named, actor=actor)
        if tell is not None:
            tell(done, len(report.accepted))
    report.written = True
    return report
