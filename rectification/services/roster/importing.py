"""One import: read, judge, and write what was accepted in one transaction."""

from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from rectification.enums import ImportKind
from rectification.exceptions import Busy, CaseError, NotAllowed
from rectification.imports.remarks import FileRefused
from rectification.imports.roster.judging import Change, judge
from rectification.imports.roster.present import load_present
from rectification.imports.roster.reading import read_roster
from rectification.imports.roster.report import Report
from rectification.imports.roster.rows import Roster
from rectification.models import Appointment, Person
from rectification.policies.confirming import CONFIRMING
from rectification.policies.days import today
from rectification.services.importing import (
    Importer,
    Instructions,
    may_be_written,
    note_file,
    same_file,
)
from rectification.services.roster.writing import write


@dataclass(frozen=True, kw_only=True)
class RosterInstructions(Instructions):
    """`confirmed_by`: the second person, who confirms new offices."""

    confirmed_by: Person | None = None


def preview_roster(*, content: bytes, importer: Importer, again: bool = False) -> Report:
    """What an import would do. Nothing is written, nothing is locked."""
    try:
        roster = read_roster(content)
    except FileRefused as refused:
        return Report(refusal=refused.remark)
    same = None if again else same_file(ImportKind.ROSTER, content)
    if same is not None:
        return Report(refusal=same)
    return _judge(roster, importer)


def import_roster(
    *, content: bytes, name: str, importer: Importer, instructions: RosterInstructions
) -> Report:
    """Write every accepted row, or nothing; the report says which.

    Offices take effect at once where nobody holds any yet; else they wait for a second person,
    `confirmed_by` if he is named. Raises NotAllowed when that person may confirm nothing, Busy
    when what is on record changed under our hands.
    """
    _check_confirmer(instructions.confirmed_by)
    if instructions.dry_run:
        return preview_roster(content=content, importer=importer, again=instructions.again)
    try:
        roster = read_roster(content)
        with transaction.atomic():
            return _write(roster, content, name, importer, instructions)
    except FileRefused as refused:
        return Report(refusal=refused.remark)
    except (IntegrityError, OperationalError, _Overtaken) as overtaken:
        raise Busy(
            _("Somebody else changed the roster at this moment; nothing was written. Try again.")
        ) from overtaken


class _Overtaken(Exception):
    """A row that was judged sound was refused when it was written."""


def _write(
    roster: Roster, content: bytes, name: str, importer: Importer, instructions: RosterInstructions
) -> Report:
    same = None if instructions.again else same_file(ImportKind.ROSTER, content)
    if same is not None:
        return Report(refusal=same)
    report = _judge(roster, importer)
    if not may_be_written(report, instructions):
        return report
    assert report.judgement is not None
    changes = [v for v in report.accepted if v.change != Change.UNCHANGED]
    imported = note_file(
        ImportKind.ROSTER,
        content,
        name,
        importer,
        written=len(changes),
        refused=len(report.refused),
    )
    try:
        report.waiting = write(report.judgement, imported, confirmed_by=instructions.confirmed_by)
    except CaseError as refused:
        raise _Overtaken from refused
    report.written = True
    return report


def _judge(roster: Roster, importer: Importer) -> Report:
    present = load_present(nodes=importer.nodes, day=today())
    judgement = judge(roster, present, today())
    return Report(judgement=judgement, left=roster.left, skipped=roster.skipped)


def _check_confirmer(person: Person | None) -> None:
    if person is None:
        return
    held = Appointment.objects.filter(
        person=person, role__in=CONFIRMING, confirmed_at__isnull=False
    )
    if not held.exists():
        raise NotAllowed(
            _("%(name)s holds no office that confirms appointments.") % {"name": person.name},
            rule="4.1",
        )
