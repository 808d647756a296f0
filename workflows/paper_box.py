"""意见箱: what lay in the box is received as if each paper had been handed in on its stamp day."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from rectification.exceptions import CaseError
from rectification.models import BoxOpening, Organisation, Person
from rectification.services.paper_box import (
    ObjectionPaper,
    Opening,
    check_paper,
    record_opening,
)
from workflows import intake


class PaperRefused(CaseError):
    """One of the papers was refused, and so nothing of the opening was kept."""

    def __init__(self, error: CaseError, row: int) -> None:
        super().__init__(error.message, field=error.field, rule=error.rule)
        self.error, self.row = error, row


@transaction.atomic
def register_opening(
    *,
    by: Person,
    organisation: Organisation,
    opening: Opening,
    objections: Sequence[ObjectionPaper],
    page: UUID | None = None,
) -> list[str]:
    """All papers or none; returns a receipt code for each, to be shown once."""
    row = record_opening(
        by=by, organisation=organisation, opening=opening, objections=objections, page=page
    )
    return [_receive(paper, number, row) for number, paper in enumerate(objections)]


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
        )
    except CaseError as error:
        raise PaperRefused(error, number) from error
