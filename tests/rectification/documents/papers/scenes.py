"""Two cases for the papers: one with nothing unusual, and one that has everything."""

import time_machine

from rectification.enums import CaseLevel, CaseStage
from tests.factories import Township
from tests.failed import failed_before
from tests.workflows.play import Play

REPORTER = "举报人甲乙"
CONTACT = "13800001234"
OBJECTOR = "提异议者丙"
OBJECTED = "我家住在广场东头，公开栏三年没有换过。"
OPINION = "村里的公开栏一直没有人管，我问过两次都没有回音。"


def ordinary(town: Township, clock: time_machine.Traveller) -> Play:
    """Of a member, straight through, and told of in a circular."""
    play = Play(town, clock)
    play.bring_to(CaseStage.IN_NOTICE, CaseLevel.MEMBER)
    play.go_on_to(CaseStage.CLOSED)
    play.disclose()
    return play


def eventful(town: Township, clock: time_machine.Traveller) -> Play:
    """Returned, prolonged, ordered, objected to, failed three times, begun anew, told of."""
    play = Play(town, clock)
    named = {"mode": "named", "name": REPORTER, "contact": CONTACT}
    play.opinion(OPINION, **named)
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    play.take("approve_plan", decision="return")
    play.go_on_to(CaseStage.PLAN_REVIEW)
    play.go_on_to(CaseStage.RECTIFYING)
    play.issue_order()
    play.take("answer_order")
    play.ask_extension()
    play.take("review_extension", decision="favour")
    play.take("decide_extension", decision="grant")
    play.go_on_to(CaseStage.IN_NOTICE)
    play.objected("effect", mode="named", name=OBJECTOR, contact=CONTACT, text=OBJECTED)
    play.take("handle_objection", decision="dismissed")
    play.go_on_to(CaseStage.VERIFYING)
    failed_before(play.case, 2)
    play.take("assign_verifiers")
    for who in town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.take("hear_owner")
    play.take("decide_third_failure", decision="replace")
    play.go_on_to(CaseStage.VERIFYING)
    fresh = {"first": town.dis[0].pk, "second": town.dis[3].pk}
    play.take("assign_verifiers", town.dis[1], **fresh)
    play.go_on_to(CaseStage.CLOSED)
    play.disclose()
    return play
