"""意见箱: that the box was opened, and what must hold of each paper that lay in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Ballot, BoxOpening, Case, Notice, Organisation, Person
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


@dataclass(frozen=True, kw_only=True)
class BallotSheets:
    """Answers to one ballot that lay there, counted by whoever enters them and a second one."""

    ballot: Ballot
    second: Person | None
    counts: Mapping[str, int]

    @property
    def number(self) -> int:
        return sum(self.counts.values())


def record_opening(
    *,
    by: Person,
    organisation: Organisation,
    opening: Opening,
    objections: Sequence[ObjectionPaper],
    sheets: Sequence[BallotSheets] = (),
    page: UUID | None = None,
) -> BoxOpening:
    """Within the caller's transaction, which receives the papers; their cases are locked then."""
    if written_before(BoxOpening, by=by, field="entered_by", page=page) is not None:
        raise CaseError(
            _("This opening is registered already; its codes were shown once."), rule="4.7"
        )
    allow(why_not_open(by, organisation))
    _check(opening, [*objections, *sheets])
    shown, asked = [paper.notice for paper in objections], [part.ballot.notice for part in sheets]
    _keep_apart(shown, asked)
    _lock([*shown, *asked])
    return BoxOpening.objects.create(
        organisation=organisation,
        opened_on=opening.opened_on,
        first_present=opening.first_present.strip(),
        second_present=opening.second_present.strip(),
        objections=len(objections),
        ballots=sum(part.number for part in sheets),
        entered_by=by,
        entered_on=today(),
        page=page,
    )


def _check(opening: Opening, papers: Sequence[object]) -> None:
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
    if not papers:
        raise CaseError(_("Enter at least one paper."), rule="4.7")


def _keep_apart(objected: Sequence[Notice], asked: Sequence[Notice]) -> None:
    """The counting stands in the record with its time: what came in at the same moment lay in the
    box, and by the box one finds who was seen at it."""
    if {notice.case_id for notice in objected} & {notice.case_id for notice in asked}:
        told = _(
            "Ballot sheets and an objection to the same notice are entered one after the other, so "
            "that their time on record does not lead from one to the other. Register the "
            "objections first, and the sheets as a second opening."
        )
        raise CaseError(told, rule="4.7")


def _lock(notices: Sequence[Notice]) -> None:
    """In one order for everybody, so that no two wait for each other."""
    cases = sorted({notice.case_id for notice in notices})
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
