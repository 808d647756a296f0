"""The moments at which the two cases are looked at, each played through the act door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import time_machine
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage
from rectification.models import Person, Recusal
from tests.factories import takes_opinions
from tests.house.cast import founded, recuse
from tests.house.moments import MOMENTS
from tests.house.ways import CLEARED, both_to, closed, objection, take
from tests.house.world import Told, World
from tests.uploads import pdf
from tests.workflows.play import Play, user_of
from workflows import intake


def _draft(world: World) -> None:
    for kind, play in world.plays.items():
        play.level = CaseLevel(kind)
        author = world.people["owner" if kind == "M" else "sec"]
        branch = None if kind == "M" else world.town.east.organisation
        play.case = play.draft(author, branch)


def _at(stage: CaseStage) -> Callable[[World], None]:
    return lambda world: both_to(world, stage)


def _pending_claim(world: World) -> None:
    """The branch in the west is asked for a share."""
    both_to(world, CaseStage.PENDING_CLAIM, co_units=[world.town.west.organisation])


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
    both_to(world, CaseStage.RECTIFYING, co_units=units)
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
    both_to(world, CaseStage.NOTICE_PREP)
    world.plays["M"].take("propose_publication")
    take(world.plays["B"], *CLEARED, "hear_person", "approve_publication")


def _verifying(world: World) -> None:
    """Two verifiers are named for the member's case and none yet for the branch's."""
    both_to(world, CaseStage.IN_NOTICE)
    for play in world.plays.values():
        play.go_on_to(CaseStage.VERIFYING)
    world.plays["M"].take("assign_verifiers")


def _long_term(world: World) -> None:
    for play in world.plays.values():
        play.deadline_class = "long_term"
    closed(world)


def _terminated(world: World) -> None:
    both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.propose_termination()
        play.take("decide_termination", decision="agree")


def _rejected(world: World) -> None:
    both_to(world, CaseStage.SUBMITTED)
    for play in world.plays.values():
        play.take("triage", decision="reject")
        play.take("confirm_rejection", decision="confirm")


def _shut(world: World) -> None:
    """The member withdrew his report; the branch's case is sealed."""
    both_to(world, CaseStage.SUBMITTED)
    own, other = world.plays["M"], world.plays["B"]
    owner = world.people["owner"]
    intake.withdraw_problem(user=user_of(owner), case=own.case, actor=own.author_actor(owner))
    other.go_on_to(CaseStage.RECTIFYING)
    other.case.sealed = True
    other.case.save()


def _merged(world: World) -> None:
    """Each is handled as part of another report of the same fact, told in other words."""
    both_to(world, CaseStage.REGISTERED)
    for kind, play in world.plays.items():
        master = Play(world.town, play.clock).bring_to(CaseStage.REGISTERED, kind)
        play.take("dispatch", decision="merge", master=master.pk)


def _transferred(world: World) -> None:
    """A resident's opinion on a member and a secretary's report; reference numbers stay.

    What a member tells about himself is never handed over.
    """
    own, other = world.plays["M"], world.plays["B"]
    own.opinion(own.words["description"])
    other.bring_to(CaseStage.SUBMITTED)
    for play in world.plays.values():
        play.take("triage", world.town.intake, decision="transfer")


_SCENES: Final = {
    "draft": _draft,
    "submitted": _at(CaseStage.SUBMITTED),
    "registered": _at(CaseStage.REGISTERED),
    "pending_claim": _pending_claim,
    "planning": _at(CaseStage.PLANNING),
    "plan_review": _at(CaseStage.PLAN_REVIEW),
    "recused": _recused,
    "rectifying": _rectifying,
    "first_review": _at(CaseStage.FIRST_REVIEW),
    "notice_prep": _notice_prep,
    "in_notice": _at(CaseStage.IN_NOTICE),
    "objection": objection,
    "verifying": _verifying,
    "closed": closed,
    "long_term": _long_term,
    "rejected": _rejected,
    "terminated": _terminated,
    "shut": _shut,
    "merged": _merged,
    "transferred": _transferred,
}
SCENES: Final = (*_SCENES, *MOMENTS)


@contextmanager
def scene(name: str, clock: time_machine.Traveller) -> Iterator[World]:
    town, people = founded()
    takes_opinions(town)
    plays = {"M": Told(town, clock, "M"), "B": Told(town, clock, "B")}
    world = World(town, people, plays)
    {**_SCENES, **MOMENTS}[name](world)
    for play in plays.values():
        recuse(world.people["recused"], play.case.pk)
        play.case.refresh_from_db()
    notifications.deliver_due()
    yield world
