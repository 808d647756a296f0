"""Cases whose period is over, and the two hands by whom they go."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rectification.enums import CaseLevel, CaseOutcome, CaseStage, ReferralGround
from rectification.models import AccountabilityReferral, Case, Merge, RetentionRule, RetentionRun
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services import retention
from tests.factories import Township, case_in

REASON = "信访核查期间需要保留全部材料。"

YEARS = timedelta(days=3 * 365 + 2)


def struck(town: Township, **fields: Any) -> Case:
    """A case of a member, struck off today."""
    case = case_in(town, CaseStage.CLOSED, level=CaseLevel.MEMBER, outcome="closed", **fields)
    case.ended_at = timezone.now()
    case.save()
    return case


def proposed(town: Township) -> RetentionRun:
    assert retention.propose_runs() == 1
    return RetentionRun.objects.get(ended_at=None)


def both_say_so(town: Township, run: RetentionRun) -> int:
    retention.check_run(run=run, by=town.officer)
    return retention.confirm_run(run=run, by=town.org)


def rule(town: Township, kind: str, months: int) -> RetentionRule:
    return retention.enter_retention_rule(
        by=town.officer,
        committee=town.committee,
        kind=kind,
        months=months,
        in_force_from=today(),
        basis="云党办〔2026〕5号",
    )


def joined(town: Township) -> tuple[Case, Case]:
    entry, master = struck(town), struck(town)
    Case.objects.filter(pk=entry.pk).update(outcome=CaseOutcome.MERGED)
    Merge.objects.create(case=entry, master=master, made_by=town.intake, made_at=timezone.now())
    return entry, master


def sent_referral(town: Township, case: Case) -> AccountabilityReferral:
    return case.referrals.create(
        round=1,
        organisation=town.east.organisation,
        ground=ReferralGround.EFFECT,
        facts=REASON,
        written_by=town.dis[0],
        role=Role.DIS,
        body=town.committee,
        written_at=timezone.now(),
        unanswered_at=timezone.now(),
        number="云纪〔2026〕3号",
        sent_by=town.dis[0],
        sent_at=timezone.now(),
    )
