"""The first responsible person (第一责任人) of a case and who was it before, each with his days.

The secretary of the owner organisation, out of the dated appointments: a new secretary stands
beside the old one, and the secretary of a successor beside that of the branch that closed
(docs/rules.md, scenarios 4, 13). The case of a member has none: the member answers for himself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from rectification.enums import EventVerb
from rectification.models import Appointment, Case, Organisation, Person
from rectification.policies.days import today
from rectification.policies.offices import overlap
from rectification.roles import Role

_ORGANISATION: Final = "organisation:"
_OWNING: Final = (EventVerb.DISPATCHED, EventVerb.OWNER_MOVED, EventVerb.OWNER_SUCCEEDED)


@dataclass(frozen=True)
class Responsibility:
    """`until` is None as long as it lasts."""

    person: Person
    since: date
    until: date | None


@dataclass(frozen=True)
class _Span:
    """Days in which one organisation owned the case, both included."""

    organisation_id: int
    since: date
    until: date | None


def first_responsible(case: Case) -> list[Responsibility]:
    """In the order of time; the last one without an end is the present one."""
    if case.owner_person_id is not None or case.owner_organisation_id is None:
        return []
    spans = list(_spans(case))
    held = Appointment.objects.filter(
        organisation__in={span.organisation_id for span in spans},
        role=Role.SEC,
        confirmed_at__isnull=False,
        valid_from__lte=today(),
    )
    rows = held.select_related("person").order_by("valid_from", "pk")
    found = [_within(row, span) for span in spans for row in rows if _meet(row, span)]
    return sorted(found, key=lambda term: term.since)


def _meet(row: Appointment, span: _Span) -> bool:
    return row.organisation_id == span.organisation_id and overlap(
        row.valid_from, row.valid_to, span.since, span.until
    )


def _within(row: Appointment, span: _Span) -> Responsibility:
    ends = [day for day in (row.valid_to, span.until) if day is not None]
    last = min(ends, default=None)
    is_over = last is not None and (last < today() or span.until is not None)
    return Responsibility(row.person, max(row.valid_from, span.since), last if is_over else None)


def _spans(case: Case) -> Iterator[_Span]:
    """From the last dispatch on; what it was moved away from says the event of the move."""
    rows = case.events.filter(verb__in=_OWNING).order_by("sequence")
    events = list(rows.values_list("verb", "reference", "at"))
    since = today() if case.registered_at is None else timezone.localdate(case.registered_at)
    formers = {int(ref.removeprefix(_ORGANISATION)) for _v, ref, _at in events if ref}
    nodes = Organisation.objects.in_bulk(formers) if formers else {}
    for verb, reference, at in events:
        day = timezone.localdate(at)
        if verb == EventVerb.DISPATCHED:
            since = day
            continue
        former = nodes.get(int(reference.removeprefix(_ORGANISATION) or 0))
        if former is None or former.pk == case.owner_organisation_id:
            continue
        first = former.closed_on + timedelta(days=1) if former.closed_on else day
        yield _Span(former.pk, min(since, first - timedelta(days=1)), first - timedelta(days=1))
        since = first
    ended = timezone.localdate(case.ended_at) if case.ended_at else None
    owner = case.owner_organisation_id
    if owner is not None:
        yield _Span(owner, since, ended)
