"""The lists of a case to which everything happened: returned, extended, objected to, verified three
times, struck off, and back in a second round."""

from datetime import date, timedelta

import pytest
import time_machine

from rectification.documents.lists import LISTS, Value
from rectification.enums import CaseStage
from tests.factories import Township
from tests.rectification.documents.lists.test_values import lines
from tests.workflows.answers import REASON
from tests.workflows.play import Play

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ALWAYS = {
    "problems": {
        "来源（批次/文号）": "自行查摆",
        "责任层级": "支部级",
        "责任主体": "青石村党支部",
        "问题类别": "B 组织生活不规范",
        "对照标准": "",
        "发现时间": date(2026, 5, 11),
        "认领方式及时间": "主动认领（2026年5月11日）",
        "问题程度": "一般",
        "整改类型": "限期整改",
    },
    "tasks": {
        "整改目标": "每月按时开展，改期有手续。",
        "成果形式": "下半年计划及当月活动记录",
        "牵头单位": "青石村党支部",
        "配合单位": "",
        "阶段节点": "",
        "备注": "",
    },
    "responsibilities": {
        "责任主体": "青石村党支部",
        "责任单位": "青石村党支部",
        "责任要求": "每月按时开展，改期有手续。",
        "备注": "",
    },
    "ledger": {
        "责任主体": "青石村党支部",
        "退回次数": 2,
        "异议及处理": "1件异议（不成立：1）",
        "满意度": "",
    },
}
"""What is the same whenever one looks."""


def test_every_list_of_a_case_to_which_everything_happened(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    returned_and_extended(play)
    objected_to(play)
    failed_twice(play)
    play.go_on_to(CaseStage.CLOSED)
    for name in LISTS:
        assert lines(name, town.officer) == [line(play, name, STRUCK_OFF)], name
    found_again(play)
    for name in LISTS:
        assert lines(name, town.officer) == [line(play, name, SECOND_ROUND)], name


def returned_and_extended(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    play.take("approve_plan", decision="return", reason=REASON)
    play.bring_to(CaseStage.RECTIFYING)
    assert play.case.due_on is not None
    play.pass_days(2)
    play.ask_extension(play.case.due_on + timedelta(days=7))
    play.take("review_extension")
    play.take("decide_extension")
    play.go_on_to(CaseStage.FIRST_REVIEW)
    measures = list(play.case.plans.latest("pk").measures.values_list("pk", flat=True))
    play.take("first_review", decision="return", reason=REASON, measures=measures)


def objected_to(play: Play) -> None:
    play.go_on_to(CaseStage.IN_NOTICE)
    play.object()
    play.take("handle_objection", decision="dismissed")


def failed_twice(play: Play) -> None:
    """After the second time the plan itself is revised."""
    for _time in range(2):
        play.go_on_to(CaseStage.VERIFYING)
        play.take("assign_verifiers")
        for who in play.town.dis[1:3]:
            play.take("verify", who, **play.failing())
    play.pass_days(1)
    play.begin_change()
    for step in ("change_plan", "advise_change", "approve_change"):
        play.take(step)
    play.go_on_to(CaseStage.VERIFYING)


def found_again(play: Play) -> None:
    """As far as the plan of the second round."""
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    play.take("decide_relapse")
    play.go_on_to(CaseStage.RECTIFYING)


STRUCK_OFF: dict[str, dict[str, Value]] = {
    "problems": {"公开范围": "全镇党内", "状态": "已销号", "备注": ""},
    "tasks": {
        "整改措施": "制定全年计划并在公开栏张贴，改期须报批。",
        "开始时间": date(2026, 6, 1),
        "完成时限": date(2026, 6, 5),
        "进展情况": "2026年6月1日完成",
        "预警": "",
    },
    "responsibilities": {
        "第一责任人（职务）": "石守信（支部书记） 2026年5月11日–2026年6月9日",
        "完成时限": date(2026, 6, 5),
        "履责情况": "措施已完成1项，共1项",
    },
    "ledger": {
        "方案批准日期及批准人": "2026年6月1日 书怀远",
        "时限（原/延期后）": "2026年5月18日，延至2026年6月5日",
        "完成情况": "已销号（措施已完成1项，共1项）",
        "公示范围及起止": "全镇党内 2026年6月2日–2026年6月8日",
        "验收人及日期": "2026年6月9日 纪清源、纪从严",
        "验收结论": "通过（共验收3次）",
        "销号单号": "松问销〔2026〕1号",
        "销号日期": date(2026, 6, 9),
        "回头看结果": "",
        "轮次": 1,
    },
}
SECOND_ROUND: dict[str, dict[str, Value]] = {
    "problems": {"公开范围": "", "状态": "整改中", "备注": "第2轮"},
    "tasks": {
        "整改措施": "制定下半年计划并张贴，改期须报批。",
        "开始时间": date(2026, 6, 9),
        "完成时限": date(2026, 6, 16),
        "进展情况": "尚未报进展",
        "预警": "临期",
    },
    "responsibilities": {
        "第一责任人（职务）": "石守信（支部书记）",
        "完成时限": date(2026, 6, 16),
        "履责情况": "措施已完成0项，共1项",
    },
    "ledger": {
        "方案批准日期及批准人": "2026年6月9日 书怀远",
        "时限（原/延期后）": "2026年6月16日",
        "完成情况": "整改中（措施已完成0项，共1项）",
        "公示范围及起止": "",
        "验收人及日期": "",
        "验收结论": "",
        "销号单号": "",
        "销号日期": None,
        "回头看结果": "反弹（2026年6月9日）",
        "轮次": 2,
    },
}


def line(play: Play, name: str, then: dict[str, dict[str, Value]]) -> dict[str, Value]:
    case, town = play.case, play.town
    of_case: dict[str, dict[str, Value]] = {
        "problems": {"问题编号": case.number, "问题具体表现": case.description},
        "tasks": {
            "问题编号": case.number,
            "任务编号": f"{case.number}-1",
            "责任人": town.east.clerk.name,
        },
        "responsibilities": {
            "责任领导": town.liaison.name,
            "直接责任人": town.east.clerk.name,
            "责任事项": case.title,
            "对应问题/任务编号": f"{case.number}-1",
            "监督单位": town.discipline.name,
        },
        "ledger": {"问题编号": case.number, "问题": case.title},
    }
    return {**of_case[name], **ALWAYS[name], **then[name]}
