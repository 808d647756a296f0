"""The register of papers without a case: its lines, its words, and whether a paper is as in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Any, Final

from django.db.models import Q, QuerySet

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
    of which a version lost its values, or whose files are not those that their own lines name."""
    papers, versions = _papers_and_versions()
    stored = {(f"document:{each.document}", each.line) for each in files_of([REGISTER])}
    lines = list(register_lines())
    told = {(event.reference, file) for event in lines for file in event.files.splitlines()}
    named = {(name.table, name.key) for event in lines for name in named_in(event)}
    other_files = {reference for reference, _file in stored ^ told}
    for paper in papers:
        is_told = _is_as_told(paper, versions[paper.pk], named)
        if not is_told or f"document:{paper.code}" in other_files:
            yield paper.code


def _papers_and_versions() -> tuple[list[OfficialDocument], dict[int, list[Any]]]:
    """Also of a paper that says it is of a case although a line is about it."""
    lines = PaperEvent.objects.values("document")
    papers = OfficialDocument.objects.filter(Q(case=None) | Q(pk__in=lines)).order_by("pk")
    versions: dict[int, list[Any]] = defaultdict(list)
    found = OfficialDocument.history.filter(id__in=papers.values("pk"))
    for version in found.order_by("history_id"):
        versions[version.id].append(version)
    return list(papers), versions


def _is_as_told(
    paper: OfficialDocument, versions: Sequence[Any], named: Set[tuple[str, int]]
) -> bool:
    """Nothing of it is ever erased: a version without its salt was not erased lawfully."""
    if not versions or values_of(versions[-1], paper) != values_of(versions[-1]):
        return False
    keys = {(table_of(version), version.history_id) for version in versions}
    return named >= keys and all(version.history_salt for version in versions)
