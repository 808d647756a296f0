"""docs/rules.md 4.6: who registers a screen, what opens it, and that revoking ends it at once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from rectification.exceptions import InvalidInput, NotAllowed, NotVisible, StepGone
from rectification.models import Appointment, Person, Screen
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.screens import open_screen, register_screen, revoke_screen
from tests.days import at
from tests.factories import Township, in_office, person, township

pytestmark = pytest.mark.django_db


def registered(town: Township, by: Person | None = None) -> tuple[Screen, str]:
    return register_screen(
        by=by or town.east.secretary,
        organisation=town.east.organisation,
        name=" 村部大厅屏 ",
        place="村部一楼",
    )


def clerk_of(town: Township) -> Person:
    return in_office(person("文书贤"), Role.CLK, town.east.organisation)


def test_screen_is_opened_by_its_token_of_which_the_hash_is_kept(town: Township) -> None:
    screen, token = registered(town)
    assert open_screen(token=token) == screen
    assert (screen.name, screen.registered_by) == ("村部大厅屏", town.east.secretary)
    kept = [str(value) for value in Screen.objects.values().get().values()]
    assert len(token) == 43
    assert token not in "".join(kept)
    assert not hasattr(screen.history.get(), "token_hash")


def test_secretary_clerk_and_in_the_hall_the_general_office_register(town: Township) -> None:
    clerk = clerk_of(town)
    registered(town, clerk)
    hall, _token = register_screen(
        by=town.gen, organisation=town.committee, name="大厅屏", place="便民大厅"
    )
    assert hall.organisation == town.committee


@pytest.mark.parametrize("who", ["west", "gen", "officer", "pub", "liaison"])
def test_nobody_else_registers_or_revokes(town: Township, who: str) -> None:
    someone = town.west.secretary if who == "west" else getattr(town, who)
    screen, token = registered(town)
    with pytest.raises(NotAllowed) as refused:
        registered(town, someone)
    assert refused.value.rule == "4.6"
    assert "书记或联络员" in str(refused.value.message)
    with pytest.raises(NotAllowed):
        revoke_screen(screen=screen, by=someone)
    assert open_screen(token=token) == screen


def test_screen_of_a_closed_branch_is_revoked_by_the_general_office(town: Township) -> None:
    """Nobody of the branch is left, and its link must not stay good for ever."""
    screen, token = registered(town)
    east = town.east.organisation
    east.closed_on = today() - timedelta(days=1)
    east.save()
    for someone in (town.east.secretary, town.west.secretary, town.officer):
        with pytest.raises(NotAllowed, match="撤并"):
            revoke_screen(screen=screen, by=someone)
    with pytest.raises(NotAllowed):
        revoke_screen(screen=screen, by=township().gen)
    with pytest.raises(NotAllowed):
        registered(town, town.gen)
    revoke_screen(screen=screen, by=town.gen)
    with pytest.raises(NotVisible):
        open_screen(token=token)


def test_unknown_and_revoked_token_open_nothing(town: Township) -> None:
    screen, token = registered(town)
    other, still = registered(town)
    revoke_screen(screen=screen, by=clerk_of(town))
    for wrong in (token, "x" * 43, ""):
        with pytest.raises(NotVisible):
            open_screen(token=wrong)
    assert open_screen(token=still) == other
    versions = screen.history.order_by("history_id")
    assert [row.revoked_at is None for row in versions] == [True, False]


def test_who_revokes_second_is_told_by_whom_it_was(town: Township) -> None:
    screen, _token = registered(town)
    revoke_screen(screen=screen, by=town.east.secretary)
    with pytest.raises(StepGone) as refused:
        revoke_screen(screen=screen, by=clerk_of(town))
    assert town.east.secretary.name in str(refused.value.message)
    screen.refresh_from_db()
    assert screen.revoked_by == town.east.secretary


def test_name_and_place_are_asked_for(town: Township) -> None:
    with pytest.raises(InvalidInput) as refused:
        register_screen(
            by=town.east.secretary, organisation=town.east.organisation, name=" ", place=""
        )
    assert set(refused.value.errors) == {"name", "place"}
    assert not Screen.objects.exists()


def test_page_sent_twice_is_one_screen_with_the_newer_link(town: Township) -> None:
    given = {
        "by": town.east.secretary,
        "organisation": town.east.organisation,
        "name": "屏",
        "place": "村部",
        "page": uuid4(),
    }
    first, lost = register_screen(**given)
    again, token = register_screen(**given)
    assert first == again
    assert open_screen(token=token) == again
    with pytest.raises(NotVisible):
        open_screen(token=lost)
    revoke_screen(screen=again, by=town.east.secretary)
    with pytest.raises(StepGone):
        register_screen(**given)


def test_page_sent_again_from_another_branch_makes_no_newer_link(town: Township) -> None:
    given = {"by": town.east.secretary, "name": "屏", "place": "村部", "page": uuid4()}
    screen, token = register_screen(organisation=town.east.organisation, **given)
    Appointment.objects.filter(role=Role.SEC).delete()
    in_office(town.east.secretary, Role.SEC, town.west.organisation)
    with pytest.raises(NotAllowed) as refused:
        register_screen(organisation=town.west.organisation, **given)
    assert refused.value.rule == "4.6"
    assert open_screen(token=token) == screen


def test_only_the_day_is_kept_on_which_it_was_opened(
    town: Township, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-06-03", "10:00:00"))
    screen, token = registered(town)
    for moment in (at("2026-06-03", "11:00:00"), at("2026-06-04", "09:00:00")):
        clock.move_to(moment)
        open_screen(token=token)
    screen.refresh_from_db()
    assert screen.last_seen_on == date(2026, 6, 4)
    assert screen.history.count() == 1


def test_revoked_by_nobody_is_no_row(town: Township) -> None:
    screen, _token = registered(town)
    screen.revoked_by = town.east.secretary
    with pytest.raises(IntegrityError), transaction.atomic():
        screen.save()
