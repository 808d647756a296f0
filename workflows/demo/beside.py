"""What became no case of its own, or was given up: draft, rejected, merged, withdrawn and more."""

from typing import Any, Final

from django.utils import timezone

from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.reporting import save_draft
from workflows import intake
from workflows.demo.cases import LG, OFFICE, SECOND, Problems, organisation
from workflows.demo.stage import Stage, user_of

GIVEN_UP: Final[dict[str, Any]] = {
    "title": "村部活动点开放时间不固定",
    "description": "设在合作社的党员活动点开放时间不固定，党员到点后多次未能进入。",
    "category": "C",
}


def write_beside(stage: Stage, problems: Problems) -> None:
    drafted(stage)
    rejected(stage)
    merged(stage)
    withdrawn(stage)
    transferred(stage)
    terminated(stage, problems)


def _heard(stage: Stage, key: str, ago: int, text: str, place: str = "") -> None:
    """A resident's opinion, without name."""

    def play() -> None:
        intake.receive_opinion(
            mode="anonymous", text=text, organisation=organisation(place) if place else None
        )
        stage.cases[key] = Case.objects.latest("pk")

    stage.add(stage.moment(ago, 15), play)


def _drafted(who: str, title: str, description: str) -> Case:
    return save_draft(
        case=None,
        author=user_of(who).person,
        title=title,
        description=description,
        found_on=timezone.localdate(),
        category="ME-c",
        standard_ref="支部年度计划和公开承诺",
    )


def drafted(stage: Stage) -> None:
    """Nobody but its author reads it."""
    description = "第三季度联户走访没有当场登记，事后凭记忆补记，有的日期记不准。"

    def play() -> None:
        stage.cases["draft"] = _drafted("M-0116", "联户走访登记不及时", description)

    stage.add(stage.moment(1, 17), play)


def rejected(stage: Stage) -> None:
    _heard(stage, "rejected", 10, "邻居家的院墙占了公用通道半尺，说了几次不肯拆，请镇里来评理。")
    reason = "邻里通道纠纷不属本程序，已告知可向村调解委员会申请调解。"
    stage.step(
        "rejected",
        stage.moment(9, 15),
        OFFICE,
        "triage",
        decision="reject",
        reason_code="outside",
        reason=reason,
    )
    stage.step("rejected", stage.moment(8), SECOND, "confirm_rejection", decision="confirm")


def merged(stage: Stage) -> None:
    """A second resident tells the same as the first, whose case is being planned."""
    text = "联户的干部今年没来过几回，本子上倒是月月都有。"
    _heard(stage, "merged", 21, text, "东篱村党支部")
    stage.step(
        "merged",
        stage.moment(20, 11),
        OFFICE,
        "triage",
        decision="merge",
        master=lambda _case: stage.cases["units"].pk,
    )


def withdrawn(stage: Stage) -> None:
    """Before its plan was approved: free, and no reason is asked."""
    who = "M-0243"

    def play() -> None:
        user = user_of(who)
        case = _drafted(who, "岗位承诺落实不够", "第三季度公开承诺的两项工作只完成了一项。")
        intake.submit_problem(user=user, case=case, actor=_author(case))
        stage.cases["withdrawn"] = case

    def withdraw() -> None:
        case = stage.cases["withdrawn"]
        intake.withdraw_problem(user=user_of(who), case=case, actor=_author(case))

    stage.add(stage.moment(12, 17), play)
    stage.add(stage.moment(11, 17), withdraw)


def _author(case: Case) -> Actor:
    case.refresh_from_db()
    return Actor(person=case.author, role=Role.MEM, organisation=case.owner_organisation)


def transferred(stage: Stage) -> None:
    """A clue of a breach of discipline: sealed, and handed over by its number alone."""
    text = "听说集体林地的补助款有一笔没有入账，请查一查是谁经手的。"
    _heard(stage, "transferred", 9, text)
    stage.step("transferred", stage.moment(8, 15), OFFICE, "triage", decision="transfer")


def terminated(stage: Stage, problems: Problems) -> None:
    """There is nothing left to rectify: the leading group ends it on the office's proposal."""
    key, branch = "terminated", "柳塘第二党支部"
    reason = "合作社已于上月迁出，活动点随之撤销，问题所指场所不再存在。"
    problems.report(key, 20, stage.moment(20), "M-0112", place=branch, **GIVEN_UP)
    problems.take_in(
        key,
        20,
        stage.moment(19),
        **GIVEN_UP,
        owner_organisation=lambda _case: organisation(branch).pk,
        deadline_class="limited",
    )

    def propose() -> None:
        user, office = user_of(OFFICE), organisation("领导小组办公室")
        actor = Actor(person=user.person, role=Role.OFF, organisation=office)
        intake.propose_termination(user=user, case=stage.cases[key], actor=actor, reason=reason)

    stage.add(stage.moment(15, 10), propose)
    stage.step(key, stage.moment(13), LG, "decide_termination", decision="agree", reason=reason)
