"""Reports about the same fact become one case, and part again (T6, scenario 9)."""

from collections.abc import Iterable

from django.utils import timezone

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import CaseOutcome, EventVerb, Step
from rectification.models import Case, CaseEvent, Merge, Opinion, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.merging import (
    entries_of,
    master_of,
    received_on,
    standing_merge,
    why_not_merge,
    why_not_part,
)
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.services.audience import author_people, owner_people
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.intake import check_reader


def merge_case(*, case: Case, actor: Actor, master: Case) -> CaseEvent:
    """The report goes on as part of another case; sources, reporters and receipts stay (T6).

    The caller holds the lock of the report; two who merge two cases with each other at the same
    moment wait for one another, and the database sends one of them back.
    """
    master = locked(master)
    allow(why_not_merge(case, master))
    for part in (case, master):
        if part.registered_at is None:
            check_reader(part, actor)
        require_free(actor, Step.TRIAGE, part)
    merge = Merge.objects.create(
        case=case, master=master, made_by=actor.hand, made_at=timezone.now()
    )
    _rule_clock(master, case)
    end_case(case=case, outcome=CaseOutcome.MERGED)
    reference = f"merge:{merge.pk}"
    joined = record_event(
        case=master, verb=EventVerb.REPORT_JOINED, actor=actor, reference=reference
    )
    event = record_event(case=case, verb=EventVerb.MERGED, actor=actor, reference=reference)
    _tell("merged", case, event, author_people(case))
    _tell("report_joined", master, joined, _concerned(master))
    return event


def part_case(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """Undo a merger: the report stands where it stood before, its clock begins anew today.

    What was done to the master meanwhile stays with the master (scenario 9).
    """
    allow(why_not_part(case))
    for part in (case, master_of(case)):
        require_free(actor, Step.TRIAGE, part)
    return _part(case, actor, require_reason(reason, rule="T6"))


def part_from(*, master: Case) -> list[Case]:
    """The master leaves; every report that had joined it lives on by itself (T8, scenario 8)."""
    rows = Merge.objects.filter(master=master, undone_at__isnull=True).order_by("case")
    parted = [locked(row.case) for row in rows.select_related("case")]
    for case in parted:
        _part(case, SYSTEM, "")
    return parted


def leave_master(*, case: Case) -> None:
    """The report leaves the case that it joined, and ends by itself (T8)."""
    merge = standing_merge(case)
    if merge is not None:
        _undo(merge, SYSTEM, "")


def _part(case: Case, actor: Actor, reason: str) -> CaseEvent:
    merge = standing_merge(case)
    assert merge is not None
    _undo(merge, actor, reason)
    case.outcome, case.ended_at = "", None
    case.save()
    _forget_answers(merge)
    event = record_event(
        case=case,
        verb=EventVerb.UNMERGED,
        actor=actor,
        text=reason,
        reference=f"merge:{merge.pk}",
    )
    _tell("unmerged", case, event, [*author_people(case), *_concerned(case)])
    return event


def _undo(merge: Merge, actor: Actor, reason: str) -> None:
    master = locked(merge.master)
    merge.undone_by, merge.undone_at = actor.person, timezone.now()
    merge.undo_reason = reason[:500]
    merge.save()
    event = record_event(
        case=master,
        verb=EventVerb.REPORT_PARTED,
        actor=actor,
        text=reason,
        reference=f"merge:{merge.pk}",
    )
    _tell("report_parted", master, event, _concerned(master))


def locked(case: Case) -> Case:
    """The other case of a merger, as it is under its lock."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("owner_organisation", "owner_person", "author").get(pk=case.pk)


def _rule_clock(master: Case, entry: Case) -> None:
    """The earliest receipt rules the clock of the intake; registered, other clocks run."""
    item = master.work_items.filter(closed_at__isnull=True, clock=Clock.ACCEPTANCE).first()
    received = received_on(entry)
    if item is None or received is None or item.clock_from is None or received >= item.clock_from:
        return
    limit = due(Clock.ACCEPTANCE, received, current_calendar())
    item.clock_from, item.due_on, item.due_provisional = received, limit.on, limit.provisional
    item.save(update_fields=["clock_from", "due_on", "due_provisional"])


def _forget_answers(merge: Merge) -> None:
    """What was answered about the other case is no answer to this one; the history keeps it.

    What the reporter had been answered before stands again, and so for whoever had joined him.
    """
    parted = [merge.case, *entries_of(merge.case)]
    for opinion in Opinion.objects.filter(case__in=parted, answered_at__gte=merge.made_at):
        before = opinion.history.as_of(merge.made_at)
        opinion.answer, opinion.answered_at = before.answer, before.answered_at
        opinion.save()


def _concerned(case: Case) -> list[Person]:
    """Whoever was told at registration that the case concerns him."""
    return [] if case.registered_at is None else owner_people(case)


def _tell(kind: str, case: Case, event: CaseEvent, people: Iterable[Person]) -> None:
    notifications.queue(kind=kind, recipients=dict.fromkeys(people), case=case, event=event)
