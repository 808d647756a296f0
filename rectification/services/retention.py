"""Periods, and lists of cases whose time is over (docs/rules.md 10, decision 0043)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseOutcome, HeldBecause, RetentionKind
from rectification.models import (
    Case,
    Organisation,
    Person,
    RetentionLine,
    RetentionRule,
    RetentionRun,
    Tombstone,
)
from rectification.policies import retention as rules
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import authority_of, holders_in
from rectification.policies.merging import entries_of
from rectification.policies.reasons import allow
from rectification.policies.retention import KEEPING, Period, held_because
from rectification.selectors.retention import due_cases, due_withdrawn, is_due, rule_for, townships
from rectification.services.tombstones import bury_case

LONGEST_LIST: Final = 100
ASKED_AGAIN: Final = timedelta(days=30)
"""After a list was called off the next one comes no sooner."""

logger = structlog.get_logger("rectification.retention")


@transaction.atomic
def enter_retention_rule(
    *,
    by: Person,
    committee: Organisation,
    kind: str,
    months: int,
    in_force_from: date,
    basis: str,
) -> RetentionRule:
    """A version; it counts when a second person has confirmed it."""
    versions = _versions(by, committee)
    allow(rules.why_not_period(kind, Period(months)))
    allow(rules.why_not_from(in_force_from, kind, versions))
    rule = RetentionRule.objects.create(
        committee=committee,
        kind=kind,
        months=months,
        in_force_from=in_force_from,
        basis=basis,
        entered_by=by,
        entered_at=timezone.now(),
    )
    notifications.queue(
        kind="retention_rule_entered",
        recipients=holders_in(committee, KEEPING, but=by),
        about=f"retention_rule:{rule.pk}",
    )
    return rule


@transaction.atomic
def confirm_retention_rule(*, rule: RetentionRule, by: Person) -> None:
    versions = _versions(by, rule.committee)
    locked = next(row for row in versions if row.pk == rule.pk)
    allow(rules.why_not_confirm_rule(locked, by, versions))
    locked.confirmed_by, locked.confirmed_at = by, timezone.now()
    locked.save()


def _versions(by: Person, committee: Organisation) -> list[RetentionRule]:
    """Every version of the township under its lock, if he keeps them."""
    _require_keeper(by, committee)
    return list(committee.retention_rules.order_by("pk"))


def _require_keeper(by: Person, committee: Organisation) -> None:
    allow(rules.why_not_keep(committee, authority_of(by.user)))
    Organisation.objects.select_for_update(no_key=True).get(pk=committee.pk)


# --- lists of cases -------------------------------------------------------------------------------


def propose_runs() -> int:
    """A list for each township where something is due and none waits; returns how many."""
    return sum([_proposed(township) for township in townships()])


@transaction.atomic
def _proposed(committee: Organisation) -> bool:
    Organisation.objects.select_for_update(no_key=True).get(pk=committee.pk)
    fresh = timezone.now() - ASKED_AGAIN
    runs = RetentionRun.objects.filter(committee=committee)
    called_off = runs.filter(confirmed_at=None, ended_at__gt=fresh)
    if runs.filter(ended_at=None).exists() or called_off.exists():
        return False
    found = [row for row in due_cases(committee) if not row.kept][:LONGEST_LIST]
    if not found:
        return False
    run = RetentionRun.objects.create(committee=committee, proposed_at=timezone.now())
    RetentionLine.objects.bulk_create(
        RetentionLine(run=run, case=row.case, due_on=row.due_on) for row in found
    )
    notifications.queue(
        kind="retention_proposed",
        recipients=holders_in(committee, KEEPING),
        about=f"retention_run:{run.pk}",
    )
    return True


def check_run(*, run: RetentionRun, by: Person) -> None:
    """The first hand: he has gone through the list."""

    def check(locked: RetentionRun) -> None:
        allow(rules.why_not_check(locked, by))
        locked.checked_by, locked.checked_at = by, timezone.now()

    _decide(run, by, check)


def confirm_run(*, run: RetentionRun, by: Person) -> int:
    """The second hand: the cases of the list go; returns how many went."""

    def confirm(locked: RetentionRun) -> None:
        allow(rules.why_not_confirm(locked, by))
        locked.confirmed_by = by
        locked.confirmed_at = locked.ended_at = timezone.now()

    _decide(run, by, confirm)
    return carry_out(run=run)


def call_off_run(*, run: RetentionRun, by: Person) -> None:
    """Nothing of it goes; whoever checked may call off as well."""

    def end(locked: RetentionRun) -> None:
        allow(rules.why_not_end(locked))
        locked.ended_by, locked.ended_at = by, timezone.now()

    _decide(run, by, end)


@transaction.atomic
def _decide(run: RetentionRun, by: Person, decide: Callable[[RetentionRun], None]) -> None:
    _require_keeper(by, run.committee)
    locked = RetentionRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    decide(locked)
    locked.save()


def finish_runs() -> int:
    """What a run that was cut short has left; returns how many cases went."""
    waiting = RetentionLine.objects.filter(
        run__confirmed_at__isnull=False, done_at__isnull=True, kept=""
    )
    runs = RetentionRun.objects.filter(pk__in=waiting.values("run"))
    return sum([carry_out(run=run) for run in runs.order_by("pk")])


def carry_out(*, run: RetentionRun) -> int:
    """Each case by itself: one that cannot go keeps no other."""
    run.refresh_from_db()
    lines = run.lines.filter(done_at__isnull=True, kept="").order_by("pk")
    return sum([_went(pk, run) for pk in list(lines.values_list("pk", flat=True))])


def _went(pk: int, run: RetentionRun) -> bool:
    try:
        with transaction.atomic():
            return _bury_line(pk, run)
    except Exception:
        logger.exception("retention_failed", line=pk)
        return False


def _bury_line(pk: int, run: RetentionRun) -> bool:
    """Held or due is asked again, under the lock of the case, and whether it has gone already."""
    case = _locked(RetentionLine.objects.get(pk=pk).case_id)
    line = RetentionLine.objects.get(pk=pk)
    if line.done_at is not None or line.kept:
        return False
    rule = rule_for(run.committee, RetentionKind.MEMBER_CASE)
    is_left = is_due(case, rule) and not _is_buried(case)
    line.kept = held_because(case) if is_left else HeldBecause.NOT_DUE
    if not line.kept:
        line.done_at = timezone.now()
        actor = Actor(person=run.confirmed_by)
        bury_case(case=case, kind=RetentionKind.MEMBER_CASE, actor=actor, rule=rule, run=run)
    line.save()
    return not line.kept


def _locked(pk: int) -> Case:
    """With what joined it, which goes along: a hold of that waits for the same lock."""
    rows = Case.objects.select_for_update(of=("self",))
    case = rows.get(pk=pk)
    list(rows.filter(pk__in=[entry.pk for entry in entries_of(case)]).order_by("pk"))
    return case


def _is_buried(case: Case) -> bool:
    return Tombstone.objects.filter(case=case).exists()


# --- what the rules promise themselves ------------------------------------------------------------


def erase_withdrawn() -> int:
    """Erase every self-report withdrawn thirty days ago that is not held; returns how many."""
    return sum([_erased(pk) for pk in due_withdrawn()])


def _erased(pk: int) -> bool:
    try:
        with transaction.atomic():
            case = _locked(pk)
            if _is_buried(case) or held_because(case) or case.outcome != CaseOutcome.WITHDRAWN:
                return False
            bury_case(case=case, kind=RetentionKind.WITHDRAWN_REPORT, actor=SYSTEM)
    except Exception:
        # One case that cannot be erased must not keep the others: the next run tries again.
        logger.exception("erasure_failed", case=pk)
        return False
    logger.info("case_erased", case=pk)
    return True


def reapply_erasures(*, numbers: dict[int, str]) -> int:
    """Erase again what a restored backup has brought back: key of each case and its number."""
    found = Case.objects.filter(
        pk__in=numbers, tombstone__isnull=True, ended_at__isnull=False
    ).order_by("pk")
    wanted = [case.pk for case in found if (case.number or "") == numbers[case.pk]]
    return sum([_again(pk) for pk in wanted])


@transaction.atomic
def _again(pk: int) -> bool:
    case = _locked(pk)
    if _is_buried(case):
        return True  # It had joined another one and went with it.
    withdrawn = case.outcome == CaseOutcome.WITHDRAWN
    kind = RetentionKind.WITHDRAWN_REPORT if withdrawn else RetentionKind.MEMBER_CASE
    bury_case(case=case, kind=kind, actor=SYSTEM)
    return True
