"""The moments at which the two cases are looked at, each played through the act door."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import time_machine
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage
from rectification.models import Person, Recusal
from tests.factories import township
from tests.house.world import Told, World, cast_of
from tests.uploads import pdf


def _draft(world: World) -> None:
    for kind, play in world.plays.items():
        play.level = CaseLevel(kind)
        author = world.people["owner" if kind == "M" else "sec"]
        branch = None if kind == "M" else world.town.east.organisation
        play.case = play.draft(author, branch)


def _both_to(world: World, stage: CaseStage, **given: Any) -> None:
    world.plays["M"].bring_to(stage, CaseLevel.MEMBER)
    world.plays["B"].bring_to(stage, CaseLevel.BRANCH, **given)


def _submitted(world: World) -> None:
    _both_to(world, CaseStage.SUBMITTED)


def _plan_review(world: World) -> None:
    _both_to(world, CaseStage.PLAN_REVIEW)


def _recused(world: World) -> None:
    """The secretary's own case before his approver, and a liaison leader recused from the other."""
    sec, play = world.people["sec"], world.plays["M"]
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER, author=sec)
    case = world.plays["B"].bring_to(CaseStage.PLAN_REVIEW)
    Recusal.objects.create(
        case=case, person=world.people["lia"], ground="relative", since=timezone.now()
    )


def _rectifying(world: World) -> None:
    """A branch and a body beside the lead unit; two have reported something, none has finished."""
    town = world.town
    units = [town.west.organisation, town.general_office]
    _both_to(world, CaseStage.RECTIFYING, co_units=units)
    people = world.people
    _report(world.plays["M"], people["owner"])
    _report(world.plays["B"], people["sec"])
    _report(world.plays["B"], people["wsec"], "co_evidence")


def _report(play: Told, who: Person, file: str = "evidence") -> None:
    item = play.item("carry_out", who)
    data = play.progress(play.measures_of(item), uploads=[pdf(play.words[file])], completes="")
    play.take("carry_out", who, **data)


def _notice_prep(world: World) -> None:
    """The member's text lies with the secrecy review, the branch's is to be posted."""
    _both_to(world, CaseStage.NOTICE_PREP)
    world.plays["M"].take("propose_publication")
    for step in (
        "propose_publication",
        "review_secrecy",
        "check_redaction",
        "hear_person",
        "approve_publication",
    ):
        world.plays["B"].take(step)


def _in_notice(world: World) -> None:
    _both_to(world, CaseStage.IN_NOTICE)


def _verifying(world: World) -> None:
    """Two verifiers are named for the member's case and none yet for the branch's."""
    _in_notice(world)
    for play in world.plays.values():
        play.go_on_to(CaseStage.VERIFYING)
    world.plays["M"].take("assign_verifiers")


def _closed(world: World) -> None:
    _in_notice(world)
    for play in world.plays.values():
        play.go_on_to(CaseStage.CLOSED)


_SCENES: Final = {
    "draft": _draft,
    "submitted": _submitted,
    "plan_review": _plan_review,
    "recused": _recused,
    "rectifying": _rectifying,
    "notice_prep": _notice_prep,
    "in_notice": _in_notice,
    "verifying": _verifying,
    "closed": _closed,
}
SCENES: Final = tuple(_SCENES)


@contextmanager
def scene(name: str, clock: time_machine.Traveller) -> Iterator[World]:
    town = township()
    plays = {"M": Told(town, clock, "M"), "B": Told(town, clock, "B")}
    world = World(town, cast_of(town), plays)
    _SCENES[name](world)
    for play in plays.values():
        play.case.refresh_from_db()
    notifications.deliver_due()
    yield world
