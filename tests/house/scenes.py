"""The moments at which the two cases are looked at, each played through the act door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import time_machine
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage
from rectification.models import Person, Recusal
from rectification.services.successions import latest_proposal
from tests.factories import takes_opinions
from tests.failed import failed_before
from tests.house.cast import founded, recuse
from tests.house.world import Told, World
from tests.uploads import pdf
from tests.workflows.answers import REASON
from tests.workflows.offices import make_discipline_member
from tests.workflows.play import Play, user_of
from workflows import intake


def _draft(world: World) -> None:
    for kind, play in world.plays.items():
        play.level = CaseLevel(kind)
        author = world.people["owner" if kind == "M" else "sec"]
        branch = None if kind == "M" else world.town.east.organisation
        play.case = play.draft(author, branch)


def _both_to(world: World, stage: CaseStage, **given: Any) -> None:
    world.plays["M"].bring_to(stage, CaseLevel.MEMBER)
    world.plays["B"].bring_to(stage, CaseLevel.BRANCH, **given)


def _at(stage: CaseStage) -> Callable[[World], None]:
    return lambda world: _both_to(world, stage)


def _pending_claim(world: World) -> None:
    """The branch in the west is asked for a share."""
    _both_to(world, CaseStage.PENDING_CLAIM, co_units=[world.town.west.organisation])


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
    _take(world.plays["B"], *_CLEARED, "hear_person", "approve_publication")


def _verifying(world: World) -> None:
    """Two verifiers are named for the member's case and none yet for the branch's."""
    _both_to(world, CaseStage.IN_NOTICE)
    for play in world.plays.values():
        play.go_on_to(CaseStage.VERIFYING)
    world.plays["M"].take("assign_verifiers")


def _closed(world: World) -> None:
    _both_to(world, CaseStage.IN_NOTICE)
    for play in world.plays.values():
        play.go_on_to(CaseStage.CLOSED)


def _objection(world: World) -> None:
    """One to the effect, for the office; one to the procedure, for the discipline committee."""
    _both_to(world, CaseStage.IN_NOTICE)
    world.plays["M"].object("effect")
    world.plays["B"].object("procedure")


def _at_review(world: World) -> None:
    """The answers are contested: what the office said, and what the discipline committee did."""
    _objection(world)
    for play in world.plays.values():
        play.take("handle_objection")
        play.ask_review()


def _long_term(world: World) -> None:
    for play in world.plays.values():
        play.deadline_class = "long_term"
    _closed(world)


def _terminated(world: World) -> None:
    _both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.propose_termination()
        play.take("decide_termination", decision="agree")


def _rejected(world: World) -> None:
    _both_to(world, CaseStage.SUBMITTED)
    for play in world.plays.values():
        play.take("triage", decision="reject")
        play.take("confirm_rejection", decision="confirm")


def _shut(world: World) -> None:
    """The member withdrew his report; the branch's case is sealed."""
    _both_to(world, CaseStage.SUBMITTED)
    own, other = world.plays["M"], world.plays["B"]
    owner = world.people["owner"]
    intake.withdraw_problem(user=user_of(owner), case=own.case, actor=own.author_actor(owner))
    other.go_on_to(CaseStage.RECTIFYING)
    other.case.sealed = True
    other.case.save()


def _merged(world: World) -> None:
    """Each is handled as part of another report of the same fact, told in other words."""
    _both_to(world, CaseStage.REGISTERED)
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


# --- moments of single steps ----------------------------------------------------------------------


_CLEARED: Final = ("propose_publication", "review_secrecy", "check_redaction")


def _take(play: Told, *steps: str) -> None:
    for step in steps:
        play.take(step)


def _at_intake(world: World) -> None:
    """A rejection to be confirmed, and a case that nobody claimed."""
    own, other = world.plays["M"], world.plays["B"]
    other.bring_to(CaseStage.PENDING_CLAIM)
    other.let_lapse()
    own.bring_to(CaseStage.SUBMITTED, CaseLevel.MEMBER)
    own.take("triage", decision="reject")


def _at_plan(world: World) -> None:
    """A plan before the first secretary, and a measure that is done."""
    own, other = world.plays["M"], world.plays["B"]
    own.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    own.carry_out()
    other.bring_to(CaseStage.PLAN_REVIEW)
    other.take("advise_plan")


def _at_proposal(world: World) -> None:
    """Nothing proposed yet, and a text whose redaction is checked."""
    _both_to(world, CaseStage.NOTICE_PREP)
    _take(world.plays["B"], *_CLEARED[:2])


def _at_hearing(world: World) -> None:
    _both_to(world, CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        _take(play, *_CLEARED)


def _at_scope(world: World) -> None:
    """A member's case from an opinion, agreed on by the organisation office; a branch's scope."""
    own, other = world.plays["M"], world.plays["B"]
    own.level = CaseLevel.MEMBER
    own.opinion()
    own.go_on_to(CaseStage.NOTICE_PREP)
    other.bring_to(CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        _take(play, *_CLEARED, "hear_person")
    own.take("approve_publication")


def _at_waiver(world: World) -> None:
    """A member's waiver before the discipline committee, a branch's before the first secretary."""
    _both_to(world, CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        play.take("propose_publication", decision="waive")
    world.plays["M"].take("approve_publication")


def _at_questions(world: World) -> None:
    """A withdrawal and a recusal asked for, a termination proposed, and an order to be answered."""
    _both_to(world, CaseStage.RECTIFYING)
    world.plays["M"].ask_withdrawal()
    world.plays["M"].request_recusal(world.town.intake)
    world.plays["B"].propose_termination()
    world.plays["B"].issue_order()


def _at_settlement(world: World) -> None:
    """Two verifiers who disagree; and a committee's case that an outsider verifies too."""
    own, other = world.plays["M"], world.plays["B"]
    own.bring_to(CaseStage.VERIFYING, CaseLevel.MEMBER)
    own.take("assign_verifiers")
    first, second = world.town.dis[1:3]
    own.take("verify", first)
    own.take("verify", second, conclusion="unverifiable")
    make_discipline_member(world.people["wclk"])
    other.bring_to(CaseStage.VERIFYING, CaseLevel.COMMITTEE)
    other.take("assign_verifiers")


def _at_failure(world: World) -> None:
    """The third failure: the member is heard, the leading group decides about the branch."""
    for play in world.plays.values():
        play.bring_to(CaseStage.VERIFYING, CaseLevel.MEMBER if play is world.plays["M"] else "B")
        failed_before(play.case, 2)
        play.take("assign_verifiers")
        for who in world.town.dis[1:3]:
            play.take("verify", who, **play.failing())
    world.plays["B"].take("hear_owner")


def _at_succession(world: World) -> None:
    """A branch that was split; a termination of the member's case asked for."""
    _both_to(world, CaseStage.RECTIFYING)
    world.plays["M"].propose_termination()
    world.plays["B"].split()


def _at_takeover(world: World) -> None:
    _both_to(world, CaseStage.RECTIFYING)
    world.plays["B"].succeed()


def _at_dates(world: World) -> None:
    """Later days proposed by the successor; a notice that is set right where it hung on paper."""
    own, other = world.plays["M"], world.plays["B"]
    own.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    _take(own, *_CLEARED, "hear_person", "approve_publication")
    own.take("post_notice", **own.on_paper())
    own.object("facts")
    own.take("handle_objection", decision="wrong")
    own.take("decide_termination", decision="agree")
    other.bring_to(CaseStage.RECTIFYING)
    other.succeed()
    last = latest_proposal(other.case).isoformat()
    other.take("reclaim", proposed_due_on=last, statement="两个支部的台账需要合并核对。")


def _at_dispute(world: World) -> None:
    """One unit mediated in vain, one declined, one silent; a member who declined twice."""
    town, own, other = world.town, world.plays["M"], world.plays["B"]
    units = [town.west.organisation, town.general_office, town.organisation_office]
    other.bring_to(CaseStage.PENDING_CLAIM, co_units=units)
    other.take("claim")
    other.take("accept_share", world.people["wsec"], decision="decline")
    other.take("mediate_share")
    other.take("accept_share", world.people["gen"], decision="decline")
    other.let_lapse()
    own.bring_to(CaseStage.PENDING_CLAIM, CaseLevel.MEMBER)
    own.take("claim", decision="decline")
    own.take("dispatch")
    own.take("claim", decision="decline")


def _at_days(world: World) -> None:
    """More time asked for in both, a pause and another class in one, with an opinion on it."""
    _both_to(world, CaseStage.RECTIFYING)
    own, other = world.plays["M"], world.plays["B"]
    for play in (own, other):
        play.ask_extension()
    own.take("review_extension")
    other.ask_pause()
    other.ask_reclassification()
    other.consult("decide_reclassification", world.people["lg"])


def _at_change(world: World) -> None:
    """A change of the member's plan begun, one of the branch's before the organisation office."""
    _both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.begin_change()
    world.plays["B"].take("change_plan")


def _at_approval(world: World) -> None:
    """The member's change before his secretary, the branch's begun."""
    _both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.begin_change()
    world.plays["M"].take("change_plan")


def _at_look_back(world: World) -> None:
    """One begun, one for which it is named who looks."""
    _closed(world)
    for play in world.plays.values():
        play.begin_look_back()
    _name_looker(world, world.plays["B"])


def _name_looker(world: World, play: Play) -> None:
    """By somebody of the committee who does not look himself."""
    play.take("assign_look_back", play.town.dis[0], looker=world.people["dis"].pk)


def _at_relapse(world: World) -> None:
    """A relapse before the office, and one to which it did not agree."""
    _closed(world)
    for play in world.plays.values():
        play.begin_look_back()
        _name_looker(world, play)
        play.take("look_back", decision="relapse")
    world.plays["B"].take("decide_relapse", decision="refuse")


def _at_disclosure(world: World) -> None:
    """A circular begun, and one whose text lies with the secrecy office."""
    _closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
    world.plays["B"].take("propose_disclosure")


def _at_second_look(world: World) -> None:
    """The member reads his text; the branch's is read by a second checker."""
    _closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
        _take(play, *_DISCLOSED[:2])
    world.plays["M"].take("check_disclosure")


def _at_circular(world: World) -> None:
    """Before the organisation office, for the opinion it came from, and before the approver."""
    own, other = world.plays["M"], world.plays["B"]
    own.level = CaseLevel.MEMBER
    own.opinion()
    own.go_on_to(CaseStage.CLOSED)
    other.bring_to(CaseStage.CLOSED)
    for play in world.plays.values():
        play.begin_disclosure()
        _take(play, *_DISCLOSED)
    own.take("approve_disclosure")


def _at_posting(world: World) -> None:
    """One that the public may be stirred by, before the leading group; one to be posted."""
    _closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
    world.plays["M"].take("propose_disclosure")
    world.plays["M"].take("review_disclosure", decision="sensitive", sensitive=REASON)
    _take(world.plays["B"], *_DISCLOSED, "approve_disclosure")


_DISCLOSED: Final = (
    "propose_disclosure",
    "review_disclosure",
    "check_disclosure",
    "hear_disclosure",
)

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
    "objection": _objection,
    "verifying": _verifying,
    "closed": _closed,
    "long_term": _long_term,
    "rejected": _rejected,
    "terminated": _terminated,
    "shut": _shut,
    "merged": _merged,
    "transferred": _transferred,
}
_MOMENTS: Final = {
    "at_intake": _at_intake,
    "at_plan": _at_plan,
    "at_proposal": _at_proposal,
    "at_hearing": _at_hearing,
    "at_scope": _at_scope,
    "at_waiver": _at_waiver,
    "at_questions": _at_questions,
    "at_settlement": _at_settlement,
    "at_failure": _at_failure,
    "at_succession": _at_succession,
    "at_takeover": _at_takeover,
    "at_dates": _at_dates,
    "at_dispute": _at_dispute,
    "at_days": _at_days,
    "at_change": _at_change,
    "at_approval": _at_approval,
    "at_look_back": _at_look_back,
    "at_relapse": _at_relapse,
    "at_disclosure": _at_disclosure,
    "at_second_look": _at_second_look,
    "at_circular": _at_circular,
    "at_posting": _at_posting,
    "at_review": _at_review,
}
SCENES: Final = (*_SCENES, *_MOMENTS)
MOMENTS: Final = tuple(_MOMENTS)
"""Scenes for the sake of their open steps: the other addresses are asked in those of the stages."""


@contextmanager
def scene(name: str, clock: time_machine.Traveller) -> Iterator[World]:
    town, people = founded()
    takes_opinions(town)
    plays = {"M": Told(town, clock, "M"), "B": Told(town, clock, "B")}
    world = World(town, people, plays)
    {**_SCENES, **_MOMENTS}[name](world)
    for play in plays.values():
        recuse(world.people["recused"], play.case.pk)
        play.case.refresh_from_db()
    notifications.deliver_due()
    yield world
