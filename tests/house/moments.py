"""Scenes for the sake of their open steps, each played through the act door."""

from collections.abc import Callable, Mapping
from typing import Final

from rectification.enums import CaseLevel, CaseStage
from rectification.services.successions import latest_proposal
from tests.failed import failed_before
from tests.house.ways import CLEARED, both_to, closed, objection, take
from tests.house.world import World
from tests.workflows.answers import REASON
from tests.workflows.offices import make_discipline_member
from tests.workflows.play import Play


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
    both_to(world, CaseStage.NOTICE_PREP)
    take(world.plays["B"], *CLEARED[:2])


def _at_hearing(world: World) -> None:
    both_to(world, CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        take(play, *CLEARED)


def _at_scope(world: World) -> None:
    """A member's case from an opinion before the organisation office; a branch's, called
    sensitive, before the leading group."""
    own, other = world.plays["M"], world.plays["B"]
    own.level = CaseLevel.MEMBER
    own.opinion()
    own.go_on_to(CaseStage.NOTICE_PREP)
    other.bring_to(CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        take(play, *CLEARED, "hear_person")
    own.take("approve_publication")
    other.take("approve_publication", decision="sensitive", sensitive=REASON)


def _at_contest(world: World) -> None:
    """Contested still after the answer: the member reads what became of it, the branch waits."""
    both_to(world, CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        for answer in ("contested", "object"):
            take(play, *CLEARED)
            play.take("hear_person", decision=answer)
    world.plays["M"].take("handle_objection", decision="dismissed")


def _at_waiver(world: World) -> None:
    """A member's waiver before the discipline committee, a branch's before the first secretary."""
    both_to(world, CaseStage.NOTICE_PREP)
    for play in world.plays.values():
        play.take("propose_publication", decision="waive")
    world.plays["M"].take("approve_publication")


def _at_questions(world: World) -> None:
    """A withdrawal and a recusal asked for, a termination proposed, and an order to be answered."""
    both_to(world, CaseStage.RECTIFYING)
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
    both_to(world, CaseStage.RECTIFYING)
    world.plays["M"].propose_termination()
    world.plays["B"].split()


def _at_takeover(world: World) -> None:
    both_to(world, CaseStage.RECTIFYING)
    world.plays["B"].succeed()


def _at_dates(world: World) -> None:
    """Later days proposed by the successor; a notice that is set right where it hung on paper."""
    own, other = world.plays["M"], world.plays["B"]
    own.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    take(own, *CLEARED, "hear_person", "approve_publication")
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
    both_to(world, CaseStage.RECTIFYING)
    own, other = world.plays["M"], world.plays["B"]
    for play in (own, other):
        play.ask_extension()
    own.take("review_extension")
    other.ask_pause()
    other.ask_reclassification()
    other.consult("decide_reclassification", world.people["lg"])


def _at_change(world: World) -> None:
    """A change of the member's plan begun, one of the branch's before the organisation office."""
    both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.begin_change()
    world.plays["B"].take("change_plan")


def _at_approval(world: World) -> None:
    """The member's change before his secretary, the branch's begun."""
    both_to(world, CaseStage.RECTIFYING)
    for play in world.plays.values():
        play.begin_change()
    world.plays["M"].take("change_plan")


def _at_look_back(world: World) -> None:
    """One begun, one for which it is named who looks."""
    closed(world)
    for play in world.plays.values():
        play.begin_look_back()
    _name_looker(world, world.plays["B"])


def _name_looker(world: World, play: Play) -> None:
    """By somebody of the committee who does not look himself."""
    play.take("assign_look_back", play.town.dis[0], looker=world.people["dis"].pk)


def _at_relapse(world: World) -> None:
    """A relapse before the office, and one to which it did not agree."""
    closed(world)
    for play in world.plays.values():
        play.begin_look_back()
        _name_looker(world, play)
        play.take("look_back", decision="relapse")
    world.plays["B"].take("decide_relapse", decision="refuse")


def _at_disclosure(world: World) -> None:
    """A circular begun, and one whose text lies with the secrecy office."""
    closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
    world.plays["B"].take("propose_disclosure")


def _at_second_look(world: World) -> None:
    """The member reads his text; the branch's is read by a second checker."""
    closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
        take(play, *_DISCLOSED[:2])
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
        take(play, *_DISCLOSED)
    own.take("approve_disclosure")


def _at_posting(world: World) -> None:
    """One that the public may be stirred by, before the leading group; one to be posted."""
    closed(world)
    for play in world.plays.values():
        play.begin_disclosure()
    world.plays["M"].take("propose_disclosure")
    world.plays["M"].take("review_disclosure", decision="sensitive", sensitive=REASON)
    take(world.plays["B"], *_DISCLOSED, "approve_disclosure")


_DISCLOSED: Final = (
    "propose_disclosure",
    "review_disclosure",
    "check_disclosure",
    "hear_disclosure",
)


def _at_review(world: World) -> None:
    """The answers are contested: what the office said, and what the discipline committee did."""
    objection(world)
    for play in world.plays.values():
        play.take("handle_objection")
        play.ask_review()


def _at_referral(world: World) -> None:
    """Residents told of it, it failed, and the branch is asked to answer a referral."""
    world.plays["M"].bring_to(CaseStage.REGISTERED, CaseLevel.MEMBER)
    other = world.plays["B"]
    other.opinion()
    other.go_on_to(CaseStage.RECTIFYING)
    failed_before(other.case, 1)
    other.refer(world.people["ver"])


def _at_sending(world: World) -> None:
    _at_referral(world)
    world.plays["B"].take("answer_referral")


MOMENTS: Final[Mapping[str, Callable[[World], None]]] = {
    "at_intake": _at_intake,
    "at_plan": _at_plan,
    "at_proposal": _at_proposal,
    "at_hearing": _at_hearing,
    "at_scope": _at_scope,
    "at_contest": _at_contest,
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
    "at_referral": _at_referral,
    "at_sending": _at_sending,
}
"""The other addresses are asked in the scenes of the stages."""
