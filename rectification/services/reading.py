"""What reading leaves behind: who opened what, and what has been seen."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from rectification.enums import CaseLevel
from rectification.models import AccessLog, Case, Copy, InAppNotice, Person, WorkItem
from rectification.services.work_items import mark_read

NOTED_BY: Final = ("level", "owner_person", "author")
"""What of a case decides whether its reading is noted; a large list is read with nothing more."""


def log_access(*, case: Case, person: Person, what: str) -> None:
    """Record that somebody opened sensitive content; `what` is a code such as `evidence:12`."""
    AccessLog.objects.create(case=case, person=person, what=what, at=timezone.now())


def log_case_read(*, case: Case, person: Person, what: str) -> None:
    """A member's case opened by somebody else is noted (docs/rules.md, “Records”)."""
    if _is_noted(case, person):
        log_access(case=case, person=person, what=what)


def log_cases_read(*, cases: Sequence[Case], person: Person, what: str) -> None:
    """The same for cases that were read together, on a list or in a file of it."""
    now = timezone.now()
    AccessLog.objects.bulk_create(
        AccessLog(case=case, person=person, what=what, at=now)
        for case in cases
        if _is_noted(case, person)
    )


def _is_noted(case: Case, person: Person) -> bool:
    own = (case.owner_person_id, case.author_id)
    return case.level == CaseLevel.MEMBER and person.pk not in own


@transaction.atomic
def mark_listed_read(*, items: Sequence[WorkItem], person: Person) -> None:
    """A list that holds the reports themselves opens every one of them, like its own page (T3)."""
    now = timezone.now()
    unread = [item.pk for item in items if item.read_at is None]
    WorkItem.objects.filter(pk__in=unread, read_at__isnull=True).update(read_at=now)
    AccessLog.objects.bulk_create(
        AccessLog(case=item.case, person=person, what=f"step:{item.pk}", at=now)
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
