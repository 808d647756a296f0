"""意见箱: what lay in the box is received as if each paper had been handed in on its stamp day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import BoxOpening, Case, Notice, Organisation, Person
from rectification.policies.paper_box import why_not_enter_paper, why_not_open
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow
from rectification.services.pages import written_before
from workflows import intake


@dataclass(frozen=True, kw_only=True)
class Opening:
    """When the box was opened, and before whom."""

    opened_on: date
    first_present: str
    second_present: str


@dataclass(frozen=True, kw_only=True)
class ObjectionPaper:
    """One objection as it lies there; `received_on` is the day of the receipt stamp."""

    notice: Notice
    received_on: date
    kind: str
    text: str
    mode: str
    name: str = ""
    contact: str = ""


class PaperRefused(CaseError):
    """One of the papers was refused, and so nothing of the opening was kept."""

    def __init__(self, error: CaseError, row: int) -> None:
        super().__init__(error.message if not isinstance(error, InvalidInput) else str(error))
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
    if written_before(BoxOpening, by=by, field="entered_by", page=page) is not None:
        raise CaseError(_("This opening is registered already; its codes were shown once."))
    allow(why_not_open(by, organisation))
    _check(opening, objections)
    _lock(objections)
    BoxOpening.objects.create(
        organisation=organisation,
        opened_on=opening.opened_on,
        first_present=opening.first_present.strip(),
        second_present=opening.second_present.strip(),
        objections=len(objections),
        entered_by=by,
        entered_at=timezone.now(),
        page=page,
    )
    return [_receive(paper, row, by, opening) for row, paper in enumerate(objections)]


def _check(opening: Opening, objections: Sequence[ObjectionPaper]) -> None:
    errors = {}
    if why := why_not_past(opening.opened_on):
        errors["opened_on"] = why
    first, second = opening.first_present.strip(), opening.second_present.strip()
    for name, text in (("first_present", first), ("second_present", second)):
        if not text:
            errors[name] = _("Name two who were present.")
    if first and first == second:
        errors["second_present"] = _("Two different people are present when the box is opened.")
    if errors:
        raise InvalidInput(errors, rule="4.7")
    if not objections:
        raise CaseError(_("Enter at least one paper."), rule="4.7")


def _lock(objections: Sequence[ObjectionPaper]) -> None:
    """In one order for everybody, so that no two wait for each other."""
    cases = sorted({paper.notice.case_id for paper in objections})
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))


def _receive(paper: ObjectionPaper, row: int, by: Person, opening: Opening) -> str:
    try:
        allow(why_not_enter_paper(by, paper.notice.case))
        _check_stamp(paper, opening)
        return intake.receive_objection(
            notice=paper.notice,
            kind=paper.kind,
            mode=paper.mode,
            text=paper.text,
            name=paper.name,
            contact=paper.contact,
            received_at=_at(paper.received_on),
        )
    except CaseError as error:
        raise PaperRefused(error, row) from error


def _check_stamp(paper: ObjectionPaper, opening: Opening) -> None:
    first = timezone.localdate(paper.notice.posted_at)
    if why := why_not_past(paper.received_on, since=first):
        raise InvalidInput({"received_on": why}, rule="T24")
    if paper.received_on > opening.opened_on:
        told = _("The stamp is later than the opening of the box.")
        raise InvalidInput({"received_on": told}, rule="T24")


def _at(day: date) -> datetime:
    """The stamp says the day and no hour: any moment of it is in time on the last day."""
    return timezone.make_aware(datetime.combine(day, time(12)))
