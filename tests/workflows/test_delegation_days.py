"""From which day to which a delegation works, and who is told (“Absence and deputies”)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.exceptions import NotVisible
from rectification.models import OutboxMessage
from rectification.roles import Role
from rectification.services.delegations import tell_deputies
from tests.workflows.deputies import deputy_of_secretary, refused, turns
from tests.workflows.offices import away, stands_in
from tests.workflows.play import Play, user_of
from tests.workflows.seen import sees
from workflows.sweep import sweep


def test_delegation_works_from_its_first_to_its_last_day(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = town.east.members[1]
    today = timezone.localdate()
    row = stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
    row.valid_from, row.valid_to = today + timedelta(days=1), today + timedelta(days=2)
    row.save()
    found = []
    for _day in range(4):
        found.append(turns(deputy))
        play.clock.shift(timedelta(days=1))
    assert found == [[], ["approve_plan"], ["approve_plan"], []]


@pytest.mark.parametrize(
    "why", ["unapproved", "ended", "office over", "delegator suspended", "deputy suspended", "off"]
)
def test_delegation_gives_nothing(play: Play, why: str) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    row = town.east.secretary.appointments.get().delegations.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    if why == "unapproved":
        row.year = row.number = row.approved_by = row.approved_at = None
    elif why == "ended":
        row.ended_on = timezone.localdate()
    elif why == "office over":
        row.appointment.valid_to = yesterday
        row.appointment.save()
    elif why == "off":
        user = user_of(deputy)
        user.is_active = False
        user.save()
    else:
        away(deputy if why.startswith("deputy") else town.east.secretary, "suspension")
    row.save()
    assert (turns(deputy), sees(deputy, play.case)) == ([], False)
    assert refused(play, "approve_plan", deputy) is NotVisible


def test_deputy_is_told_at_the_beginning_and_both_at_the_end(play: Play) -> None:
    town = play.town
    deputy = deputy_of_secretary(play)
    row = deputy.deputyships.get()
    row.valid_to = timezone.localdate()
    row.save()
    before = row.history.count()
    assert (tell_deputies(), tell_deputies()) == (1, 0)
    play.clock.shift(timedelta(days=1))
    sweep()
    sweep()
    kinds = {
        p: sorted(OutboxMessage.objects.filter(recipient=p).values_list("kind", flat=True))
        for p in (deputy, town.east.secretary)
    }
    assert kinds == {
        deputy: ["delegation_ended", "delegation_started"],
        town.east.secretary: ["delegation_ended"],
    }
    assert row.history.count() == before
