"""Every address, for everybody, at every stage: nobody gets more than the rules give him.

The data stand in `tests.house.matrix`. A page that is withheld must not hold a word of the case,
and a list only what the gate lets through.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from rectification.enums import EventVerb
from rectification.models import Case, JobRun
from tests.house.matrix import (
    CASES,
    LISTS,
    MATRIX,
    NOTICES,
    PEOPLE_PAGES,
    PLAIN,
    PUBLIC,
    SHOWS,
    STEPS_UNTOLD,
    Plain,
    Row,
    Shows,
)
from tests.house.scenes import SCENES, scene
from tests.house.targets import Target, targets_of
from tests.house.waiting import (
    waiting_list,
    waiting_office,
    waiting_roster,
    waiting_succession,
)
from tests.house.world import ANON, ANYBODY, World
from workflows.web.moves import KINDS

HOUSE = ("owner", "mate", "clerk", "sec", "lia", "ins")
"""People whose frame names the branch that owns the case."""

STRANGERS = (ANON, "outsider", "root")
"""Who always tries to post; on pages that only read and those of an author, with the readers."""

Place = tuple[str, str]


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Sessions without rows, opinions on, and nothing counted from one scene to the next."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.OPINIONS_ONLINE = True
    settings.MEDIA_ROOT = str(tmp_path)
    requests = logging.getLogger("project.request")
    requests.disabled = True
    cache.clear()
    yield
    cache.clear()
    requests.disabled = False


def names_in(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_in(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_matrix_names_every_address_and_no_other() -> None:
    known = {row.url for row in MATRIX} | {plain.url for plain in PLAIN} | set(PEOPLE_PAGES)
    assert known == set(names_in(get_resolver().url_patterns))


def test_matrix_has_one_row_for_a_place() -> None:
    seen = [(row.url, row.place) for row in MATRIX]
    assert len(seen) == len(set(seen))


def _sampled() -> list[Any]:
    """Two scenes on each commit; the whole matrix with `make test-authority` and `test-long`."""
    rest = [pytest.mark.long, pytest.mark.authority]
    return [
        pytest.param(name, marks=[] if name in {"rectifying", "in_notice"} else rest)
        for name in SCENES
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", _sampled())
def test_everybody_gets_what_the_rules_give_him(name: str, clock: time_machine.Traveller) -> None:
    with scene(name, clock) as world:
        places = dict(_places(world, name))
        told = {(row.url, row.place) for row in MATRIX if row.place.split()[1] == name}
        assert told <= set(places)
        steps = {place for url, place in places if url == "workflows:act"}
        assert steps - STEPS_UNTOLD.keys() <= {place for _url, place in told}
        before = _state(world)
        wrong = [*_doors(world, places), *_lists(world, name), *_pages(world, places)]
        assert not wrong, "\n".join(wrong)
        assert _state(world) == before


def _places(world: World, name: str) -> Iterator[tuple[Place, Target]]:
    for kind, play in world.plays.items():
        for target in targets_of(play):
            yield (target.url, f"{kind} {name} {target.about}".strip()), target


def _state(world: World) -> list[tuple[Any, ...]]:
    return [
        (case.stage, case.events.count(), case.work_items.count())
        for case in Case.objects.order_by("pk")
    ]


# --- doors --------------------------------------------------------------------------------------


def _doors(world: World, places: dict[Place, Target]) -> Iterator[str]:
    for row in MATRIX:
        target = places.get((row.url, row.place))
        if target is not None:
            linked = row.url in ("rectification:sheet", "workflows:object_by_link")
            for who in (ANON, "outsider", "owner", "off") if linked else (ANON, *ANYBODY):
                yield from _door(world, row, target, who)


def _door(world: World, row: Row, target: Target, who: str) -> Iterator[str]:
    url = reverse(row.url, args=target.args)
    get, post = _expected(row, who)
    where = f"{row.place} {row.url}: {who}"
    asked = [("GET", get, None), ("POST", post, target.data())]
    for verb, status, data in asked if _posts(row, who) else asked[:1]:
        found, body = world.ask(who, url, data)
        if found != status:
            yield f"{where} {verb} {found}, not {status}"
        elif found not in (200, 422) and who not in _readers(row.place):
            yield from _leaks(world, row.place[0], who, body, f"{where} {verb} {found}")


def _posts(row: Row, who: str) -> bool:
    """Steps are tried by everybody; what reads only, or is the author's, not by all strangers."""
    if who in STRANGERS or row.url in ("workflows:act", "workflows:object"):
        return True
    return row.post != 405 and who in _readers(row.place)


def _readers(place: str) -> list[str]:
    return CASES[" ".join(place.split()[:2])].split()


def _expected(row: Row, who: str) -> tuple[int, int]:
    """GET and POST. An address that takes no POST says so before it looks at the case."""
    given = dict(name.partition("=")[::2] for name in row.get.split())
    away = 404 if row.url in PUBLIC or who != ANON else 302
    if who in given:
        get = int(given[who] or 200)
        return get, row.post if get == 200 else get
    return away, 405 if row.post == 405 and away == 404 else away


def _leaks(world: World, kind: str, who: str, body: str, where: str) -> Iterator[str]:
    own = who == "owner" if kind == "M" else who in HOUSE
    for name, word in world.words(kind).items():
        if word in body and not (name == "owner" and (own or word == _name(world, who))):
            yield f"{where} lets through the {name}"


def _name(world: World, who: str) -> str:
    return world.people[who].name if who in world.people else ""


# --- lists and pages ----------------------------------------------------------------------------


def _lists(world: World, name: str) -> Iterator[str]:
    """Titles of cases and texts of notices stand there for those who may open them, nobody else."""
    for who in ANYBODY:
        for url in LISTS.get(name, ()):
            status, body = world.ask(who, f"{reverse(f'rectification:{url}')}?all=1")
            if status != 200:
                yield f"{name} {url}: {who} GET {status}, not 200"
            for kind in world.plays:
                yield from _list(world, f"{kind} {name}", who, url, body)


def _list(world: World, place: str, who: str, url: str, body: str) -> Iterator[str]:
    words = world.words(place[0])
    where = f"{place} {url}: {who}"
    is_open = who in CASES[place].split()
    if words["title"] in body and not is_open:
        yield f"{where} reads the title"
    if url == "cases" and is_open != (words["title"] in body):
        yield f"{where} does not find the case"
    if (words["public_title"] in body) != (
        url == "board" and who in NOTICES.get(place, "").split()
    ):
        yield f"{where} is shown the notice, or not, against its scope"
    for hidden in ("description", "evidence", "measure", "cause", "effect"):
        if words[hidden] in body:
            yield f"{where} reads the {hidden}"


def _pages(world: World, places: dict[Place, Target]) -> Iterator[str]:
    for shows in SHOWS:
        target = places.get((shows.url, shows.place))
        if target is not None:
            for who in shows.who.split():
                yield from _page(world, shows, target, who)


def _page(world: World, shows: Shows, target: Target, who: str) -> Iterator[str]:
    words = {**world.words(shows.place[0]), **_labels(world, shows.place[0])}
    status, body = world.ask(who, reverse(shows.url, args=target.args))
    if status != 200:
        yield f"{shows.place} {shows.url}: {who} GET {status}, not 200"
    where = f"{shows.place} {shows.url}: {who}"
    yield from (f"{where} misses the {n}" for n in shows.must.split() if words[n] not in body)
    yield from (f"{where} reads the {n}" for n in shows.never.split() if words[n] in body)


def _labels(world: World, kind: str) -> dict[str, str]:
    """Words of the product that stand for a group of fields."""
    case = world.plays[kind].case
    return {
        "source": case.get_source_display(),
        "severity": case.get_severity_display(),
        "record": str(EventVerb.PLAN_ADVISED.label),
        "hand": world.people["sec"].name,
    }


# --- pages without a case -----------------------------------------------------------------------


@pytest.mark.django_db
def test_pages_without_a_case(clock: time_machine.Traveller, settings: Any, tmp_path: Any) -> None:
    settings.BROKER_DIR = tmp_path
    with scene("draft", clock) as world:
        JobRun.objects.create(job="beat_heartbeat", period="now", started_at=timezone.now())
        wrong = [line for plain in PLAIN for line in _plain(world, plain)]
        assert not wrong, "\n".join(wrong)


def _plain(world: World, plain: Plain) -> Iterator[str]:
    about = _about(world, plain.of) if plain.of else plain.token
    url = reverse(plain.url, args=[about] if about else [])
    for who in (ANON, *ANYBODY):
        expected = plain.anon if who == ANON else plain.account
        closed = plain.only and who not in plain.only.split() or who in plain.others.split()
        if who != ANON and closed:
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


@pytest.mark.django_db
def test_address_with_a_number_that_no_row_has(clock: time_machine.Traveller) -> None:
    with scene("draft", clock) as world:
        for row in {row.url: row for row in MATRIX}.values():
            count = 2 if row.url == "rectification:due" else 1
            for number in (0, 10**25):
                url = reverse(row.url, args=[number] * count)
                assert (row.url, world.ask("off", url)[0]) == (row.url, 404)
