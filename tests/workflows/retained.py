"""Cases whose period is over, and the two hands by whom they go."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case, RetentionRule, RetentionRun
from rectification.policies.days import today
from rectification.policies.retention import Period
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
        period=Period(months),
        in_force_from=today(),
        basis="云党办〔2026〕5号",
    )
