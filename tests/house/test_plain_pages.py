"""Every address is in the matrix, and those that are about no case open for whom it says."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.utils import timezone

from rectification.documents.lists import LISTS
from rectification.documents.papers import LAYOUTS
from rectification.models import JobRun
from tests.factories import Township, check_round, person
from tests.house.cast import ANON, ANYBODY
from tests.house.look import WHOLE, Look
from tests.house.matrix import BESIDE, MATRIX, PEOPLE_PAGES, PLAIN, Plain
from tests.house.scenes import scene
from tests.house.waiting import (
    coming_office,
    look_backs_drawn,
    made_draw,
    received_lesson,
    waiting_hold,
    waiting_light_rule,
    waiting_list,
    waiting_office,
    waiting_posting,
    waiting_register,
    waiting_retention_run,
    waiting_roster,
    waiting_rule,
    waiting_screen,
    waiting_succession,
    waiting_visit,
)
from tests.house.waiting_lists import made_list_file, waiting_version
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


def test_address_that_the_matrix_does_not_name_is_found() -> None:
    """What a forgotten line looks like: one address more than the matrix knows."""
    more = [*get_resolver().url_patterns, path("drawer/", lambda request: None, name="drawer")]
    assert set(names_in(more)) - known_addresses() == {"drawer"}


DAILY = Look(7)
STRANGERS = (ANON, "outsider", "root", "far_mem")


@pytest.fixture
def healthy(settings: Any, tmp_path: Any) -> None:
    """The folder that the health page asks for."""
    settings.BROKER_DIR = tmp_path


@pytest.mark.usefixtures("healthy")
@pytest.mark.django_db
def test_some_open_the_pages_without_a_case(clock: time_machine.Traveller) -> None:
    look_at(clock, DAILY)


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.usefixtures("healthy")
@pytest.mark.django_db
def test_everybody_opens_his_pages_without_a_case(clock: time_machine.Traveller) -> None:
    look_at(clock, WHOLE)


def look_at(clock: time_machine.Traveller, look: Look) -> None:
    with scene("draft", clock) as world:
        check_round(world.town)
        JobRun.objects.create(job="beat_heartbeat", period="now", started_at=timezone.now())
        wrong = [line for plain in PLAIN for line in _plain(world, plain, look)]
        assert not wrong, "\n".join(wrong)


def _plain(world: World, plain: Plain, look: Look) -> Iterator[str]:
    about = _about(world, plain.of) if plain.of else plain.token
    url = reverse(plain.url, args=[about] if about else [])
    named = {*STRANGERS, *plain.only.split(), *plain.others.split(), *plain.elsewhere.split()}
    for who in (ANON, *ANYBODY):
        if who in named or look.takes(who, f"{plain.url} {plain.of}"):
            expected = _expected(plain, who)
            found = (world.ask(who, url)[0], world.ask(who, url, {})[0])
            if found != expected:
                yield f"{plain.url}: {who} gets {found}, not {expected}"


def _expected(plain: Plain, who: str) -> tuple[int, int]:
    if who == ANON:
        return plain.anon
    if who in plain.elsewhere.split():
        return 404, 405 if plain.account[1] == 405 else 404
    closed = plain.only and who not in plain.only.split() or who in plain.others.split()
    return (404, 404) if closed else plain.account


_MADE: dict[str, Callable[[Township], Any]] = {
    "list": waiting_list,
    "register": waiting_register,
    "visit": waiting_visit,
    "draw": made_draw,
    "look_back_draw": look_backs_drawn,
    "lesson": received_lesson,
    "rule": waiting_rule,
    "light_rule": waiting_light_rule,
    "retention_run": waiting_retention_run,
    "hold": waiting_hold,
    "screen": waiting_screen,
    "posting": waiting_posting,
    "version": waiting_version,
    "made_list": made_list_file,
}


def _about(world: World, what: str) -> int | str:
    """What an address without a case is about, made anew where nothing of the scene serves."""
    town, clerk = world.town, world.people["clerk"]
    if what == "office":
        return waiting_office(town, clerk).pk
    if what == "coming":
        return coming_office(town, person("候任远")).pk
    if what == "term":
        return waiting_succession(town, town.west.members[0]).pk
    if what == "upload":
        return waiting_roster(town, "P-0,\n").pk
    if what in _MADE:
        return _MADE[what](town).pk
    if what in KINDS:
        return what
    if what == "round":
        return town.committee.check_rounds.get().pk
    return {
        "branch": town.east.organisation.pk,
        "member": world.people["owner"].pk,
        "one_of_the_lists": next(iter(LISTS)),
        "kind_of_paper": next(iter(LAYOUTS)),
    }[what]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 10**25])
def test_number_of_no_organisation_person_or_office(
    clock: time_machine.Traveller, number: int
) -> None:
    with scene("draft", clock) as world:
        for plain in (plain for plain in PLAIN if plain.of and plain.of not in KINDS):
            url = reverse(plain.url, args=[number])
            assert (plain.url, world.ask("org", url)[0]) == (plain.url, 404)


@pytest.mark.django_db
def test_search_finds_people_of_the_own_township_alone(clock: time_machine.Traveller) -> None:
    with scene("draft", clock) as world:
        owner, elsewhere = world.people["owner"], world.people["far_sec"]
        for word in ("name", "code"):
            for someone, keeper, stranger in (
                (owner, "org", "far_org"),
                (elsewhere, "far_org", "org"),
            ):
                url = (
                    f"{reverse('rectification:people')}?{urlencode({'q': getattr(someone, word)})}"
                )
                link = f'href="{reverse("rectification:person", args=[someone.pk])}"'
                assert link in world.ask(keeper, url)[1]
                assert link not in world.ask(stranger, url)[1]
                assert world.ask("sec", url)[0] == 404
