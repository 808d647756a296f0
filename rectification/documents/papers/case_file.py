"""一案一档: the whole file of a case as one paper, with cover and index, in order of the work.

Answers to objections are not bound in: each is for its receiver and whoever wrote it (4.7), and the
file is read by whoever reads the case. Kind, days and result stand in the register.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, Paper, Reading, Subject
from rectification.documents.papers.circular import CIRCULAR
from rectification.documents.papers.closing_sheet import CLOSING_SHEET
from rectification.documents.papers.plan_approval import PLAN_APPROVAL
from rectification.documents.papers.posting import POSTING
from rectification.documents.papers.publication_approval import PUBLICATION_APPROVAL
from rectification.documents.papers.registers import (
    objection_register,
    problem_sheet,
    proof_list,
)
from rectification.documents.papers.shown import place_of
from rectification.documents.papers.supervision_order import SUPERVISION_ORDER
from rectification.documents.typesetting import Contents, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import Case
from rectification.policies.visibility import Field
from rectification.wording import labelled, local_day


def subjects(reading: Reading) -> Sequence[Subject]:
    """Once it is registered, for whoever sees how the procedure stands; each paper in it is his own
    of that paper."""
    case = reading.case
    if not case.number or not reading.shows(Field.PLAN):
        return []
    return [Subject(case.pk, case, case.number)]


def facts(reading: Reading, case: Case, variant: DocumentVariant) -> Contents:
    about = [
        labelled(pgettext("paper", "Owner"), reading.owner),
        labelled(_("Level"), str(case.get_level_display())),
        labelled(pgettext("paper", "Problem"), reading.told(Field.DESCRIPTION, case.title)),
        labelled(_("State"), str(case.get_stage_display())),
    ]
    return Contents(
        layout=CASE_FILE.layout,
        title=pgettext("paper", "File of a case put right"),
        day=reading.day,
        number=case.number or "",
        body=[Line(text) for text in about],
        signature=reading.township or place_of(reading),
        signed_on=reading.day,
        parts=list(_parts(reading)),
    )


def _parts(reading: Reading) -> Iterator[Contents]:
    yield problem_sheet(reading)
    yield from _all_of(PLAN_APPROVAL, reading)
    yield from _all_of(SUPERVISION_ORDER, reading)
    yield from filter(None, [proof_list(reading)])
    yield from _all_of(PUBLICATION_APPROVAL, reading)
    yield from _all_of(POSTING, reading)
    yield from filter(None, [objection_register(reading)])
    yield from _all_of(CLOSING_SHEET, reading)
    yield from _all_of(CIRCULAR, reading)


def _all_of(paper: Paper, reading: Reading) -> Iterator[Contents]:
    """Earliest first, as it lies in a file; with number and day where it was issued."""
    for subject in reversed(paper.subjects(reading)):
        part = paper.facts(reading, subject.row, INTERNAL)
        issued = reading.issued(paper.kind, INTERNAL, subject.row)
        if issued is not None:
            part = replace(part, number=issued.number, issued_on=local_day(issued.issued_at))
        yield part


CASE_FILE = Paper(DocumentKind.CASE_FILE, Layout.FILE, subjects, facts)
