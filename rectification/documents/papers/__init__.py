"""Official papers, each a file of its own, made of what is on record (docs/rules.md 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rectification.documents.papers.annual_report import ANNUAL_LAYOUT, annual_report
from rectification.documents.papers.base import Paper, Reading, Subject
from rectification.documents.papers.case_file import CASE_FILE
from rectification.documents.papers.circular import CIRCULAR
from rectification.documents.papers.closing_sheet import CLOSING_SHEET
from rectification.documents.papers.objection_answer import OBJECTION_ANSWER
from rectification.documents.papers.plan_approval import PLAN_APPROVAL
from rectification.documents.papers.posting import POSTING
from rectification.documents.papers.publication_approval import PUBLICATION_APPROVAL
from rectification.documents.papers.supervision_order import SUPERVISION_ORDER
from rectification.documents.typesetting import Contents, Layout, in_words_of_papers
from rectification.enums import DocumentKind, DocumentVariant
from rectification.exceptions import NotVisible

_ALL: Final = (
    PLAN_APPROVAL,
    PUBLICATION_APPROVAL,
    POSTING,
    OBJECTION_ANSWER,
    CLOSING_SHEET,
    SUPERVISION_ORDER,
    CIRCULAR,
    CASE_FILE,
)
PAPERS: Final[Mapping[str, Paper]] = MappingProxyType({paper.kind.value: paper for paper in _ALL})
"""By the name under which issued ones are stored, in the order in which they are offered."""

LAYOUTS: Final[Mapping[DocumentKind, Layout]] = MappingProxyType(
    {paper.kind: paper.layout for paper in _ALL if paper.layout != Layout.FILE}
    | {DocumentKind.ANNUAL_REPORT: ANNUAL_LAYOUT}
)
"""Kinds of paper whose template an office may replace; a case file binds others and has none."""


@dataclass(frozen=True)
class Offer:
    """A paper that a reader may have about something of a case."""

    paper: Paper
    subject: Subject


def offers_in(reading: Reading) -> list[Offer]:
    """Every paper of the case that its reader may have, in its variants."""
    return [
        Offer(paper, subject) for paper in PAPERS.values() for subject in paper.subjects(reading)
    ]


def subject_of(reading: Reading, kind: str, pk: int) -> Subject:
    """What such a paper is about. Raises NotVisible where this reader may have none of it."""
    paper = PAPERS.get(kind)
    offered: Sequence[Subject] = paper.subjects(reading) if paper is not None else ()
    subject = next((row for row in offered if row.pk == pk), None)
    if subject is None:
        raise NotVisible
    return subject


def contents_of(
    reading: Reading,
    kind: str,
    pk: int,
    variant: DocumentVariant = DocumentVariant.INTERNAL,
) -> Contents:
    """What stands on the paper before this reader. Raises NotVisible where it is none of his."""
    subject = subject_of(reading, kind, pk)
    if variant not in subject.variants:
        raise NotVisible
    with in_words_of_papers():
        return PAPERS[kind].facts(reading, subject.row, variant)


__all__ = [
    "PAPERS",
    "Contents",
    "DocumentKind",
    "Offer",
    "Paper",
    "Reading",
    "Subject",
    "annual_report",
    "contents_of",
    "offers_in",
]
