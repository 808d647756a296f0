"""Every address is in the matrix, and those that are about no case open for whom it says."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.utils import timezone

from rectification.models import JobRun
from tests.factories import check_round
from tests.house.cast import ANON, ANYBODY
from tests.house.matrix import BESIDE, MATRIX, PEOPLE_PAGES, PLAIN, Plain
from tests.house.scenes import scene
from tests.house.waiting import waiting_list, waiting_office, waiting_roster, waiting_succession
from tests.house.world import World
from workflows.web.moves import KINDS

pytestmark = pytest.mark.usefixtures("quick")


def names_in(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_in(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def known_addresses() -> set[str]:
    told = {row.url for row in MATRIX} | {plain.url for plain in PLAIN}
    return told | set(BESIDE) | set(PEOPLE_PAGES)


def test_matrix_names_every_address_and_no_other() -> None:
    assert known_addresses() == set(names_in(get_resolver().url_patterns))


def test_address_that_the_matrix_does_not_name_is_found(settings: Any) -> None:
    """What a forgotten line looks like: one address more than the matrix knows."""
    more = [*get_resolver().url_patterns, path("drawer/", lambda request: None, name="drawer")]
    assert set(names_in(more)) - known_addresses() == {"drawer"}


@pytest.mark.django_db
def test_pages_without_a_case(clock: time_machine.Traveller, settings: Any, tmp_path: Any) -> None:
    settings.BROKER_DIR = tmp_path
    with scene("draft", clock) as world:
        check_round(world.town)
        JobRun.objects.create(job="beat_heartbeat", period="now", started_at=timezone.now())
        wrong = [line for plain in PLAIN for line in _plain(world, plain)]
        assert not wrong, "\n".join(wrong)


def _plain(world: World, plain: Plain) -> Iterator[str]:
    about = _about(world, plain.of) if plain.of else plain.token
    url = reverse(plain.url, args=[about] if about else [])
    for who in (ANON, *ANYBODY):
        expected = plain.anon if who == ANON else plain.account
        closed = plain.only and who not in plain.only.split() or who in plain.others.split()
        if who in plain.elsewhere.split():
            expected = 404, 405 if expected[1] == 405 else 404
        elif who != ANON and closed:
            expected = (404, 404)
        found = (world.ask(who, url)[0], world.ask(who, url, {})[0])
        if found != expected:
            yield f"{plain.url}: {who} gets {found}, not {expected}"


def _about(world: World, what: str) -> int | str:
    """What an address without a case is about, made anew where nothing of the scene serves."""
    town, clerk = world.town, world.people["clerk"]
    if what == "office":
        return waiting_office(town, clerk).pk
    if what == "term":
        return waiting_succession(town, town.west.members[0]).pk
    if what == "upload":
        return waiting_roster(town, "P-0,\n").pk
    if what == "list":
        return waiting_list(town).pk
    if what in KINDS:
        return what
    if what == "round":
        return town.committee.check_rounds.get().pk
    return {"branch": town.east.organisation.pk, "member": world.people["owner"].pk}[what]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 10**25])
def test_number_of_no_organisation_person_or_office(
    clock: time_machine.Traveller, number: int
) -> None:
    with scene("draft", clock) as world:
        for plain in (plain for plain in PLAIN if plain.of and plain.of not in KINDS):
            url = reverse(plain.url, args=[number])
            assert (plain.url, world.ask("org", url)[0]) == (plain.url, 404)
