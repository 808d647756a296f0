"""The register of papers without a case: its lines, its words, and whether a paper is as in it."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from rectification.audit.canonical import REGISTER
from rectification.audit.files import files_of
from rectification.audit.versions import named_in
from rectification.enums import EventVerb
from rectification.models import OfficialDocument, PaperEvent
from rectification.models.history import table_of, values_of

REGISTER_NAME: Final = "register"
"""In what `check_invariants` prints, where a case stands with its number."""


def register_lines() -> QuerySet[PaperEvent]:
    return PaperEvent.objects.select_related("document").order_by("sequence")


def words_of(event: PaperEvent) -> str:
    """They stand in the paper, which is never erased."""
    if event.verb == EventVerb.DOCUMENT_VOIDED:
        return event.document.void_reason
    return event.document.number


def papers_beside_register() -> Iterator[str]:
    """Codes of papers that no line is about, that say something else than the version named last,
    or that have a file which no line names."""
    papers = list(OfficialDocument.objects.filter(case=None).order_by("pk"))
    stored = list(files_of([REGISTER]))
    lines = list(register_lines())
    files = {line for event in lines for line in event.files.splitlines()}
    named = {(name.table, name.key) for event in lines for name in named_in(event)}
    loose = {each.document for each in stored if each.line not in files}
    for paper in papers:
        last = paper.history.order_by("-history_id").first()
        is_told = last is not None and (table_of(last), last.history_id) in named
        if not is_told or paper.code in loose or values_of(last, paper) != values_of(last):
            yield paper.code
