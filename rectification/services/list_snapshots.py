"""清单快照: freeze a list, approve it, return it, take it back (docs/rules.md 5)."""

from typing import Any, Final, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rectification import notifications
from rectification.documents.lists import ListReader, ListRow
from rectification.documents.lists.frozen import proof_of, written
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import CaseLevel, DocumentSeries, ListState, SnapshotStatus
from rectification.hashing import hash_of
from rectification.models import (
    Appointment,
    Case,
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
    why_not_decide,
    why_not_lines,
    why_not_make,
    why_not_take_back,
)
from rectification.policies.reasons import allow, require_reason
from rectification.selectors.list_snapshots import count_seen
from rectification.selectors.lists import Chosen, listed_cases
from rectification.services.document_numbers import take_document_number

AT_ONCE: Final = 500
"""Lines written together."""


@transaction.atomic
def propose_snapshot(*, by: User, reader: ListReader, chosen: Chosen) -> ListSnapshot:
    """Freeze what the maker sees of the branches' and the committee's cases.

    While one of the same list waits, there is no second one: sent twice, it is one proposal.
    """
    authority = authority_of(by)
    allow(why_not_make(authority))
    office = cast(Appointment, making_office(authority))
    Organisation.objects.select_for_update(no_key=True).get(pk=office.organisation_id)
    asked = _asked(reader, office, chosen)
    waiting = ListSnapshot.objects.filter(**asked, status=SnapshotStatus.PROPOSED).first()
    if waiting is not None:
        return waiting
    cases = listed_cases(by, authority, chosen).exclude(level=CaseLevel.MEMBER)
    with in_words_of_papers():
        snapshot = _frozen(reader, cases, ListSnapshot(**asked, made_by=by.person))
    notifications.queue(
        kind="list_proposed", recipients=_may_decide(snapshot), about=f"list:{snapshot.pk}"
    )
    return snapshot


def _asked(reader: ListReader, office: Appointment, chosen: Chosen) -> dict[str, Any]:
    """Which list it is: of whom, of which cases."""
    states = {None: "", True: ListState.OPEN, False: ListState.ENDED}
    return {
        "kind": reader.kind.name,
        "organisation": office.organisation,
        "made_role": office.role,
        "place": chosen.organisation,
        "since": chosen.since,
        "until": chosen.until,
        "level": chosen.level,
        "state": states[chosen.is_open],
    }


def _frozen(reader: ListReader, cases: QuerySet[Case], snapshot: ListSnapshot) -> ListSnapshot:
    kind = reader.kind
    rows = reader.all_rows(kind.giving_lines(cases))
    lines = [_line(place, row) for place, row in enumerate(rows, start=1)]
    allow(why_not_lines(len(lines)))
    snapshot.title = str(kind.label)
    snapshot.made_at = timezone.now()
    snapshot.lines = len(lines)
    snapshot.sha256 = proof_of(kind.columns, (line.sha256 for line in lines))
    snapshot.save()
    ListSnapshotColumn.objects.bulk_create(
        ListSnapshotColumn(
            snapshot=snapshot,
            position=place,
            label=str(column.label),
            needs=column.needs_frozen,
            sort=column.sort,
            width=column.width,
        )
        for place, column in enumerate(kind.columns)
    )
    for line in lines:
        line.snapshot = snapshot
    ListSnapshotLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    return snapshot


def _line(place: int, row: ListRow) -> ListSnapshotLine:
    words = written(row.values)
    return ListSnapshotLine(
        position=place,
        case_id=row.case_id,
        unit_id=row.unit_id,
        about=row.about,
        words=words,
        sha256=hash_of(words),
    )


def _may_decide(snapshot: ListSnapshot) -> list[Person]:
    above = [*snapshot.organisation.ancestor_ids(), snapshot.organisation.pk]
    held = offices_on(today()).filter(role__in=deciders(snapshot), jurisdiction__in=above)
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=snapshot.made_by_id)
    return list(people.order_by("code"))


@transaction.atomic
def approve_snapshot(*, snapshot: ListSnapshot, by: User) -> ListSnapshot:
    """Give it its number. Who may not see every line of it today approves none."""
    locked, authority = _locked(snapshot), authority_of(by)
    seen = count_seen(locked, by, authority)
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
