"""docs/rules.md 10: lists of what is due, and the two people who confirm them."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Case,
    CaseParty,
    OrganisationRecusal,
    Recusal,
    RetentionRun,
    Tombstone,
)
from rectification.policies.days import today
from rectification.policies.retention import Period
from rectification.services import holds, retention
from tests.days import at
from tests.factories import Township
from tests.rectification.web.desk import client_of
from tests.workflows.retained import (
    REASON,
    YEARS,
    both_say_so,
    joined,
    proposed,
    sent_referral,
    struck,
)


def test_nothing_is_proposed_before_its_day_and_nothing_goes_by_silence(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    due = Period(36).after(today())
    clock.move_to(at(due - timedelta(days=1)))
    assert retention.propose_runs() == 0
    clock.move_to(at(due))
    run = proposed(town)
    assert run.lines.get().due_on == due
    assert retention.propose_runs() == 0
    clock.shift(timedelta(days=400))
    assert (retention.propose_runs(), retention.finish_runs()) == (0, 0)
    case.refresh_from_db()
    assert case.title


def test_list_needs_two_hands_of_the_offices(town: Township, clock: time_machine.Traveller) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    with pytest.raises(CaseError, match="由一人核对清单"):
        retention.confirm_run(run=run, by=town.officer)
    with pytest.raises(NotAllowed):
        retention.check_run(run=run, by=town.pse)
    retention.check_run(run=run, by=town.officer)
    with pytest.raises(NotAllowed, match="另一人确认"):
        retention.confirm_run(run=run, by=town.officer)
    assert retention.confirm_run(run=run, by=town.org) == 1
    with pytest.raises(CaseError, match="已办结"):
        retention.call_off_run(run=run, by=town.officer)


def test_nobody_decides_on_a_case_of_his_own(town: Township, clock: time_machine.Traveller) -> None:
    case = struck(town)
    CaseParty.objects.create(case=case, person=town.officer, reason="owner", since=timezone.now())
    clock.shift(YEARS)
    run = proposed(town)
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.check_run(run=run, by=town.officer)
    Recusal.objects.create(case=case, person=town.org, ground="relative", since=timezone.now())
    with pytest.raises(NotAllowed, match="应当回避"):
        retention.check_run(run=run, by=town.org)


def test_nobody_decides_on_a_case_that_one_of_his_own_had_joined(
    town: Township, clock: time_machine.Traveller
) -> None:
    entry, master = joined(town)
    CaseParty.objects.create(case=entry, person=town.officer, reason="author", since=timezone.now())
    Case.objects.filter(pk=entry.pk).update(author=town.officer)
    with pytest.raises(NotAllowed, match="暂缓清除由"):
        holds.place_hold(case=master, by=town.officer, reason=REASON)
    clock.shift(YEARS)
    run = proposed(town)
    assert [line.case for line in run.lines.all()] == [master]
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.check_run(run=run, by=town.officer)
    retention.check_run(run=run, by=town.intake)
    with pytest.raises(NotAllowed, match="本人的或者应当回避的事项"):
        retention.confirm_run(run=run, by=town.officer)


def test_nobody_recused_from_an_organisation_decides_on_its_cases(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    OrganisationRecusal.objects.create(
        organisation=town.east.organisation, person=town.org, ground="relative", since=today()
    )
    with pytest.raises(NotAllowed, match="应当回避"):
        retention.check_run(run=run, by=town.org)
    retention.check_run(run=run, by=town.officer)


def test_list_that_was_called_off_comes_again_after_a_month(
    town: Township, clock: time_machine.Traveller
) -> None:
    struck(town)
    clock.shift(YEARS)
    retention.call_off_run(run=proposed(town), by=town.officer)
    assert retention.propose_runs() == 0
    clock.shift(timedelta(days=31))
    assert retention.propose_runs() == 1


@pytest.mark.parametrize("what", ["look_back", "open_work", "sealed", "referral"])
def test_case_goes_not_before_what_is_open_of_it(
    town: Township, clock: time_machine.Traveller, what: str
) -> None:
    case = struck(town)
    now, day = timezone.now(), today()
    if what == "look_back":
        case.look_backs.create(
            round=1, kind="after_closing", ground="due", begins_on=day, due_on=day
        )
    elif what == "open_work":
        case.work_items.create(
            task_id=1, process_id=1, step="answer_referral", person=town.pse, opened_at=now
        )
    elif what == "referral":
        sent_referral(town, case)
    else:
        Case.objects.filter(pk=case.pk).update(sealed=True)
    clock.shift(YEARS)
    assert retention.propose_runs() == 0
    out = StringIO()
    call_command("retention", "--dry-run", "--json", stdout=out)
    (line,) = json.loads(out.getvalue())["due"]
    assert (line["case"], line["kept"]) == (case.number, what)


def test_case_goes_once_the_outcome_of_its_referral_is_known(
    town: Township, clock: time_machine.Traveller
) -> None:
    case, dropped = struck(town), struck(town)
    referral = sent_referral(town, case)
    clock.shift(YEARS)
    sent_referral(town, dropped)
    dropped.referrals.update(sent_at=None, dropped_at=timezone.now())
    run = proposed(town)
    assert [line.case for line in run.lines.all()] == [dropped]
    run.lines.create(case=case, due_on=today())
    assert both_say_so(town, run) == 1
    page = reverse("rectification:retention_run", args=[run.pk])
    rows = client_of(town.org).get(page).context["rows"]
    assert [row[3].text for row in rows if row[0].text == case.number] == ["暂不清除"]
    referral.outcome_on, referral.outcome_number = today(), "云纪〔2029〕1号"
    referral.save()
    assert both_say_so(town, proposed(town)) == 1


def test_case_that_has_gone_by_another_list_ends_its_line(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    clock.shift(YEARS)
    first = proposed(town)
    assert both_say_so(town, first) == 1
    second = RetentionRun.objects.create(committee=town.committee, proposed_at=timezone.now())
    second.lines.create(case=case, due_on=today())
    assert both_say_so(town, second) == 0
    assert second.lines.get().kept == "not_due"
    assert Tombstone.objects.get().run == first
