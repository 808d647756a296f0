"""docs/rules.md 3.4: who enters and who reads records of visits, checks and meetings."""

from datetime import date

import pytest
from django.utils import timezone

from rectification.enums import CaseOutcome, CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Occasion, OrganisationRecusal, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.occasions import (
    carries_problems,
    entered_sources,
    entering_offices,
    enters,
    enters_for_committee,
    places_of,
    reads_occasions,
    why_not_correct,
    why_not_enter,
    why_not_raise,
)
from rectification.roles import Role
from rectification.selectors.occasions import occasions_for
from tests.factories import FOUNDED, Township, case_in, in_office, person, township
from tests.rectification.services.test_occasions import entered
from tests.workflows.offices import leave_office

SOURCES = ("visit", "supervision", "meeting")


def rights(someone: Person) -> Authority:
    return authority_of(someone.user)


def everybody(town: Township) -> dict[str, Person]:
    inspector = Person.objects.filter(name="督察明").first()
    return {
        "SEC": town.east.secretary,
        "CLK": town.east.clerk,
        "LIA": town.liaison,
        "PSE": town.pse,
        "DPS": town.dps,
        "LG": town.lg,
        "OFF": town.officer,
        "ORG": town.org,
        "DIS": town.dis[0],
        "INS": inspector or in_office(person("督察明", branch=town.home), Role.INS, town.committee),
        "GEN": town.gen,
        "MEM": town.east.members[0],
        "elsewhere": town.west.secretary,
    }


MAY_ENTER = {
    "visit": {"LIA", "PSE", "DPS", "LG", "OFF"},
    "supervision": {"OFF", "DIS", "INS"},
    "meeting": {"SEC", "CLK"},
}


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_is_entered_by_its_own_people(town: Township, source: str) -> None:
    people, east = everybody(town), town.east.organisation
    refused = {name: why_not_enter(p, source, east) for name, p in people.items()}
    assert {name for name, why in refused.items() if why is None} == MAY_ENTER[source]
    assert {why.rule for why in refused.values() if why} == {"3.4"}


def test_meetings_of_the_committee_are_entered_by_its_secretary_and_the_office(
    town: Township, far: Township
) -> None:
    people = everybody(town)
    refused = {n: why_not_enter(p, "meeting", town.committee) for n, p in people.items()}
    assert {name for name, why in refused.items() if why is None} == {"PSE", "OFF"}
    assert {why.rule for why in refused.values() if why} == {"3.4"}
    assert why_not_enter(far.pse, "meeting", town.committee) is not None
    assert why_not_enter(town.officer, "meeting", town.east.organisation) is not None


def test_sources_that_somebody_enters(town: Township) -> None:
    people = everybody(town)
    found = {name: entered_sources(rights(p)) for name, p in people.items()}
    assert found["OFF"] == ["visit", "supervision", "meeting"]
    assert found["PSE"] == ["visit", "meeting"]
    assert found["SEC"] == found["elsewhere"] == ["meeting"]
    assert found["ORG"] == found["MEM"] == found["GEN"] == []
    held = rights(town.officer).appointments
    assert enters(held, "visit") == list(held)
    assert enters(held, "meeting") == []
    assert enters_for_committee(held, "meeting") == list(held)
    assert enters_for_committee(held, "visit") == []


def test_places_are_open_party_organisations_within_reach(town: Township) -> None:
    east, west = town.east.organisation, town.west.organisation
    assert set(places_of(town.officer, "visit")) == {town.committee, town.home, east, west}
    assert set(places_of(town.liaison, "visit")) == {east, west}
    assert places_of(town.east.clerk, "meeting") == [east]
    assert places_of(town.east.clerk, "visit") == []
    assert places_of(town.officer, "meeting") == places_of(town.pse, "meeting") == [town.committee]
    west.closed_on = date(2026, 5, 1)
    west.save()
    assert places_of(town.liaison, "visit") == [east]


def readers(town: Township, occasion: Occasion) -> set[str]:
    return {
        name
        for name, someone in everybody(town).items()
        if occasions_for(rights(someone)).filter(pk=occasion.pk).exists()
    }


def test_records_are_read_by_who_enters_such_ones_there_and_from_above(town: Township) -> None:
    above = {"LIA", "PSE", "LG", "OFF", "ORG"}
    assert readers(town, entered(town, town.liaison)) == above | {"DPS"}
    assert readers(town, entered(town, town.officer, "supervision")) == above | {"DIS", "INS"}
    assert readers(town, entered(town, town.east.clerk, "meeting")) == above | {"SEC", "CLK"}
    of_committee = entered(
        town, town.pse, "meeting", kind="democratic_life", organisation=town.committee
    )
    assert readers(town, of_committee) == {"PSE", "LG", "OFF", "ORG"}


def test_who_recused_himself_from_the_organisation_reads_none_of_it(town: Township) -> None:
    visit = entered(town, town.liaison)
    row = OrganisationRecusal.objects.create(
        person=town.officer,
        organisation=town.east.organisation,
        ground="relative",
        since=date(2026, 5, 1),
    )
    assert not occasions_for(rights(town.officer)).exists()
    row.until = date(2026, 5, 10)
    row.save()
    assert list(occasions_for(rights(town.officer))) == [visit]


def test_another_township_reads_nothing(town: Township) -> None:
    entered(town, town.liaison)
    elsewhere = township()
    for someone in (elsewhere.officer, elsewhere.pse, elsewhere.liaison):
        assert not occasions_for(rights(someone)).exists()


def test_there_is_a_page_for_those_who_enter_or_read_from_above(town: Township) -> None:
    without = {name for name, p in everybody(town).items() if not reads_occasions(rights(p))}
    assert without == {"GEN", "MEM"}


def correctors(town: Township, occasion: Occasion) -> set[str]:
    people = everybody(town)
    return {name for name, p in people.items() if why_not_correct(p, occasion) is None}


def test_record_is_corrected_by_who_entered_it_and_his_office(
    town: Township, far: Township
) -> None:
    assert correctors(town, entered(town, town.liaison)) == {"LIA"}
    assert correctors(town, entered(town, town.intake, "supervision")) == {"OFF"}
    assert correctors(town, entered(town, town.east.clerk, "meeting")) == {"SEC", "CLK"}
    met = entered(town, town.pse, "meeting", kind="democratic_life", organisation=town.committee)
    assert correctors(town, met) == {"PSE"}
    assert correctors(far, met) == set()
    why = why_not_correct(town.org, met)
    assert why is not None
    assert (why.rule, why.error) == ("3.4", NotAllowed)


def test_record_goes_with_the_office_and_not_with_the_person(town: Township) -> None:
    met = entered(town, town.east.secretary, "meeting")
    leave_office(town.east.secretary, Role.SEC, FOUNDED)
    successor = town.east.members[0]
    in_office(successor, Role.SEC, town.east.organisation, since=date(2026, 5, 1))
    assert correctors(town, met) == {"CLK", "MEM"}
    held = entering_offices(successor, "meeting", met.organisation)
    assert [office.role for office in held] == [Role.SEC]
    assert entering_offices(town.east.secretary, "meeting", met.organisation) == []


def test_record_stays_once_a_problem_from_it_was_handed_in(town: Township) -> None:
    visit = entered(town, town.liaison)
    case = case_in(town, CaseStage.DRAFT)
    case.occasion, case.submitted_at = visit, None
    case.save()
    assert (carries_problems(visit), why_not_correct(town.liaison, visit)) == (False, None)
    case.submitted_at = timezone.now()
    case.save()
    why = why_not_correct(town.liaison, visit)
    assert why is not None
    assert (carries_problems(visit), why.rule, why.error) == (True, "3.4", CaseError)
    # What was handed over past the offices is told to nobody.
    case.outcome = CaseOutcome.TRANSFERRED
    case.save()
    assert why_not_correct(town.liaison, visit) is None


def test_problem_is_raised_by_who_may_enter_such_a_record_there(town: Township) -> None:
    visit = entered(town, town.liaison)
    people = everybody(town)
    may = {name for name, p in people.items() if why_not_raise(p, visit) is None}
    assert may == MAY_ENTER["visit"]
