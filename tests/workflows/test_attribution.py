"""Field history says who, at whose request and in which step, and an event names each version."""

from typing import Any

import pytest
import time_machine
from django.apps import apps

from rectification.enums import ActorKind, CaseLevel, CaseStage
from rectification.models import Case, CaseEvent, Person
from rectification.services.records_export import tables_of_cases
from tests.factories import Township
from tests.workflows.play import Play


def versions_of(case: Case) -> dict[str, Any]:
    """All of the only case there is, by the name under which an event names them."""
    found = {}
    for table in sorted(tables_of_cases()):
        model: Any = apps.get_model("rectification", table)
        for version in model.history.all() if hasattr(model, "history") else ():
            found[f"{table} {version.history_id}"] = version
    assert Case.objects.get() == case
    return found


def lapse(play: Play) -> None:
    """The system acts: nobody claimed."""
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.let_lapse()


def object_to_it(play: Play) -> None:
    """The intake channel acts."""
    play.bring_to(CaseStage.IN_NOTICE)
    play.object()
    play.take("handle_objection")


PATHS: dict[str, Any] = {
    "a branch case to its end": lambda play: play.bring_to(CaseStage.CLOSED),
    "a member case to its end": lambda play: play.bring_to(CaseStage.CLOSED, CaseLevel.MEMBER),
    "a lapse": lapse,
    "an objection": object_to_it,
}


@pytest.mark.parametrize("name", PATHS)
def test_every_version_has_its_event_its_actor_and_its_request(
    name: str, town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    PATHS[name](play)
    versions = versions_of(play.case)
    told: dict[str, CaseEvent] = {
        line.rpartition(" ")[0]: event
        for event in play.case.events.select_related("actor__user")
        for line in event.versions.splitlines()
    }
    assert versions.keys() <= told.keys()
    acted = {event.request: event.actor for event in told.values() if event.actor}
    for named, version in versions.items():
        event = told[named]
        # What follows of itself from an act bears the request of whoever acted.
        actor = acted.get(event.request) if event.request else event.actor
        assert version.history_user_id == _account_of(actor), named
        if event.actor_kind == ActorKind.INTAKE_CHANNEL:
            assert event.request == ""
        else:
            assert version.history_request == event.request != "", named


def _account_of(actor: Person | None) -> int | None:
    return actor.user.pk if actor else None
