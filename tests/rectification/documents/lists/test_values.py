"""Each list of docs/rules.md 5: its columns, and every value for a case that ran its whole way."""

import re
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from rectification.documents.lists import LISTS, ListReader, Value
from rectification.enums import CaseStage
from rectification.models import Case, CaseParty, LookBack, Person
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.selectors.lists import waivers_in
from tests.days import at
from tests.factories import Township, case_in, rights
from tests.full_case import line_of_a_list
from tests.rectification.web.desk import share
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of

pytestmark = pytest.mark.django_db

COLUMNS = {
    "problems": "问题编号 来源（批次/文号） 责任层级 责任主体 问题类别 问题具体表现 对照标准 "
    "发现时间 认领方式及时间 问题程度 整改类型 公开范围 状态 备注",
    "tasks": "问题编号 整改目标 任务编号 整改措施 成果形式 牵头单位 配合单位 责任人 开始时间 "
    "完成时限 阶段节点 进展情况 预警 备注",
    "responsibilities": "责任主体 第一责任人（职务） 责任领导 责任单位 直接责任人 责任事项 "
    "对应问题/任务编号 责任要求 完成时限 监督单位 履责情况 备注",
    "ledger": "问题编号 问题 责任主体 方案批准日期及批准人 时限（原/延期后） 完成情况 退回次数 "
    "公示范围及起止 异议及处理 满意度 验收人及日期 验收结论 销号单号 销号日期 回头看结果 轮次",
}


def lines(name: str, reader: Person) -> list[dict[str, Value]]:
    """The list as its reader has it, in Chinese, by column."""
    kind = LISTS[name]
    authority = authority_of(user_of(reader))
    found = ListReader(kind, authority, today(), current_calendar())
    with translation.override("zh-hans"):
        labels = [str(column.label) for column in kind.columns]
        cases = found.prepared(Case.objects.filter(number__isnull=False).order_by("number"))
        return [dict(zip(labels, row.values, strict=True)) for row in found.rows_of(list(cases))]


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_those_of_the_rules(name: str) -> None:
    """docs/rules.md 5, behind the place in the list, which every file has in front."""
    with translation.override("zh-hans"):
        labels = [str(column.label) for column in LISTS[name].columns]
        title = LISTS[name].label
    assert labels == COLUMNS[name].split()
    rules = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    (told,) = re.findall(rf"^- {title}: 序号, ([^;\n]+)", rules, re.M)
    assert labels == told.split(", ")


@pytest.fixture
def closed(town: Township, clock: time_machine.Traveller) -> Case:
    play = Play(town, clock)
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    play.take("approve_plan", decision="return", reason=REASON)
    return play.bring_to(CaseStage.CLOSED)


def test_list_of_problems(town: Township, closed: Case) -> None:
    assert lines("problems", town.officer) == [
        {
            "问题编号": closed.number,
            "来源（批次/文号）": "自行查摆",
            "责任层级": "支部级",
            "责任主体": "青石村党支部",
            "问题类别": "B 组织生活不规范",
            "问题具体表现": closed.description,
            "对照标准": "",
            "发现时间": date(2026, 5, 11),
            "认领方式及时间": "主动认领（2026年5月11日）",
            "问题程度": "一般",
            "整改类型": "限期整改",
            "公开范围": "全镇党内",
            "状态": "已销号",
            "备注": "",
        }
    ]


def test_list_of_tasks(town: Township, closed: Case) -> None:
    assert lines("tasks", town.officer) == [
        {
            "问题编号": closed.number,
            "整改目标": "每月按时开展，改期有手续。",
            "任务编号": f"{closed.number}-1",
            "整改措施": "制定下半年计划并张贴，改期须报批。",
            "成果形式": "下半年计划及当月活动记录",
            "牵头单位": "青石村党支部",
            "配合单位": "",
            "责任人": town.east.clerk.name,
            "开始时间": date(2026, 5, 11),
            "完成时限": date(2026, 5, 18),
            "阶段节点": "",
            "进展情况": "2026年5月11日完成",
            "预警": "",
            "备注": "",
        }
    ]


def test_list_of_responsibilities(town: Township, closed: Case) -> None:
    assert lines("responsibilities", town.officer) == [
        {
            "责任主体": "青石村党支部",
            "第一责任人（职务）": (
                f"{town.east.secretary.name}（支部书记） 2026年5月11日–2026年5月19日"
            ),
            "责任领导": town.liaison.name,
            "责任单位": "青石村党支部",
            "直接责任人": town.east.clerk.name,
            "责任事项": closed.title,
            "对应问题/任务编号": f"{closed.number}-1",
            "责任要求": "每月按时开展，改期有手续。",
            "完成时限": date(2026, 5, 18),
            "监督单位": town.discipline.name,
            "履责情况": "措施已完成1项，共1项",
            "备注": "",
        }
    ]


def test_ledger(town: Township, closed: Case) -> None:
    assert lines("ledger", town.officer) == [
        {
            "问题编号": closed.number,
            "问题": closed.title,
            "责任主体": "青石村党支部",
            "方案批准日期及批准人": f"2026年5月11日 {town.pse.name}",
            "时限（原/延期后）": "2026年5月18日",
            "完成情况": "已销号（措施已完成1项，共1项）",
            "退回次数": 1,
            "公示范围及起止": "全镇党内 2026年5月12日–2026年5月18日",
            "异议及处理": "",
            "满意度": "",
            "验收人及日期": f"2026年5月19日 {town.dis[1].name}、{town.dis[2].name}",
            "验收结论": "通过",
            "销号单号": closed.closures.get().number,
            "销号日期": date(2026, 5, 19),
            "回头看结果": "",
            "轮次": 1,
        }
    ]


def test_who_reads_along_reads_no_names_of_the_owner(town: Township, closed: Case) -> None:
    """The party secretary reads branch cases without the names of the owner's side (4.9)."""
    (line,) = lines("responsibilities", town.pse)
    withheld = {label for label, value in line.items() if value == "略"}
    assert withheld == set()
    CaseParty.objects.all().delete()
    (line,) = lines("responsibilities", town.pse)
    withheld = {label for label, value in line.items() if value == "略"}
    assert withheld == {"第一责任人（职务）", "直接责任人"}
    assert town.east.clerk.name not in str(line)
    assert town.east.secretary.name not in str(line)


def test_withheld_stands_whether_or_not_there_is_something(town: Township, closed: Case) -> None:
    """A case that the reader does not see at all gives nothing away, not even an empty field."""
    (line,) = lines("ledger", town.west.secretary)
    assert set(line.values()) == {"略"}


def test_everything_that_can_happen_is_in_the_ledger(
    town: Township, clock: time_machine.Traveller
) -> None:
    """An objection was answered, it was struck off, and somebody looked again."""
    play = Play(town, clock)
    play.bring_to(CaseStage.IN_NOTICE)
    play.object()
    play.take("handle_objection", decision="dismissed")
    play.go_on_to(CaseStage.VERIFYING)
    (line,) = lines("ledger", town.officer)
    assert line["异议及处理"] == "1件异议（不成立：1）"
    assert line["完成情况"] == "待验收（措施已完成1项，共1项）"
    play.go_on_to(CaseStage.CLOSED)
    LookBack.objects.create(
        case=play.case,
        round=1,
        kind="after_closing",
        ground="due",
        begins_on=date(2026, 8, 19),
        due_on=date(2026, 11, 19),
        result="consolidated",
        found_at=at("2026-11-09"),
        ended_at=at("2026-11-09"),
    )
    assert lines("ledger", town.officer)[0]["回头看结果"] == "巩固（2026年11月9日）"


def test_waiver_says_its_ground(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", decision="waive", ground="privacy", reason=REASON)
    assert lines("ledger", town.officer)[0]["公示范围及起止"] == ""
    play.take("approve_publication")
    play.take("agree_waiver")
    assert lines("ledger", town.officer)[0]["公示范围及起止"] == "不公开（当事人隐私）"
    assert waivers_in(Case.objects.all(), rights(town.officer)) == {"privacy": 1}
    assert waivers_in(Case.objects.all(), rights(town.west.secretary)) == {}


def test_what_only_some_cases_have_stands_in_its_column(town: Township) -> None:
    """The document a case came in, its standard, marks of it; milestones, and a unit that has not
    answered."""
    fields = {"source": "inspection", "standard_ref": "组织生活有关规定", "is_common": True}
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer, **fields)
    line_of_a_list(case)
    case.paused = True
    case.save()
    (line,) = lines("problems", town.officer)
    wanted = {
        "来源（批次/文号）": "巡察反馈（云巡反〔2026〕3号）",
        "对照标准": "组织生活有关规定",
        "状态": "整改中（已中止）",
        "备注": "共性问题",
    }
    assert {label: line[label] for label in wanted} == wanted
    measure = case.plans.get().measures.get()
    for day, text in ((date(2026, 5, 20), "完成初稿"), (date(2026, 6, 1), "张贴")):
        measure.milestones.create(due_on=day, text=text)
    share(case, town.west.organisation, answer="")
    case.plans.get().measures.update(organisation=town.west.organisation)
    (line,) = lines("tasks", town.officer)
    wanted = {
        "配合单位": "白塔村党支部",
        "阶段节点": "2026年5月20日 完成初稿；2026年6月1日 张贴",
        "预警": "",
        "备注": "该单位尚未确认",
    }
    assert {label: line[label] for label in wanted} == wanted
    units = [line["责任单位"] for line in lines("responsibilities", town.officer)]
    assert units == ["青石村党支部"]


def test_tasks_of_a_co_unit_are_its_own(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.RECTIFYING, co_units=[town.west.organisation])
    own = lines("tasks", town.west.secretary)
    everything = lines("tasks", town.officer)
    assert [line["配合单位"] for line in own] == ["白塔村党支部"]
    assert len(everything) > len(own)
    assert own[0]["整改措施"] == everything[-1]["整改措施"]
    assert {label for label, value in own[0].items() if value == "略"} == {"整改目标", "责任人"}
