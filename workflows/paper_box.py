"""意见箱: what lay in the box is received as if each paper had been handed in on its stamp day."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import BoxOpening, Organisation, Person
from rectification.policies.actors import Actor
from rectification.policies.paper_box import opening_office
from rectification.services.ballots import enter_paper_answers
from rectification.services.paper_box import (
    BallotSheets,
    ObjectionPaper,
    Opening,
    check_paper,
    record_opening,
)
from workflows import intake


class PaperRefused(CaseError):
    """One of the papers was refused, and so nothing of the opening was kept.

    `row` counts the objections, or the ballots where it is one of them that was refused.
    """

    def __init__(self, error: CaseError, row: int, *, of_ballots: bool = False) -> None:
        super().__init__(error.message, field=error.field, rule=error.rule)
        self.error, self.row, self.of_ballots = error, row, of_ballots


@transaction.atomic
def register_opening(
    *,
    by: Person,
    organisation: Organisation,
    opening: Opening,
    objections: Sequence[ObjectionPaper],
    sheets: Sequence[BallotSheets] = (),
    page: UUID | None = None,
) -> list[str]:
    """All papers or none; returns a receipt code for each objection, to be shown once."""
    row = record_opening(
        by=by,
        organisation=organisation,
        opening=opening,
        objections=objections,
        sheets=sheets,
        page=page,
    )
    for number, part in enumerate(sheets):
        _count(part, number, row)
    return [_receive(paper, number, row) for number, paper in enumerate(objections)]


def _count(sheets: BallotSheets, number: int, opening: BoxOpening) -> None:
    by = opening.entered_by
    office = opening_office(by, opening.organisation)
    assert office is not None
    actor = Actor(person=by, role=office.role, organisation=office.organisation)
    try:
        if sheets.second is None:
            told = _("Say who counted the ballot sheets with you.")
            raise CaseError(told, field="second", rule="4.8")
        enter_paper_answers(
            ballot=sheets.ballot, actor=actor, second=sheets.second, counts=sheets.counts
        )
    except CaseError as error:
        raise PaperRefused(error, number, of_ballots=True) from error


def _receive(paper: ObjectionPaper, number: int, opening: BoxOpening) -> str:
    try:
        check_paper(paper=paper, opening=opening)
        return intake.receive_objection(
            notice=paper.notice,
            kind=paper.kind,
            mode=paper.mode,
            text=paper.text,
            name=paper.name,
            contact=paper.contact,
            received_at=paper.received_at,
            entered_by=opening.entered_by,
        )
    except CaseError as error:
        raise PaperRefused(error, number) from error
