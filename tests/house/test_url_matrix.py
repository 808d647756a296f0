"""Every address, for everybody, at every stage: nobody gets more than the rules give him.

The data stand in `tests.house.matrix`. A page that is withheld must not hold a word of the case,
and a list only what the gate lets through.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb, Step
from rectification.exceptions import NotAllowed, NotVisible, StepGone
from rectification.models import Case
from tests.house.cast import ANON, ANYBODY
from tests.house.look import WHOLE, Look
from tests.house.matrix import (
    ASKED_BY_LINK,
    BESIDE,
    CASES,
    LISTS,
    MATRIX,
    NOTICES,
    PUBLIC,
    SHOWS,
    Row,
    Shows,
    row_of,
)
from tests.house.moments import MOMENTS
from tests.house.scenes import SCENES, scene
from tests.house.targets import Target, targets_of
from tests.house.world import World
from tests.workflows.play import posted, user_of
from workflows import act

pytestmark = pytest.mark.usefixtures("quick")

HOUSE = ("owner", "mate", "clerk", "sec", "deputy", "lia", "ins")
"""People whose frame names the branch that owns the case."""

STRANGERS = (ANON, "outsider", "root")
"""Who is always tried, and always tries to post."""

OF_MOMENTS = ("rectification:case", "workflows:act")
"""What is asked in scenes that are there for the sake of a step."""

READ_ONLY = (
    *("rectification:case", "rectification:due", "workflows:chart"),
    *("rectification:evidence", "rectification:evidence_page", "rectification:original"),
    *("rectification:look_back_file", "rectification:look_back_original"),
    *("rectification:notice", "rectification:sheet", "rectification:plan_versions"),
    *("rectification:case_changes", "rectification:case_as_of"),
    *("rectification:case_papers", "rectification:paper_file"),
    "rectification:readers",
)

Place = tuple[str, str]


def test_matrix_has_one_row_for_a_place() -> None:
    seen = [(row.url, row.place) for row in MATRIX]
    assert len(seen) == len(set(seen))


def test_matrix_has_a_place_for_every_step_and_every_stage() -> None:
    steps = {place.split()[2] for place in STEPS_ASKED}
    assert steps == set(Step.values)
    assert set(SCENES) >= REACHED - {CaseStage.WITHDRAWN}


REACHED = set(CaseStage.values) - {CaseStage.LOOK_BACK}
"""Stages with a scene of their own; a withdrawn case is the member's in the scene `shut`."""

STEPS_ASKED = {row.place for row in MATRIX if row.url == "workflows:act"}


# --- the scenes ---------------------------------------------------------------------------------

DAILY = {"rectifying": Look(5), "in_notice": Look(15), "shut": Look(15)}
"""Looked at on each commit, with those who may and some of those who may not."""


def asked(look: Look, who: str, row: Row) -> bool:
    """All who get in, strangers, and of the others those whom the look takes."""
    return who in STRANGERS or who in _given(row) or look.takes(who, f"{row.url} {row.place}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", DAILY)
def test_some_get_what_the_rules_give_them(name: str, clock: time_machine.Traveller) -> None:
    look_at(name, clock, DAILY[name])


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in SCENES if name not in {*DAILY, *MOMENTS}])
def test_some_get_it_at_every_other_stage(name: str, clock: time_machine.Traveller) -> None:
    look_at(name, clock, Look(8))


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.django_db
@pytest.mark.parametrize("name", SCENES)
def test_everybody_gets_what_the_rules_give_him(name: str, clock: time_machine.Traveller) -> None:
    look_at(name, clock, WHOLE)


def look_at(name: str, clock: time_machine.Traveller, look: Look) -> None:
    with scene(name, clock) as world:
        places = dict(_places(world, name))
        told = {(r.url, r.place) for r in (*MATRIX, *SHOWS) if r.place.split()[1] == name}
        assert told - set(places) == set()
        before = _state(world)
        wrong = [
            *_doors(world, places, look),
            *_gestures(world, places),
            *_lists(world, name, look),
            *_pages(world, places),
        ]
        assert not wrong, "\n".join(wrong)
        assert _state(world) == before


def _places(world: World, name: str) -> Iterator[tuple[Place, Target]]:
    for kind, play in world.plays.items():
        for target in targets_of(play):
            if name not in MOMENTS or target.url in OF_MOMENTS:
                yield (target.url, f"{kind} {name} {target.about}".strip()), target


def _state(world: World) -> list[tuple[Any, ...]]:
    return [
        (case.stage, case.events.count(), case.work_items.count())
        for case in Case.objects.order_by("pk")
    ]


# --- doors --------------------------------------------------------------------------------------


def _doors(world: World, places: dict[Place, Target], look: Look) -> Iterator[str]:
    for (url, place), target in places.items():
        row = ROWS.get((url, place)) or (row_of(url, place) if url in BESIDE else None)
        if row is None:
            yield f"{place} {url} has no row"
            continue
        linked = url in ("rectification:sheet", "workflows:object_by_link")
        for who in ASKED_BY_LINK.split() if linked else (ANON, *ANYBODY):
            if asked(look, who, row):
                yield from _door(world, row, target, who)


ROWS = {(row.url, row.place): row for row in MATRIX}


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
            typed = {str(value) for value in (data or {}).values()}
            yield from _leaks(world, row.place[0], who, body, f"{where} {verb} {found}", typed)


def _posts(row: Row, who: str) -> bool:
    """Who opens a page tries to post, and strangers; a step is tried by all at the act door."""
    return who in STRANGERS or who in _given(row)


def _readers(place: str) -> list[str]:
    return CASES[" ".join(place.split()[:2])].split()


def _given(row: Row) -> dict[str, str]:
    return dict(name.partition("=")[::2] for name in row.get.split())


def _expected(row: Row, who: str) -> tuple[int, int]:
    """GET and POST. An address that takes no POST says so before it looks at the case."""
    given = _given(row)
    away = 404 if row.url in PUBLIC or who != ANON else 302
    if who in given:
        get = int(given[who] or 200)
        return get, row.post if get == 200 or row.url in READ_ONLY else get
    return away, 405 if row.url in READ_ONLY and away == 404 else away


def _leaks(
    world: World, kind: str, who: str, body: str, where: str, typed: set[str]
) -> Iterator[str]:
    """What he typed himself stays on his page."""
    own = who == "owner" if world.plays[kind].case.owner_person else who in HOUSE
    for name, word in world.words(kind).items():
        if (
            word in body
            and word not in typed
            and not (name == "owner" and (own or word == _name(world, who)))
        ):
            yield f"{where} lets through the {name}"


def _name(world: World, who: str) -> str:
    return world.people[who].name if who in world.people else ""


# --- the act door, without a page ---------------------------------------------------------------


def _gestures(world: World, places: dict[Place, Target]) -> Iterator[str]:
    """Whoever calls the door of a step by himself gets what the page would give him."""
    answers = {404: NotVisible, 403: NotAllowed, 409: StepGone}
    for (url, place), target in places.items():
        for who in ANYBODY if url == "workflows:act" else ():
            status, _post = _expected(ROWS[url, place], who)
            found = _gesture(world, target, who)
            if found is not answers.get(status):
                yield f"{place}: {who} calls the act door: {found}, not {answers.get(status)}"


def _gesture(world: World, target: Target, who: str) -> type[Exception] | None:
    """What the door answers; nothing stays behind."""
    data = {name: value for name, value in target.data().items() if name != "uploads"}
    user = user_of(world.people[who])
    try:
        with transaction.atomic():
            act.perform(user=user, item_id=target.args[0], data=posted(data))
            transaction.set_rollback(True)
    except (NotVisible, NotAllowed, StepGone) as refusal:
        return type(refusal)
    return None


# --- lists and pages ----------------------------------------------------------------------------


def _lists(world: World, name: str, look: Look) -> Iterator[str]:
    """Titles of cases and texts of notices stand there for those who may open them, nobody else."""
    for url in LISTS.get(name, ()):
        readers = " ".join(CASES[f"{kind} {name}"] for kind in world.plays)
        row = Row(f"rectification:{url}", f"* {name}", readers, 405)
        for who in filter(lambda who: asked(look, who, row), ANYBODY):
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


@pytest.mark.django_db
def test_address_with_a_number_that_no_row_has(clock: time_machine.Traveller) -> None:
    with scene("draft", clock) as world:
        for row in {row.url: row for row in MATRIX}.values():
            count = 2 if row.url == "rectification:due" else 1
            for number in (0, 10**25):
                url = reverse(row.url, args=[number] * count)
                assert (row.url, world.ask("off", url)[0]) == (row.url, 404)
