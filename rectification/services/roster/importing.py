"""One import: read, judge, and write what was accepted in one transaction."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import ImportKind
from rectification.exceptions import Busy, CaseError, NotAllowed
from rectification.imports.remarks import FileRefused, Remark
from rectification.imports.roster.judging import Change, judge
from rectification.imports.roster.present import load_present
from rectification.imports.roster.reading import read_roster
from rectification.imports.roster.report import Report
from rectification.imports.roster.rows import Roster
from rectification.imports.texts import day_words
from rectification.models import Appointment, ImportedFile, Organisation, Person
from rectification.policies.confirming import CONFIRMING
from rectification.policies.days import today
from rectification.services.roster.writing import write

NAME_LENGTH = 160


@dataclass(frozen=True)
class Importer:
    """Who imports, and the roots he may write below; without roots everything."""

    person: Person | None = None
    nodes: Collection[Organisation] | None = None


@dataclass(frozen=True)
class Instructions:
    """`accept_valid`: write although rows are refused; `again`: the same bytes once more.

    `expected`: how many rows the reader was told would be written; another number writes nothing.
    """

    accept_valid: bool = False
    again: bool = False
    dry_run: bool = False
    expected: int | None = None
    confirmed_by: Person | None = None


def preview_roster(*, content: bytes, importer: Importer, again: bool = False) -> Report:
    """What an import would do. Nothing is written, nothing is locked."""
    try:
        roster = read_roster(content)
    except FileRefused as refused:
        return Report(refusal=refused.remark)
    same = None if again else _same_file(content)
    if same is not None:
        return Report(refusal=same)
    return _judge(roster, importer)


def import_roster(
    *, content: bytes, name: str, importer: Importer, instructions: Instructions
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
    roster: Roster, content: bytes, name: str, importer: Importer, instructions: Instructions
) -> Report:
    same = None if instructions.again else _same_file(content)
    if same is not None:
        return Report(refusal=same)
    report = _judge(roster, importer)
    if not _may_be_written(report, instructions):
        return report
    assert report.judgement is not None
    imported = _note_file(content, name, importer, report)
    try:
        report.waiting = write(report.judgement, imported, confirmed_by=instructions.confirmed_by)
    except CaseError as refused:
        raise _Overtaken from refused
    report.written = True
    return report


def _may_be_written(report: Report, instructions: Instructions) -> bool:
    if not report.accepted or instructions.expected not in (None, len(report.accepted)):
        return False
    return instructions.accept_valid or not report.is_refused


def _judge(roster: Roster, importer: Importer) -> Report:
    present = load_present(nodes=importer.nodes, day=today())
    judgement = judge(roster, present, today())
    return Report(judgement, left=roster.left, skipped=roster.skipped)


def _same_file(content: bytes) -> Remark | None:
    before = ImportedFile.objects.filter(kind=ImportKind.ROSTER, sha256=_digest(content))
    found = before.order_by("pk").first()
    if found is None:
        return None
    day = timezone.localdate(found.imported_at)
    text = _("The same file was imported on %(day)s; confirm that it is to be imported again.")
    return Remark("F-SAME", text % {"day": day_words(day)})


def _note_file(content: bytes, name: str, importer: Importer, report: Report) -> ImportedFile:
    digest = _digest(content)
    before = ImportedFile.objects.filter(kind=ImportKind.ROSTER, sha256=digest)
    return ImportedFile.objects.create(
        kind=ImportKind.ROSTER,
        sha256=digest,
        name=name[:NAME_LENGTH],
        again=before.exists(),
        imported_by=importer.person,
        imported_at=timezone.now(),
        written=sum(verdict.change != Change.UNCHANGED for verdict in report.accepted),
        refused=len(report.refused),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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
