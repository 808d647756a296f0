"""One's work: what lies with me, what I wait for, what I did, submitted and was sent in copy.

Each list says what the reader is told of a case only through `visible_ids`: a title is shown if
the case is open to him now, not because it once was.
"""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.db.models import F, Model, Prefetch, Q, QuerySet

from rectification.enums import CaseStage, EventVerb, PartyReason, Step
from rectification.models import Case, Copy, Person, User, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.visibility import parties_of
from rectification.roles import Role
from rectification.selectors.cases import PAGE, open_items_of, visible_to
from rectification.selectors.lights import with_marks, with_progress

Row = TypeVar("Row", bound=Model)

INBOX_LIMIT: Final = 100
WAITING_LIMIT: Final = 8
_OWN_ROLES: Final = (Role.SEC, Role.CLK)


def turns_of(authority: Authority) -> list[WorkItem]:
    """What lies with me, overdue first; one more than `INBOX_LIMIT` when there is more."""
    items = open_items_of(authority).select_related(
        "case__owner_organisation", "organisation", "person"
    )
    if authority.deputyships:
        items = items.prefetch_related("bars")
    rows = with_progress(items).order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(rows[: INBOX_LIMIT + 1])


def waiting_of(user: User, authority: Authority) -> list[WorkItem]:
    """Where my open cases stand when the turn is somebody else's: one item a case."""
    cases = (
        visible_to(user, authority)
        .filter(_mine(authority), stage__in=CaseStage.open())
        .exclude(pk__in=open_items_of(authority).values("case_id"))
    )
    items = (
        with_progress(_open_to_all().filter(case__in=cases))
        .select_related("case__owner_organisation", "organisation")
        .order_by("opened_at", "pk")[: WAITING_LIMIT * 4]
    )
    first = {item.case_id: item for item in reversed(items)}
    return sorted(first.values(), key=lambda item: (item.opened_at, item.pk))[:WAITING_LIMIT]


def _mine(authority: Authority) -> Q:
    """Cases I reported or own, and those of the organisation I answer for."""
    parties = parties_of(authority).filter(reason__in=[PartyReason.AUTHOR, PartyReason.OWNER])
    units = {o for o, role in authority.offices() if role in _OWN_ROLES}
    return Q(pk__in=parties.values("case_id")) | Q(owner_organisation__in=units)


def visible_ids(user: User, authority: Authority, case_ids: Iterable[int | None]) -> set[int]:
    """Those of the cases that the reader may see now."""
    wanted = {pk for pk in case_ids if pk is not None}
    if not wanted:
        return set()
    return set(visible_to(user, authority).filter(pk__in=wanted).values_list("pk", flat=True))


def done_by(person: Person, *, before_id: int | None = None, size: int = PAGE) -> list[WorkItem]:
    """Steps the person took, latest first; one more than `size` when there is more."""
    items = WorkItem.objects.filter(closed_by=person, closed_at__isnull=False)
    # What lay with the next person until it was taken back is no step that he took.
    items = items.exclude(outcome=EventVerb.RECALLED_STEP)
    last = items.filter(pk=before_id).first() if before_id is not None else None
    if last is not None:
        items = items.filter(
            Q(closed_at__lt=last.closed_at) | Q(closed_at=last.closed_at, pk__lt=last.pk)
        )
    return list(
        items.select_related("case__owner_organisation").order_by("-closed_at", "-pk")[: size + 1]
    )


def submitted_by(person: Person, *, before_id: int | None = None, size: int = PAGE) -> list[Case]:
    """Cases the person reported, drafts included, latest first."""
    cases = Case.objects.filter(author=person).select_related("owner_organisation")
    return list(with_marks(with_open_items(_before(cases, before_id))).order_by("-pk")[: size + 1])


def copies_of(person: Person, *, before_id: int | None = None, size: int = PAGE) -> list[Copy]:
    copies = Copy.objects.filter(person=person).select_related("case__owner_organisation")
    return list(_before(copies, before_id).order_by("-pk")[: size + 1])


def with_open_items(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with its open work items as `open_items`."""
    return cases.prefetch_related(open_items_prefetch())


def open_items_prefetch() -> Prefetch:
    return Prefetch("work_items", _open_to_all().order_by("pk"), to_attr="open_items")


def _open_to_all() -> QuerySet[WorkItem]:
    """Open steps of which every reader of their case may know."""
    return WorkItem.objects.filter(closed_at__isnull=True).exclude(step__in=Step.confidential())


def _before(rows: "QuerySet[Row]", before_id: int | None) -> "QuerySet[Row]":
    return rows if before_id is None else rows.filter(pk__lt=before_id)
