"""What reading leaves behind: who opened what, and what has been seen."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from rectification.acting import request_id
from rectification.enums import CaseLevel
from rectification.models import AccessLog, Case, Copy, InAppNotice, Person, WorkItem
from rectification.policies.readings import Capacity, at_step
from rectification.services.work_items import mark_read
from rectification.statements import append

NOTED_BY: Final = ("level", "owner_person", "author")
"""What of a case decides whether its reading is noted; a large list is read with nothing more."""


def log_access(*, case: Case, person: Person | None, what: str, capacity: Capacity) -> None:
    """Record that somebody opened sensitive content; `what` is a code such as `evidence:12`."""
    append(_row(case, person, what, capacity))


def log_case_read(*, case: Case, person: Person, what: str, capacity: Capacity) -> None:
    """A member's case opened by somebody else is noted (docs/rules.md, “Records”)."""
    if _is_noted(case, person):
        log_access(case=case, person=person, what=what, capacity=capacity)


def log_cases_read(
    *, cases: Sequence[Case], person: Person | None, what: str, capacity: Capacity
) -> None:
    """The same for cases that were read together, on a list or in a file of it."""
    rows = [_row(case, person, what, capacity) for case in cases if _is_noted(case, person)]
    AccessLog.objects.bulk_create(rows)


def _row(case: Case, person: Person | None, what: str, capacity: Capacity) -> AccessLog:
    return AccessLog(
        case=case,
        person=person,
        role=capacity.role,
        organisation_id=capacity.organisation_id,
        what=what,
        purpose=capacity.purpose,
        step=capacity.step,
        at=timezone.now(),
        request=request_id(),
    )


def _is_noted(case: Case, person: Person | None) -> bool:
    own = (case.owner_person_id, case.author_id)
    return case.level == CaseLevel.MEMBER and (person is None or person.pk not in own)


@transaction.atomic
def mark_listed_read(*, items: Sequence[WorkItem], person: Person) -> None:
    """A list that holds the reports themselves opens every one of them, like its own page (T3)."""
    now = timezone.now()
    unread = [item.pk for item in items if item.read_at is None]
    WorkItem.objects.filter(pk__in=unread, read_at__isnull=True).update(read_at=now)
    AccessLog.objects.bulk_create(
        _row(item.case, person, f"step:{item.pk}", at_step(item))
        for item in items
        if _is_noted(item.case, person)
    )


@transaction.atomic
def mark_case_read(*, case: Case, person: Person, items: list[WorkItem]) -> None:
    """The reader opened the case: his copy, his messages and his steps in it count as read.

    From then on whoever sent a step to him may no longer take it back (docs/rules.md T3).
    """
    for item in items:
        mark_read(item=item)
    now = timezone.now()
    Copy.objects.filter(case=case, person=person, read_at__isnull=True).update(read_at=now)
    InAppNotice.objects.filter(recipient=person, case=case, read_at__isnull=True).update(
        read_at=now
    )


def mark_notices_read(*, person: Person, up_to_id: int, case: Case | None = None) -> int:
    """Mark the messages the reader had before him, of one case or of all; not those since."""
    unread = InAppNotice.objects.filter(recipient=person, read_at__isnull=True, pk__lte=up_to_id)
    if case is not None:
        unread = unread.filter(case=case)
    return unread.update(read_at=timezone.now())
