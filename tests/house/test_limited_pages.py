"""Pages that show part of a case: an opinion's own words, extracts, a clerk's second office."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb, Step
from rectification.models import Case, WorkItem
from rectification.roles import Role
from tests.factories import in_office, person
from tests.house.cast import ANYBODY
from tests.house.look import WHOLE, Look
from tests.house.scenes import scene
from tests.house.targets import targets_of
from tests.house.world import WORDS, World

pytestmark = pytest.mark.django_db

ORIGINAL = "俺们屯子东头那几户压根儿没人来过"
REPORTER, CONTACT = "报信人卫国", "13900001111"


@pytest.fixture(autouse=True)
def _quiet(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


def page_of(world: World, who: str, case: Case) -> tuple[int, str]:
    return world.ask(who, reverse("rectification:case", args=[case.pk]))


def act_page(world: World, who: str, case: Case, step: Step) -> tuple[int, str]:
    item = WorkItem.objects.get(case=case, step=step, closed_at__isnull=True)
    return world.ask(who, reverse("workflows:act", args=[item.pk]))


def words_of(body: str) -> str:
    """What a reader sees, without the marks of the page."""
    return re.sub(r"<[^>]*>|\s+", "", body)


# --- opinions -----------------------------------------------------------------------------------


@pytest.fixture
def told(clock: time_machine.Traveller) -> Iterator[World]:
    """A confidential opinion about the east branch waits for its intake."""
    with scene("draft", clock) as world:
        play = world.plays["B"]
        play.level = CaseLevel.BRANCH
        play.opinion(ORIGINAL, mode="confidential", name=REPORTER, contact=CONTACT)
        yield world


def test_only_the_intake_officer_reads_the_words_of_an_opinion(told: World) -> None:
    case = told.plays["B"].case
    found = {who: act_page(told, who, case, Step.TRIAGE) for who in ANYBODY}
    assert {who for who, (status, _body) in found.items() if status == 200} == {"intake", "off"}
    assert {who for who, (_status, body) in found.items() if ORIGINAL in body} == {"intake"}


STAGES = (CaseStage.SUBMITTED, CaseStage.PLAN_REVIEW)


@pytest.mark.parametrize("stage", STAGES)
def test_words_and_sender_of_an_opinion_are_on_no_page_of_these(told: World, stage: str) -> None:
    look_for_words(told, stage, Look(9))


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.parametrize("stage", STAGES)
def test_words_and_sender_of_an_opinion_are_on_no_other_page(told: World, stage: str) -> None:
    look_for_words(told, stage, WHOLE)


def look_for_words(told: World, stage: str, look: Look) -> None:
    """Whoever reads the case is always asked."""
    play = told.plays["B"]
    play.go_on_to(stage)
    readers = {who for who in ANYBODY if page_of(told, who, play.case)[0] == 200}
    assert readers >= {"intake", "off"}
    for target in targets_of(play):
        own = {"intake"} if target.url == "workflows:opinion_of_case" else set()
        for who in ANYBODY if target.about != Step.TRIAGE else ():
            if who in readers or who in own or look.takes(who, target.url):
                _status, body = told.ask(who, reverse(target.url, args=target.args))
                assert [w for w in (REPORTER, CONTACT) if w in body] == []
                assert (ORIGINAL in body) is (who in own), (target.url, who)


def test_sender_is_unknown_even_to_the_intake_officer(told: World) -> None:
    _status, body = act_page(told, "intake", told.plays["B"].case, Step.TRIAGE)
    assert REPORTER not in body
    assert CONTACT not in body


# --- extracts -----------------------------------------------------------------------------------


def test_privacy_objection_opens_the_text_to_the_office_and_not_the_case(
    clock: time_machine.Traveller,
) -> None:
    with scene("in_notice", clock) as world:
        play = world.plays["M"]
        # Whoever cleared the text does not handle the objection to it.
        world.people["gen"] = in_office(person("密知白"), Role.GEN, world.town.general_office)
        play.object("privacy", text="写得太细，村里人一看就知道是谁。")
        status, body = act_page(world, "gen", play.case, Step.HANDLE_OBJECTION)
        assert status == 200
        assert WORDS["M"]["public_text"] in words_of(body)
        hidden = {name: word for name, word in world.words("M").items() if "public" not in name}
        assert [n for n, word in hidden.items() if word in body and n != "number"] == []
        assert page_of(world, "gen", play.case)[0] == 404


def test_procedure_objection_opens_the_case_to_its_handlers(
    clock: time_machine.Traveller,
) -> None:
    with scene("in_notice", clock) as world:
        play = world.plays["B"]
        play.object("procedure")
        assert act_page(world, "dis", play.case, Step.HANDLE_OBJECTION)[0] == 200
        assert page_of(world, "dis", play.case)[0] == 200


# --- offices beside one another -----------------------------------------------------------------


def test_second_office_elsewhere_opens_no_record_to_a_clerk(
    clock: time_machine.Traveller,
) -> None:
    with scene("rectifying", clock) as world:
        case = world.plays["B"].case
        record = str(EventVerb.PLAN_ADVISED.label)
        in_office(world.people["clerk"], Role.PUB, world.town.publicity)
        assert record not in page_of(world, "clerk", case)[1]
        in_office(world.people["clerk"], Role.LIA, world.town.east.organisation)
        assert record in page_of(world, "clerk", case)[1]
