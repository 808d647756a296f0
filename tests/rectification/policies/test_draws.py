"""docs/rules.md 3.4: how a sample is drawn, who draws, and who sees it."""

from random import Random

from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.policies.draws import drawn, townships_drawn_in, townships_seen
from rectification.roles import Role
from tests.factories import Township, in_office, person


def test_same_codes_number_and_seed_give_the_same_sample() -> None:
    codes = ["SL-05", "SL-01", "SL-04", "SL-02", "SL-03"]
    expected = sorted(Random("0f").sample(sorted(codes), 2))  # noqa: S311
    assert drawn(codes, 2, "0f") == drawn(reversed(codes), 2, "0f") == expected
    assert drawn(codes, 2, "0f") == ["SL-01", "SL-02"]


def people_of(town: Township) -> dict[str, Person]:
    return {
        "OFF": town.officer,
        "DIS": town.dis[0],
        "INS": in_office(person("督察明", branch=town.home), Role.INS, town.committee),
        "ORG": town.org,
        "PSE": town.pse,
        "LG": town.lg,
        "LIA": town.liaison,
        "SEC": town.east.secretary,
        "MEM": town.east.members[0],
    }


def test_those_draw_who_supervise_in_the_township(town: Township) -> None:
    places = {n: townships_drawn_in(authority_of(p.user)) for n, p in people_of(town).items()}
    assert {name for name, found in places.items() if found == [town.committee]} == {
        "OFF",
        "DIS",
        "INS",
    }
    assert all(found in ([], [town.committee]) for found in places.values())


def test_draws_are_seen_by_those_who_draw_and_from_above(town: Township) -> None:
    places = {n: townships_seen(authority_of(p.user)) for n, p in people_of(town).items()}
    assert {name for name, found in places.items() if found == [town.committee]} == {
        "OFF",
        "DIS",
        "INS",
        "ORG",
        "PSE",
        "LG",
    }
    assert all(found in ([], [town.committee]) for found in places.values())
