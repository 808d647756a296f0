"""清单快照: freeze a list, approve it, return it, take it back (docs/rules.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db import transaction
from django.utils import timezone

from rectification import notifications
from rectification.enums import DocumentSeries, ListState, SnapshotStatus
from rectification.models import (
    Appointment,
    ListSnapshot,
    ListSnapshotColumn,
    ListSnapshotLine,
    Organisation,
    Person,
    User,
)
from rectification.policies.authority import Authority, authority_of, offices_on
from rectification.policies.days import today
from rectification.policies.list_snapshots import (
    RULE,
    deciders,
    deciding_office,
    making_office,
    why_not_approve,
    why_not_beside,
    why_not_decide,
    why_not_lines,
    why_not_make,
    why_not_take_back,
)
from rectification.policies.offices import reaches
from rectification.policies.reasons import allow, require_reason
from rectification.selectors.list_snapshots import open_lines
from rectification.selectors.lists import Chosen
from rectification.services.document_numbers import take_document_number

AT_ONCE: Final = 500
"""Lines written together."""


@dataclass(frozen=True)
class Frozen:
    """A list as `documents.lists.versions` wrote it down, before it is stored."""

    kind: str
    title: str
    columns: Sequence[ListSnapshotColumn]
    lines: Sequence[ListSnapshotLine]
    sha256: str


@transaction.atomic
def propose_snapshot(*, by: User, frozen: Frozen, chosen: Chosen) -> ListSnapshot:
    """While one of the same list waits, there is no second one: sent twice, it is one proposal."""
    authority = authority_of(by)
    allow(why_not_make(authority))
    allow(why_not_lines(len(frozen.lines)))
    office = cast(Appointment, making_office(authority))
    Organisation.objects.select_for_update(no_key=True).get(pk=office.organisation_id)
    asked = _asked(frozen.kind, office, chosen)
    waiting = ListSnapshot.objects.filter(**asked, status=SnapshotStatus.PROPOSED).first()
    if waiting is not None:
        allow(why_not_beside(waiting, frozen.sha256))
        return waiting
    snapshot = ListSnapshot.objects.create(
        **asked,
        title=frozen.title,
        made_by=by.person,
        made_at=timezone.now(),
        lines=len(frozen.lines),
        sha256=frozen.sha256,
    )
    for column in frozen.columns:
        column.snapshot = snapshot
    for line in frozen.lines:
        line.snapshot = snapshot
    ListSnapshotColumn.objects.bulk_create(frozen.columns)
    ListSnapshotLine.objects.bulk_create(frozen.lines, batch_size=AT_ONCE)
    notifications.queue(
        kind="list_proposed", recipients=_may_decide(snapshot), about=f"list:{snapshot.pk}"
    )
    return snapshot


def _asked(kind: str, office: Appointment, chosen: Chosen) -> dict[str, Any]:
    """Which list it is: of whom, of which cases."""
    states = {None: "", True: ListState.OPEN, False: ListState.ENDED}
    return {
        "kind": kind,
        "organisation": office.organisation,
        "made_role": office.role,
        "place": chosen.organisation,
        "since": chosen.since,
        "until": chosen.until,
        "level": chosen.level,
        "state": states[chosen.is_open],
    }


def _may_decide(snapshot: ListSnapshot) -> list[Person]:
    above = [*snapshot.organisation.ancestor_ids(), snapshot.organisation.pk]
    held = offices_on(today()).filter(role__in=deciders(snapshot), jurisdiction__in=above)
    keys = {office.person_id for office in held if reaches(office, snapshot.organisation)}
    people = Person.objects.filter(pk__in=keys).exclude(pk=snapshot.made_by_id)
    return list(people.order_by("code"))


@transaction.atomic
def approve_snapshot(*, snapshot: ListSnapshot, by: User) -> ListSnapshot:
    """Give it its number. Who may not see every line of it today approves none."""
    locked, authority = _locked(snapshot), authority_of(by)
    seen = sum(1 for _line in open_lines(locked, by, authority))
    allow(why_not_approve(locked, authority, seen))
    number = take_document_number(organisation=locked.organisation, series=DocumentSeries.LIST)
    locked.number = str(number)
    return _decide(locked, authority, SnapshotStatus.APPROVED)


@transaction.atomic
def return_snapshot(*, snapshot: ListSnapshot, by: User, reason: str) -> ListSnapshot:
    """Back to its maker with the reasons; a new version is made of the cases as they are then."""
    locked, authority = _locked(snapshot), authority_of(by)
    allow(why_not_decide(locked, authority))
    locked.return_reason = require_reason(reason, rule=RULE)
    return _decide(locked, authority, SnapshotStatus.RETURNED)


@transaction.atomic
def take_back_snapshot(*, snapshot: ListSnapshot, by: User) -> ListSnapshot:
    """Its maker does without it, as long as nobody decided."""
    locked = _locked(snapshot)
    allow(why_not_take_back(locked, by.person))
    locked.status = SnapshotStatus.WITHDRAWN
    locked.save()
    return locked


def _decide(snapshot: ListSnapshot, authority: Authority, status: SnapshotStatus) -> ListSnapshot:
    office = cast(Appointment, deciding_office(snapshot, authority))
    snapshot.status = status
    snapshot.decided_by, snapshot.decided_role = authority.person, office.role
    snapshot.decided_at = timezone.now()
    snapshot.save()
    notifications.queue(
        kind="list_decided", recipients=[snapshot.made_by], about=f"list:{snapshot.pk}"
    )
    return snapshot


def _locked(snapshot: ListSnapshot) -> ListSnapshot:
    rows = ListSnapshot.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "made_by", "decided_by").get(pk=snapshot.pk)
