"""docs/rules.md 10: a hold keeps a case past its period."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseOutcome, CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, LegalHold, Merge, Recusal, Tombstone
from rectification.selectors.retention import holds_of
from rectification.services import holds, retention
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of
from tests.workflows.retained import (
    REASON,
    YEARS,
    both_say_so,
    proposed,
    sent_referral,
    struck,
)


def test_what_is_held_when_it_is_confirmed_stays(
    town: Township, clock: time_machine.Traveller
) -> None:
    held, free = struck(town), struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    hold = holds.place_hold(case=held, by=town.dis[0], reason=REASON)
    assert both_say_so(town, run) == 1
    assert dict(run.lines.values_list("case", "kept")) == {held.pk: "hold", free.pk: ""}
    held.refresh_from_db()
    assert held.title
    page = reverse("rectification:retention_run", args=[run.pk])
    assert "暂不清除：暂缓清除" in client_of(town.org).get(page).content.decode()
    # That a secret or a referral keeps a case is told to nobody.
    run.lines.filter(case=held).update(kept="sealed")
    words = [row[3].text for row in client_of(town.org).get(page).context["rows"]]
    assert "暂不清除" in words
    assert retention.propose_runs() == 0

    with pytest.raises(NotAllowed, match="由其他人解除"):
        holds.lift_hold(hold=hold, by=town.dis[0], reason=REASON)
    holds.lift_hold(hold=hold, by=town.gen, reason=REASON)
    verbs = held.events.order_by("-sequence").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["hold_lifted", "hold_placed"]
    assert both_say_so(town, proposed(town)) == 1
    assert LegalHold.objects.get().reason == ""


def test_withdrawn_report_under_hold_is_not_erased(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = case_in(town, CaseStage.WITHDRAWN, level=CaseLevel.MEMBER, number="2026-M-0009")
    case.outcome, case.ended_at = CaseOutcome.WITHDRAWN, timezone.now()
    case.save()
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    clock.shift(timedelta(days=31))
    assert retention.erase_withdrawn() == 0
    holds.lift_hold(hold=hold, by=town.dis[0], reason=REASON)
    assert retention.erase_withdrawn() == 1
    assert Tombstone.objects.get().kind == "withdrawn_report"


def test_hold_is_placed_once_never_on_a_case_of_ones_own_and_not_by_everybody(
    town: Township,
) -> None:
    case = struck(town)
    for by in (town.org, town.pse, town.east.secretary):
        with pytest.raises(NotAllowed, match="暂缓清除由"):
            holds.place_hold(case=case, by=by, reason=REASON)
    holds.place_hold(case=case, by=town.officer, reason=REASON)
    with pytest.raises(CaseError, match="已暂缓清除"):
        holds.place_hold(case=case, by=town.dis[0], reason=REASON)
    other = struck(town)
    Case.objects.filter(pk=other.pk).update(owner_person=town.officer)
    with pytest.raises(NotAllowed, match="暂缓清除由"):
        holds.place_hold(case=other, by=town.officer, reason=REASON)


def test_nobody_recused_places_or_lifts_a_hold(town: Township) -> None:
    case = struck(town)
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    Recusal.objects.create(case=case, person=town.gen, ground="relative", since=timezone.now())
    with pytest.raises(NotAllowed, match="回避"):
        holds.lift_hold(hold=hold, by=town.gen, reason=REASON)


def test_whose_case_it_is_never_reads_why_it_is_held(town: Township) -> None:
    case = struck(town)
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    Case.objects.filter(pk=case.pk).update(owner_person=town.gen)
    own, other = client_of(town.gen), client_of(town.dis[0])
    page = reverse("rectification:hold", args=[hold.pk])
    assert (own.get(page).status_code, other.get(page).status_code) == (404, 200)
    assert own.get(reverse("rectification:retention")).context["holds"] == []
    Case.objects.filter(pk=case.pk).update(owner_person=town.east.members[0])
    Recusal.objects.create(case=case, person=town.gen, ground="relative", since=timezone.now())
    assert own.get(page).status_code == 404


@pytest.mark.parametrize("recused", [True, False])
def test_nor_does_whoever_stands_so_to_a_report_that_joined_it(
    town: Township, recused: bool
) -> None:
    case, joined = struck(town), struck(town)
    hold = holds.place_hold(case=case, by=town.officer, reason=REASON)
    now = timezone.now()
    Merge.objects.create(case=joined, master=case, made_by=town.officer, made_at=now)
    if recused:
        Recusal.objects.create(case=joined, person=town.gen, ground="relative", since=now)
    else:
        Case.objects.filter(pk=joined.pk).update(author=town.gen)
    own, other = client_of(town.gen), client_of(town.dis[0])
    page = reverse("rectification:hold", args=[hold.pk])
    assert (own.get(page).status_code, other.get(page).status_code) == (404, 200)
    assert own.get(reverse("rectification:retention")).context["holds"] == []


def test_holds_in_force_stand_before_those_that_were_lifted(town: Township) -> None:
    lifted, held = struck(town), struck(town)
    hold = holds.place_hold(case=held, by=town.officer, reason=REASON)
    former = holds.place_hold(case=lifted, by=town.officer, reason=REASON)
    holds.lift_hold(hold=former, by=town.gen, reason=REASON)
    assert holds_of([town.committee], town.officer) == [hold, former]


def test_no_office_reads_of_what_is_secret_in_the_list_of_what_is_due(
    town: Township, clock: time_machine.Traveller
) -> None:
    sealed, referred, held, sent = struck(town), struck(town), struck(town), struck(town)
    sent_referral(town, sent)
    holds.place_hold(case=held, by=town.officer, reason=REASON)
    Case.objects.filter(pk=sealed.pk).update(sealed=True)
    step = {"task_id": 1, "process_id": 1, "person": town.pse, "opened_at": timezone.now()}
    referred.work_items.create(step="answer_referral", **step)
    clock.shift(YEARS)
    rows = client_of(town.org).get(reverse("rectification:retention")).context["held"]
    assert [row[0].text for row in rows] == [held.number]
