"""A case whose organisation closed without a successor comes to the office, which names another."""

from datetime import timedelta

import pytest

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Organisation, OrganisationRecusal
from rectification.policies.days import today
from rectification.policies.facts import recused_in
from rectification.policies.owners import possible_successors
from rectification.services.successions import assign_successor
from tests.factories import acting
from tests.outbox import told
from tests.workflows.answers import REASON
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.nightly import look_after


def closed(play: Play) -> Organisation:
    """The owner is gone since yesterday; nobody stands in its place."""
    owner = play.case.owner_organisation
    owner.closed_on = today() - timedelta(days=1)
    owner.save()
    play.case.refresh_from_db()
    return owner


def orphaned(play: Play) -> None:
    """Struck off, its owner closed, and reopened because a verifier was not free."""
    play.bring_to(CaseStage.CLOSED)
    closed(play)
    play.enter_recusal(play.town.dis[1])
    assert play.case.stage == "verifying"
    assert [breach.rule for breach in breaches()] == ["case_without_owner"]


def test_case_reopened_after_its_owner_closed_lies_with_the_office(play: Play) -> None:
    orphaned(play)
    assert look_after() == 0
    assert "assign_successor" in play.open_steps()
    item = play.item("assign_successor")
    assert (item.role, item.unheld) == ("OFF", False)
    assert look_after() == 0
    assert play.open_steps().count("assign_successor") == 1


def test_office_names_another_organisation_with_its_reason(play: Play) -> None:
    orphaned(play)
    look_after()
    west = play.town.west
    assert "reason" in play.refusal("assign_successor", successor=west.organisation.pk, reason="")
    play.take("assign_successor", successor=west.organisation.pk, reason=REASON)
    assert play.case.owner_organisation == west.organisation
    event = play.case.events.get(verb=EventVerb.OWNER_SUCCEEDED)
    assert event.payload.text == REASON
    assert west.secretary in told("case_moved", play.case)
    assert "reclaim" in play.open_steps()
    play.take("reclaim", west.secretary)
    assert list(breaches()) == []


def test_recused_from_the_closed_one_stays_so_with_the_organisation_that_is_named(
    play: Play,
) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    OrganisationRecusal.objects.create(
        person=play.town.dis[1], organisation=closed(play), ground="relative", since=today()
    )
    look_after()
    play.take("assign_successor", successor=play.town.west.organisation.pk, reason=REASON)
    assert recused_in(play.case) == {play.town.dis[1].pk: "relative"}


def test_only_open_organisations_that_may_own_such_a_case(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    closed(play)
    town = play.town
    names = {node.name for node in possible_successors(play.case, today())}
    assert names == {town.west.organisation.name, town.home.name}
    with pytest.raises(CaseError) as refused:
        assign_successor(
            case=play.case, actor=acting(town.officer), successor=town.office, reason=REASON
        )
    assert refused.value.field == "successor"


def test_whoever_stands_in_its_place_goes_before_all_others(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    owner, town = closed(play), play.town
    owner.succeeded_by = town.home
    owner.save()
    assert list(possible_successors(play.case, today())) == [town.home]
    look_after()
    play.take("assign_successor", successor=town.home.pk)
    assert play.case.owner_organisation == town.home
