"""意见箱: that the box was opened, and what must hold of each paper that lay in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import BoxOpening, Case, Notice, Organisation, Person
from rectification.policies.days import today
from rectification.policies.paper_box import why_not_enter_paper, why_not_open
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow
from rectification.services.pages import written_before


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

    @property
    def received_at(self) -> datetime:
        """The stamp says the day and no hour: any moment of the last day is in time."""
        return timezone.make_aware(datetime.combine(self.received_on, time(12)))


def record_opening(
    *,
    by: Person,
    organisation: Organisation,
    opening: Opening,
    objections: Sequence[ObjectionPaper],
    page: UUID | None = None,
) -> BoxOpening:
    """Within the caller's transaction, which receives the papers; their cases are locked then."""
    if written_before(BoxOpening, by=by, field="entered_by", page=page) is not None:
        raise CaseError(
            _("This opening is registered already; its codes were shown once."), rule="4.7"
        )
    allow(why_not_open(by, organisation))
    _check(opening, objections)
    _lock(objections)
    return BoxOpening.objects.create(
        organisation=organisation,
        opened_on=opening.opened_on,
        first_present=opening.first_present.strip(),
        second_present=opening.second_present.strip(),
        objections=len(objections),
        entered_by=by,
        entered_on=today(),
        page=page,
    )


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


def check_paper(*, paper: ObjectionPaper, opening: BoxOpening) -> None:
    """Whoever entered the opening is not concerned, and the stamp can be true."""
    allow(why_not_enter_paper(opening.entered_by, paper.notice.case))
    first = timezone.localdate(paper.notice.posted_at)
    if why := why_not_past(paper.received_on, since=first):
        raise InvalidInput({"received_on": why}, rule="T24")
    if paper.received_on > opening.opened_on:
        told = _("The stamp is later than the opening of the box.")
        raise InvalidInput({"received_on": told}, rule="T24")
