"""What every import does with a file: known bytes, the note that it was written, when it may be."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import ImportKind
from rectification.imports.remarks import Remark
from rectification.imports.report import Report
from rectification.imports.texts import day_words
from rectification.models import ImportedFile, Organisation, Person

NAME_LENGTH = 160
EVERYWHERE = Q()


@dataclass(frozen=True)
class Importer:
    """Who imports, and the roots he may write below; without roots everything."""

    person: Person | None = None
    nodes: Collection[Organisation] | None = None


@dataclass(frozen=True, kw_only=True)
class Instructions:
    """`accept_valid`: write although rows are refused; `again`: the same bytes once more.

    `expected`: how many rows the reader was told would be written; another number writes nothing.
    """

    accept_valid: bool = False
    again: bool = False
    dry_run: bool = False
    expected: int | None = None


def may_be_written(report: Report[Any], instructions: Instructions) -> bool:
    if not report.accepted or instructions.expected not in (None, len(report.accepted)):
        return False
    return instructions.accept_valid or not report.is_refused


def same_file(kind: ImportKind, content: bytes, within: Q = EVERYWHERE) -> Remark | None:
    """F-SAME, when these bytes were written before; what lies not `within` is nobody's business."""
    before = ImportedFile.objects.filter(within, kind=kind, sha256=_digest(content))
    found = before.order_by("pk").first()
    if found is None:
        return None
    day = timezone.localdate(found.imported_at)
    text = _("The same file was imported on %(day)s; confirm that it is to be imported again.")
    return Remark("F-SAME", text % {"day": day_words(day)})


def note_file(
    kind: ImportKind, content: bytes, name: str, importer: Importer, *, written: int, refused: int
) -> ImportedFile:
    digest = _digest(content)
    before = ImportedFile.objects.filter(kind=kind, sha256=digest)
    return ImportedFile.objects.create(
        kind=kind,
        sha256=digest,
        name=name[:NAME_LENGTH],
        again=before.exists(),
        imported_by=importer.person,
        imported_at=timezone.now(),
        written=written,
        refused=refused,
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
