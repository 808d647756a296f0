"""docs/rules.md 10: periods, who enters them, and rows that go by them alone."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    AccessLog,
    Case,
    InAppNotice,
    OutboxMessage,
    RetentionRule,
    Tombstone,
)
from rectification.policies.retention import Period
from rectification.selectors.retention import longest_period
from rectification.services import holds, retention
from rectification.services.sweeping import sweep_due
from tests.days import at
from tests.factories import Township, organisation
from tests.workflows.play import Play
from tests.workflows.retained import REASON, both_say_so, proposed, rule, struck


def test_period_counts_once_a_second_person_has_confirmed_it(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    shorter = rule(town, "member_case", 24)
    clock.shift(timedelta(days=740))
    assert retention.propose_runs() == 0
    with pytest.raises(NotAllowed, match="由同事确认"):
        retention.confirm_retention_rule(rule=shorter, by=town.officer)
    shorter = rule(town, "member_case", 24)
    retention.confirm_retention_rule(rule=shorter, by=town.org)
    assert both_say_so(town, proposed(town)) == 1
    assert Tombstone.objects.get().rule == shorter


@pytest.mark.parametrize(("kind", "months"), [("access_log", 5), ("member_case", 11)])
def test_no_period_is_below_what_the_product_keeps(town: Township, kind: str, months: int) -> None:
    with pytest.raises(CaseError, match="至少保存"):
        rule(town, kind, months)


def test_promise_of_thirty_days_is_not_changed(town: Township) -> None:
    with pytest.raises(CaseError, match="由规则承诺"):
        rule(town, "withdrawn_report", 12)


def test_access_log_and_messages_go_by_their_period_but_not_of_a_held_case(
    town: Township, clock: time_machine.Traveller
) -> None:
    case, held = struck(town), struck(town)
    for about in (case, held):
        AccessLog.objects.create(
            case=about, person=town.officer, what="case", purpose="office", at=at("2019-05-13")
        )
    InAppNotice.objects.create(
        key="a", recipient=town.pse, kind="urged", created_at=timezone.now(), read_at=timezone.now()
    )
    OutboxMessage.objects.create(
        key="b", kind="urged", recipient=town.pse, created_at=timezone.now(), done_at=timezone.now()
    )
    holds.place_hold(case=held, by=town.officer, reason=REASON)
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert out.getvalue() == "kind=access_log  rows=1\n"
    clock.shift(timedelta(days=370))
    sweep_due()
    assert AccessLog.objects.get().case == held
    assert not InAppNotice.objects.filter(key="a").exists()
    assert not OutboxMessage.objects.filter(key="b").exists()


def test_rows_that_the_database_still_keeps_stop_no_other_kind(
    town: Township, clock: time_machine.Traveller
) -> None:
    log = AccessLog.objects.create(
        case=struck(town), person=town.officer, what="case", purpose="office", at=at("2099-05-13")
    )
    read = timezone.now()
    InAppNotice.objects.create(
        key="a", recipient=town.pse, kind="urged", created_at=read, read_at=read
    )
    clock.move_to(at("2101-05-13"))
    assert sweep_due() == 1
    assert AccessLog.objects.get() == log


def test_draft_that_nobody_handed_in_goes_after_a_year(
    play: Play,
) -> None:
    member = play.town.east.members[0]
    old = play.draft(member)
    play.clock.shift(timedelta(days=300))
    young = play.draft(member)
    play.clock.shift(timedelta(days=70))
    assert sweep_due() >= 1
    assert list(Case.objects.values_list("pk", flat=True)) == [young.pk]
    assert not Case.history.filter(id=old.pk).exists()


def test_nothing_goes_that_another_township_keeps_by_the_standard(town: Township) -> None:
    shorter = rule(town, "message", 3)
    retention.confirm_retention_rule(rule=shorter, by=town.org)
    assert longest_period("message") == Period(3)
    organisation("committee", "中共河口镇委员会")
    assert longest_period("message") == Period(12)
    RetentionRule.objects.filter(pk=shorter.pk).update(months=24)
    assert longest_period("message") == Period(24)
