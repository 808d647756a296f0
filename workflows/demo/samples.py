"""The samples of fixtures/problems.yaml whose way has nothing of its own beside a few answers.

With those of `scripts` all twenty-five are on their way: 1–7, 19 and 22 are closed or were, 5 and
25 long-term matters, the rest stands where an office has it in autumn.
"""

from typing import Any, Final

from rectification.enums import OccasionKind, SourceKind
from rectification.models import Case, Occasion
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import NewOffice, appoint_all
from workflows import look_backs
from workflows.demo.batches import fed_back
from workflows.demo.cases import Problems, organisation
from workflows.demo.chapters import passed, report
from workflows.demo.findings import enter
from workflows.demo.stage import Stage, user_of
from workflows.demo.way import Way, go, named

COMMITTEE, DEPUTY = "中共松澜镇委员会", "M-0102"
SECOND_GEN: Final = "M-0106"
OUTSIDE: Final = named("M-0202", "M-0242")
"""Discipline members of two other branches: the leading group names them."""
NOT_OF_MEMBERS: Final = frozenset({"advise_plan"})
NOT_AGREED: Final = frozenset({"agree_scope", "agree_waiver"})
ONE_BODY: Final = NOT_AGREED | {"name_outsider"}
LATE: Final = {
    "made": "会后按签到册补写，已注明补写日期和补写人。",
    "accepted": "与签到册、照片核对一致，属补写并注明，予以认可。",
}


def write_samples(stage: Stage, problems: Problems) -> None:
    of_the_committee(stage, problems)
    of_supervisors(stage, problems)
    of_branches(stage, problems)
    made_afterwards(stage, problems)
    of_members(stage, problems)


def of_the_committee(stage: Stage, problems: Problems) -> None:
    """1 and 2 with 19 from the inspection, closed; 3 and 4 in notice; 5 goes on for long."""
    fed_back(
        stage, problems, stage.moment(43), SourceKind.INSPECTION, "澜巡反〔2026〕9号", (1, 2, 19)
    )
    for number, reported in ((1, 42), (2, 40)):
        problems.take_in(f"no. {number}", number, stage.moment(reported - 1))
        _of_committee(stage, problems, number, reported, "verify again")
    problems.report("no. 3", 3, stage.moment(18), "M-0101")
    problems.take_in("no. 3", 3, stage.moment(17))
    _of_committee(stage, problems, 3, 18, "post_notice", days=6)
    problems.opinion(
        "no. 4",
        4,
        stage.moment(17),
        "干部来走访记了路上积水、灯不亮，记完就没有下文，问了几回也没人回。",
    )
    problems.take_in("no. 4", 4, stage.moment(16), touches_residents="on")
    _of_committee(stage, problems, 4, 17, "post_notice")
    problems.report("no. 5", 5, stage.moment(36), "M-0112", place="镇机关第一党支部")
    problems.take_in("no. 5", 5, stage.moment(35))
    staged = {**passed(), "conclusion": "stage_passed"}
    signed = {"verify": staged, "verify again": staged}
    _of_committee(stage, problems, 5, 36, "verify again", says=signed)


def _of_committee(
    stage: Stage, problems: Problems, number: int, reported: int, last: str, **more: Any
) -> None:
    """The deputy secretary answers for the committee; a second verifier comes from outside."""
    way = Way(number, reported, last, COMMITTEE, DEPUTY, leaves_out=NOT_AGREED, **more)
    go(stage, problems, way)


def of_supervisors(stage: Stage, problems: Problems) -> None:
    """灯下黑: of the organisation office and of the branch of the discipline committee."""
    problems.opinion(
        "no. 6",
        6,
        stage.moment(26),
        "上半年报了二十多种表，好几种内容一样，换个名字又要一遍。",
        source=SourceKind.MEMBER_OPINION,
    )
    problems.take_in("no. 6", 6, stage.moment(25))
    own = ONE_BODY | {"advise_plan"}
    unasked = {"verify": {**passed(), "V7-reason": "来信未留联系方式，也无从抽样，不作评价。"}}
    says = {**OUTSIDE, **unasked}
    way = Way(6, 26, "verify", "组织办", "M-0108", leaves_out=own, says=says)
    go(stage, problems, way)
    stage.add(stage.moment(43, 8), second_secrecy_officer)
    problems.take_in("no. 19", 19, stage.moment(38))
    way = Way(
        19,
        39,
        "verify again",
        "镇机关第二党支部",
        "M-0304",
        leaves_out=ONE_BODY,
        says=OUTSIDE,
        hands={"review_secrecy": SECOND_GEN},
    )
    go(stage, problems, way)


def second_secrecy_officer() -> None:
    """The first is secretary of the branch of 19, and has no say in its case."""
    office = NewOffice(
        person=user_of(SECOND_GEN).person,
        role=Role.GEN,
        organisation=organisation("党政办公室"),
        valid_from=today(),
        valid_to=None,
        mandate="松委〔2026〕17号",
        duty="",
    )
    appoint_all(offices=[office], in_force=True)


def of_branches(stage: Stage, problems: Problems) -> None:
    """7 is looked at again, 9 awaits its notice, 10 is late, 14 new, 18 nearly due, 20 goes on."""
    problems.report("no. 7", 7, stage.moment(40), "M-0112")
    problems.take_in("no. 7", 7, stage.moment(39))
    go(stage, problems, _branch(7, 40, "verify again", "东篱村党支部", "M-0115", days=6))
    stage.add(stage.moment(3, 14), lambda: look_again(stage.cases["no. 7"]))
    problems.report("no. 9", 9, stage.moment(13), "M-0112")
    problems.take_in("no. 9", 9, stage.moment(12))
    way = _branch(9, 13, "propose_publication", "柳塘第一党支部", "M-0222", days=6)
    go(stage, problems, way)
    problems.report("no. 10", 10, stage.moment(16), "M-0112")
    problems.take_in("no. 10", 10, stage.moment(15))
    go(stage, problems, _branch(10, 16, "approve_plan", "南坡村党支部", "M-0211", days=6))
    visited(stage, problems)
    problems.opinion(
        "no. 18",
        18,
        stage.moment(9),
        "扣分的规矩没有在党员大会上讨论过就用了，扣了也没有地方说。",
        source=SourceKind.MEMBER_OPINION,
    )
    problems.take_in("no. 18", 18, stage.moment(8))
    go(stage, problems, _branch(18, 9, "approve_plan", "柳塘第二党支部", "M-0225", days=9))
    problems.opinion(
        "no. 20", 20, stage.moment(13), "除了赶集那天，代办窗口常常没人，办一件事跑几趟。"
    )
    problems.take_in("no. 20", 20, stage.moment(12), touches_residents="on")
    go(stage, problems, _branch(20, 13, "approve_plan", "南坡村党支部", "M-0211", days=40))
    done = "值班表和联系电话已张贴，每日两人轮流值班。"
    report(stage, "no. 20", stage.moment(2), "M-0211", done, "值班表")


def _branch(
    number: int, reported: int, last: str, unit: str, secretary: str, *, days: int = 10
) -> Way:
    return Way(number, reported, last, unit, secretary, leaves_out=ONE_BODY, days=days)


def visited(stage: Stage, problems: Problems) -> None:
    """What the liaison leader found where he stayed; the office has registered it."""
    finding = "支部无固定活动场所，上半年因场地原因取消过活动。"
    place, liaison = "松澜镇社会组织联合党支部", "M-0111"
    enter(
        stage,
        stage.moment(3, 9),
        liaison,
        place,
        SourceKind.VISIT,
        OccasionKind.STAY,
        finding,
    )
    problems.report(
        "no. 14",
        14,
        stage.moment(2),
        liaison,
        occasion=lambda: Occasion.objects.get(organisation=organisation(place)),
    )
    problems.take_in("no. 14", 14, stage.moment(1))


def look_again(case: Case) -> None:
    """A member of the discipline committee who had no part in it."""
    user = user_of("M-0303")
    actor = Actor(person=user.person, role=Role.DIS, organisation=organisation("镇纪委"))
    look_backs.begin(user=user, case=case, actor=actor, reason="按工作安排再次查看整改是否巩固。")


def made_afterwards(stage: Stage, problems: Problems) -> None:
    """8 and 11: a record made after the day it proves says so; the verifier says why it holds."""
    fed_back(
        stage, problems, stage.moment(13, 14), SourceKind.REINSPECTION, "澜巡反〔2026〕12号", (8,)
    )
    problems.take_in("no. 8", 8, stage.moment(12))
    problems.report("no. 11", 11, stage.moment(25), "M-0112")
    problems.take_in("no. 11", 11, stage.moment(24))
    accepted = {"verify": {**passed(), "V4-reason": LATE["accepted"]}}
    for way in (
        _late(stage, Way(8, 12, "report_effect", "西渚村党支部", "M-0201", ONE_BODY), {}),
        _late(stage, Way(11, 25, "verify", "镇机关第一党支部", "M-0105", ONE_BODY), accepted),
    ):
        go(stage, problems, way)


def _late(stage: Stage, way: Way, says: dict[str, dict[str, object]]) -> Way:
    done_on = stage.moment(way.reported - 7).date().isoformat()
    proved = {"done_on": done_on, "late_reason": LATE["made"]}
    return Way(
        way.number,
        way.reported,
        way.last,
        way.unit,
        way.hand,
        leaves_out=way.leaves_out,
        says={"carry_out": proved, **says},
    )


def of_members(stage: Stage, problems: Problems) -> None:
    """24 came from residents and is verified by others; 25 is not published, and goes on."""
    told = "窗口那位说一遍不说第二遍，材料缺一样也不一次讲清，跑了两趟。"
    problems.opinion("no. 24", 24, stage.moment(27), told)
    problems.take_in("no. 24", 24, stage.moment(26), standard_ref="窗口服务规范")
    way = Way(
        24,
        27,
        "assign_verifiers",
        "镇机关第二党支部",
        "M-0305",
        leaves_out=NOT_OF_MEMBERS | {"agree_waiver"},
        days=6,
        says=OUTSIDE,
    )
    go(stage, problems, way)
    place, category = "松澜镇中心学校党支部", "C"
    problems.report("no. 25", 25, stage.moment(36), "M-0402", place=place, category=category)
    problems.take_in("no. 25", 25, stage.moment(35))
    go(stage, problems, unpublished())


def unpublished() -> Way:
    staged = {**passed(), "conclusion": "stage_passed"}
    published = {"review_secrecy", "check_redaction", "hear_person", "agree_scope", "post_notice"}
    return Way(
        25,
        36,
        "verify again",
        "松澜镇中心学校党支部",
        "M-0411",
        leaves_out=NOT_OF_MEMBERS | published | {"name_outsider"},
        says={
            "propose_publication": {
                "decision": "waive",
                "ground": "third_person",
                "reason": "走访对象为学生家庭，公示会牵涉第三人。",
            },
            "verify": staged,
            "verify again": staged,
        },
    )
