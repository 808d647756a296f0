"""What happens to each case, and to an opinion, scene by scene."""

from django.utils import timezone

from rectification.enums import OrganisationKind
from rectification.models import Case, Organisation
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.online_intake import switch_online_intake
from rectification.services.opinion_notes import ask_reporter
from workflows import intake
from workflows.act import act_on_case
from workflows.demo.beside import write_beside
from workflows.demo.cases import (
    DIS,
    DIS_HEAD,
    DIS_TWO,
    GEN,
    LG,
    OFFICE,
    PSE,
    SECOND,
    Problems,
    notice_of,
    person_key,
)
from workflows.demo.chapters import Owner, advise, passed, publish, report, until_review
from workflows.demo.checks import publish_and_open
from workflows.demo.samples import write_samples
from workflows.demo.stage import Stage, user_of


def write_scripts(stage: Stage) -> None:
    """Those with a story of their own in the order of the stages they end in, then the rest."""
    problems = Problems(stage)
    taking_opinions(stage)
    vague_opinion(stage)
    publish_and_open(stage)
    awaiting_intake(stage, problems)
    awaiting_claim(stage, problems)
    planning(stage, problems)
    plan_review(stage, problems)
    two_units_at_work(stage, problems)
    contested_notice(stage, problems)
    being_verified(stage, problems)
    struck_off(stage, problems)
    write_samples(stage, problems)
    write_beside(stage, problems)


def taking_opinions(stage: Stage) -> None:
    """The office has switched the public page on."""

    def play() -> None:
        township = Organisation.objects.get(kind=OrganisationKind.COMMITTEE)
        switch_online_intake(township=township, is_open=True, by=user_of(OFFICE))

    stage.add(stage.moment(24, 8), play)


def vague_opinion(stage: Stage) -> None:
    """Somebody said too little; the intake officer has asked him through his code."""
    key = "vague"

    def receive() -> None:
        intake.receive_opinion(
            mode="anonymous", text="村里办事不行，希望管一管。", organisation=None
        )
        stage.cases[key] = Case.objects.latest("pk")

    def ask() -> None:
        user = user_of(OFFICE)
        office = user.person.appointments.get(role=Role.OFF).organisation
        actor = Actor(person=user.person, role=Role.OFF, organisation=office)
        question = "请说明是哪个村、哪一天、办什么事没有办成。"
        act_on_case(
            user=user,
            case_id=stage.cases[key].pk,
            act=lambda case: ask_reporter(case=case, text=question, actor=actor),
        )

    stage.add(stage.moment(3, 17), receive)
    stage.add(stage.moment(2, 10), ask)


def awaiting_intake(stage: Stage, problems: Problems) -> None:
    """A member has reported himself; the office has not looked at it yet."""
    problems.report("intake", 21, stage.moment(1, 16, 20), "M-0107")


def awaiting_claim(stage: Stage, problems: Problems) -> None:
    problems.report("claim", 12, stage.moment(4), "M-0231")
    problems.take_in("claim", 12, stage.moment(3))
    problems.dispatch("claim", stage.moment(2))


def planning(stage: Stage, problems: Problems) -> None:
    problems.report("planning", 15, stage.moment(8), "M-0401")
    problems.take_in("planning", 15, stage.moment(7))
    problems.dispatch("planning", stage.moment(6), ("西渚村党支部",))
    stage.step("planning", stage.moment(4), "M-0401", "claim", decision="claim")
    stage.step(
        "planning",
        stage.moment(3),
        "M-0201",
        "accept_share",
        decision="decline",
        reason="教学点党员的组织关系在学校，本村没有可以配合的事项。",
    )


def plan_review(stage: Stage, problems: Problems) -> None:
    """石磊 owned up to it himself; the plan was returned once and lies with his secretary."""
    key = "review"
    problems.report(key, 23, stage.moment(7), "M-0118")
    problems.take_in(key, 23, stage.moment(6))
    problems.dispatch(key, stage.moment(6, 15))
    stage.step(key, stage.moment(5), "M-0118", "claim", decision="claim")
    plan = ("", "东篱村党支部", "M-0118", 6)
    problems.plan(key, 23, stage.moment(5, 15), "M-0118", plan)
    stage.step(
        key,
        stage.moment(4),
        "M-0115",
        "approve_plan",
        decision="return",
        reason="请写明清理沟渠的具体日期，并说明由谁查看。",
        **{"comment-cause": "原因请写到具体的事，不写“不够经常”。"},
    )
    cause = "农忙后没有安排清理日期，也没有人到现场查看。"
    problems.plan(key, 23, stage.moment(3), "M-0118", plan, cause=cause)


def two_units_at_work(stage: Stage, problems: Problems) -> None:
    key = "units"
    problems.opinion(
        key,
        17,
        stage.moment(24),
        "联户的本子上写着每个月都来，其实好几个月没人上门了，东头几户都这样说。",
    )
    problems.take_in(key, 17, stage.moment(23), touches_residents="on")
    problems.dispatch(key, stage.moment(22), ("西渚村党支部", "党政办公室"))
    stage.step(key, stage.moment(21), "M-0115", "claim", decision="claim")
    stage.step(key, stage.moment(20), "M-0201", "accept_share", decision="accept")
    dispute(stage, key)
    problems.plan(
        key,
        17,
        stage.moment(18),
        "M-0115",
        (
            "重新核定联户名单，逐户登记上门时间，走访后由联户对象确认。",
            "东篱村党支部",
            "M-0115",
            25,
        ),
        ("协助核对两村交界处的联户名单，未走访的限期补访。", "西渚村党支部", "M-0201", 25),
    )
    advise(stage, key, stage.moment(17), "措施具体、可检查，同意报批。")
    stage.step(key, stage.moment(16), PSE, "approve_plan", decision="approve")
    report(stage, key, stage.moment(8), "M-0114", "联户名单已逐户核对，改正三户。", "联户核定名单")


def dispute(stage: Stage, key: str) -> None:
    """The party and government office declines its share; the leading group releases it."""
    stage.step(
        key,
        stage.moment(20, 15),
        GEN,
        "accept_share",
        decision="decline",
        reason="联户走访由各村组织，党政办公室没有联户对象。",
    )
    stage.step(
        key,
        stage.moment(19),
        SECOND,
        "mediate_share",
        decision="failed",
        agreed="听取东篱村党支部和党政办公室意见：一方要求提供走访记录模板，一方认为不属配合责任，未达成一致。",
    )
    stage.step(
        key,
        stage.moment(19, 15),
        LG,
        "decide_share",
        decision="released",
        reason="记录模板由办公室统一印发，党政办公室不承担配合责任。",
    )


def contested_notice(stage: Stage, problems: Problems) -> None:
    """The notice runs, and a resident doubts that the board is kept up to date."""
    key = "notice"
    problems.opinion(
        key, 16, stage.moment(24), "村里党务公开栏还是上一季度的东西，过期的公示也没撤。"
    )
    problems.take_in(key, 16, stage.moment(23), touches_residents="on")
    until_review(stage, problems, key, 16, ago=8, owner=Owner("西渚村党支部", "M-0201"))
    stage.step(key, stage.moment(7), "M-0103", "first_review", decision="pass")
    publish(
        stage,
        key,
        ago=3,
        scope="S4",
        owner="M-0201",
        title="关于党务公开栏更新不及时问题整改情况的公示",
        text="问题：公开栏内容仍为上一季度，过期公示未撤换。整改：已全部更新，"
        "明确专人每月5日前检查更新。",
    )
    stage.add(stage.moment(1, 10), lambda: object_to(stage, key))


def object_to(stage: Stage, key: str) -> None:
    intake.receive_objection(
        notice=notice_of(stage.cases[key]),
        kind="effect",
        mode="anonymous",
        text="公开栏换了新内容，但是东头小广场那一块还是旧的。",
        received_at=timezone.now(),
    )


def being_verified(stage: Stage, problems: Problems) -> None:
    """Notice over without objection; the first of two verifiers has signed."""
    key = "verifying"
    problems.report(key, 13, stage.moment(32), "M-0241")
    problems.take_in(key, 13, stage.moment(31))
    until_review(stage, problems, key, 13, ago=15, owner=Owner("澜创制造联合党支部", "M-0241"))
    stage.step(key, stage.moment(14), "M-0111", "first_review", decision="pass")
    publish(
        stage,
        key,
        ago=10,
        scope="S3",
        owner="M-0241",
        title="关于党员责任岗职责不清问题整改情况的公示",
        text="问题：党员责任岗没有具体职责和承诺内容。整改：结合生产岗位重新定岗，"
        "每岗列明可检查的职责。",
    )
    stage.step(
        key,
        stage.moment(3),
        DIS_HEAD,
        "assign_verifiers",
        first=person_key(DIS),
        second=person_key(DIS_TWO),
    )
    stage.step(key, stage.moment(1), DIS, "verify", **passed())


def struck_off(stage: Stage, problems: Problems) -> None:
    """A member's own case, not published to protect his privacy, verified and closed."""
    key = "closed"
    problems.report(key, 22, stage.moment(30), "M-0232")
    problems.take_in(key, 22, stage.moment(29))
    until_review(
        stage, problems, key, 22, ago=12, owner=Owner("禾丰合作社党支部", "M-0231", "M-0232")
    )
    stage.step(key, stage.moment(11), "M-0231", "first_review", decision="pass")
    stage.step(
        key,
        stage.moment(10),
        OFFICE,
        "propose_publication",
        decision="waive",
        ground="privacy",
        reason="涉及党员外出务工的个人情况，公示会伤及隐私。",
    )
    stage.step(key, stage.moment(9), "M-0231", "approve_publication", decision="approve")
    stage.step(key, stage.moment(8), DIS_HEAD, "agree_waiver", decision="agree")
    stage.step(
        key,
        stage.moment(7),
        DIS_HEAD,
        "assign_verifiers",
        first=person_key(DIS),
        second=person_key(DIS_TWO),
    )
    stage.step(key, stage.moment(5), DIS, "verify", **passed())
    stage.step(key, stage.moment(4), DIS_TWO, "verify", **passed())
