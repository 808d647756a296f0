"""The first responsible person (第一责任人) of a case and who was it before, each with his days.

The secretary of the owner organisation, out of the dated appointments: a new secretary stands
beside the old one, and the secretary of a successor beside that of the branch that closed
(docs/rules.md, scenarios 4, 13). The case of a member has none: the member answers for himself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from rectification.enums import EventVerb
from rectification.models import Appointment, Case, CaseEvent, Organisation, Person
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


@dataclass(frozen=True)
class _Move:
    """An event that gave the case an owner; `former` is the key of the one before, else 0."""

    verb: str
    former: int
    on: date


def first_responsible(case: Case) -> list[Responsibility]:
    """In the order of time; the last one without an end is the present one."""
    return first_responsible_of([case])[case.pk]


def first_responsible_of(cases: Sequence[Case]) -> dict[int, list[Responsibility]]:
    """The same for many cases, by key, with three queries."""
    owned = [case for case in cases if _is_answered_for(case)]
    moves = _moves_of(owned)
    formers = {move.former for rows in moves.values() for move in rows if move.former}
    nodes = Organisation.objects.in_bulk(formers)
    spans = {case.pk: list(_spans(case, moves[case.pk], nodes)) for case in owned}
    terms = _terms({span.organisation_id for rows in spans.values() for span in rows})
    found: dict[int, list[Responsibility]] = {case.pk: [] for case in cases}
    for key, rows in spans.items():
        held = [(row, span) for span in rows for row in terms[span.organisation_id]]
        met = [_within(row, span) for row, span in held if _meet(row, span)]
        found[key] = sorted(met, key=lambda term: term.since)
    return found


def _is_answered_for(case: Case) -> bool:
    return case.owner_person_id is None and case.owner_organisation_id is not None


def _terms(organisations: Iterable[int]) -> dict[int, list[Appointment]]:
    """Secretaries of these organisations, present and former."""
    held = Appointment.objects.filter(
        organisation__in=organisations,
        role=Role.SEC,
        confirmed_at__isnull=False,
        valid_from__lte=today(),
    )
    found: defaultdict[int, list[Appointment]] = defaultdict(list)
    for row in held.select_related("person").order_by("valid_from", "pk"):
        found[row.organisation_id].append(row)
    return found


def _meet(row: Appointment, span: _Span) -> bool:
    return row.organisation_id == span.organisation_id and overlap(
        row.valid_from, row.valid_to, span.since, span.until
    )


def _within(row: Appointment, span: _Span) -> Responsibility:
    ends = [day for day in (row.valid_to, span.until) if day is not None]
    last = min(ends, default=None)
    is_over = last is not None and (last < today() or span.until is not None)
    return Responsibility(row.person, max(row.valid_from, span.since), last if is_over else None)


def _moves_of(cases: Sequence[Case]) -> dict[int, list[_Move]]:
    """By which each case came to its owner, in their order."""
    rows = CaseEvent.objects.filter(case__in=cases, verb__in=_OWNING).order_by("case", "sequence")
    found: defaultdict[int, list[_Move]] = defaultdict(list)
    for key, verb, reference, at in rows.values_list("case", "verb", "reference", "at"):
        former = int(reference.removeprefix(_ORGANISATION) or 0)
        found[key].append(_Move(verb, former, timezone.localdate(at)))
    return found


def _spans(
    case: Case, moves: Sequence[_Move], nodes: Mapping[int, Organisation]
) -> Iterator[_Span]:
    """From the last dispatch on; what it was moved away from says the event of the move."""
    since = today() if case.registered_at is None else timezone.localdate(case.registered_at)
    for move in moves:
        if move.verb == EventVerb.DISPATCHED:
            since = move.on
            continue
        former = nodes.get(move.former)
        if former is None or former.pk == case.owner_organisation_id:
            continue
        first = former.closed_on + timedelta(days=1) if former.closed_on else move.on
        yield _Span(former.pk, min(since, first - timedelta(days=1)), first - timedelta(days=1))
        since = first
    ended = timezone.localdate(case.ended_at) if case.ended_at else None
    owner = case.owner_organisation_id
    if owner is not None:
        yield _Span(owner, since, ended)
