"""Every component with sample data, for the tests that look at the components."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms

from rectification.enums import CaseStage
from rectification.web.months import MonthDay
from rectification.web.parts import (
    Act,
    ActKind,
    Cell,
    CellKind,
    Column,
    Crumb,
    Entry,
    Holder,
    Light,
    NavItem,
    NoticeSheet,
    Refusal,
    Row,
    TreeNode,
    Turn,
    WhyNot,
)
from rectification.web.path import Stop, build_path
from tests.days import SHANGHAI

TITLE = "党员联户登记与实际走访不符"

GALLERY = Path(__file__).with_name("gallery.html").read_text()


class SampleForm(forms.Form):
    reason = forms.CharField(
        label="退回理由", min_length=10, widget=forms.Textarea, help_text="不少于10个字。"
    )
    conclusion = forms.ChoiceField(
        label="结论",
        choices=[("pass", "通过，进入公示审查"), ("return", "退回责任主体补充")],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label="配合单位",
        choices=[("a", "西渚村党支部"), ("b", "南坡村党支部")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_on = forms.DateField(label="整改时限", required=False)
    category = forms.ChoiceField(label="类别", choices=[("E", "E 担当作为")])
    evidence = forms.FileField(label="佐证材料", required=False)
    truthful = forms.BooleanField(label="我对上述内容的真实性负责")
    token = forms.CharField(widget=forms.HiddenInput, initial="hidden-token", required=False)


class SampleFilters(forms.Form):
    stage = forms.ChoiceField(label="阶段", choices=[("", "全部"), ("planning", "方案编制")])
    number = forms.CharField(label="编号", required=False)


def sample_path(stage: str = CaseStage.FIRST_REVIEW, **given: Any) -> Any:
    done_on = {
        Stop.FOUND: date(2026, 10, 12),
        Stop.CLAIM: date(2026, 10, 14),
        Stop.PLAN: date(2026, 10, 23),
        Stop.RECTIFY: date(2026, 11, 20),
    }
    return build_path(
        stage=stage,
        **{
            "done_on": done_on,
            "due_on": date(2026, 11, 27),
            "notes": {Stop.NOTICE: "5个工作日"},
            **given,
        },
    )


def sample_turn(**given: Any) -> Turn:
    return Turn(
        **{
            "step": "初核",
            "task": "3项措施都已完成并附佐证，请核对材料是否齐全。",
            "due_on": date(2026, 11, 27),
            "light": Light("green", "剩4个工作日"),
            "why": ("从11月24日起算，3个工作日", "11月28日、29日为周末，不计"),
            "acts": (
                Act("通过，进入公示审查", "/act/pass", due=True),
                Act("退回", "/act/return"),
                Act("征求意见", "/act/consult"),
                Act("转办", "/act/hand-over"),
            ),
            **given,
        }
    )


def sample_why_not() -> WhyNot:
    return WhyNot(
        what="验收",
        why="案件涉及本人所在支部，依规回避。",
        instead="由镇纪委办理；轮到您时，会出现在您的待办中。",
        rule="4.4",
        url="/authority/#verify",
    )


def sample_work() -> list[Row]:
    return [
        Row(
            "回复督办单：两个月未按时开展主题党日",
            "/cases/7/",
            Light("red", "逾期2个工作日"),
            ("2026-B-0007", "督办单第12号", "应于11月19日前回复"),
            act=Act("回复", "/act/7", due=True, about="两个月未按时开展主题党日"),
        ),
        Row(
            "填写进展：活动阵地标识破损未更换",
            "/cases/21/",
            Light("green", "剩4个工作日"),
            ("2026-B-0021", "东篱村党支部", "第2项措施"),
            act=Act("填写", "/act/21"),
        ),
        Row(
            "学习签到与实际参加情况不一致",
            "/cases/3/",
            Light("yellow", "等3个工作日"),
            ("镇纪委验收", "等待第二位验收人签字"),
            act=Act("催办", "/urge/3", kind=ActKind.POST, idempotency_key="urge-3"),
            unread=True,
        ),
    ]


def sample_measures() -> list[list[Any]]:
    return [
        [
            "重新核定联户名单",
            "东篱村党支部",
            date(2026, 10, 30),
            Cell(light=Light("blue", "已完成")),
        ],
        [
            Cell("走访后由联户对象确认", "/cases/17/measures/2", meta="未走访的如实登记"),
            "西渚村党支部",
            date(2027, 1, 5),
            Cell(percent=60),
        ],
    ]


def sample_notice() -> NoticeSheet:
    return NoticeSheet(
        "关于党务公开栏更新不及时问题整改情况的公示",
        "问题：公开栏内容仍为上一季度。\n\n整改：已全部更新，明确专人每月5日前检查更新。",
        "/board/1/",
        ("西渚村党支部", "公示 11月20日至11月26日", "联系：领导小组办公室"),
        Light("green", "还有3个工作日"),
        Act("提出异议", "/board/1/object"),
    )


def sample_frame() -> dict[str, Any]:
    """What the context processor would say; the head of an office is the longest."""
    return {
        "user": SimpleNamespace(is_authenticated=True),
        "nav": [
            NavItem("待办", "/"),
            NavItem("事项", "/cases/", current=True),
            NavItem("公示栏", "/board/"),
            NavItem("批量受理", "/intake/"),
            NavItem("走访督导会议", "/occasions/"),
            NavItem("意见", "/opinions/"),
        ],
        "messages_item": NavItem("消息", "/messages/", count=100),
        "holder": Holder("欧阳程立夏", ("东篱村党支部 党支部书记",)),
        "office_name": "中共松澜镇委员会",
    }


def sample_columns() -> list[Column]:
    return [
        Column("措施"),
        Column("责任单位"),
        Column("时限", CellKind.DATE),
        Column("进展", CellKind.SIGN),
    ]


def sample_cases() -> list[Row]:
    return [
        Row(
            TITLE,
            "/cases/17/",
            Light("green"),
            ("2026-B-0017", "东篱村党支部"),
            tags=("群众意见",),
            stage="初核",
            due_on=date(2026, 11, 27),
        ),
        Row("公开承诺事项未按期兑现", "/cases/9/", Light("blue"), ("2026-M-0009",), stage="已销号"),
    ]


def sample_entries() -> list[Entry]:
    return [
        Entry("主题党日", date(2026, 11, 28), ahead=True),
        Entry("提交初核", datetime(2026, 11, 20, 16, 40, tzinfo=SHANGHAI), "程立夏"),
        Entry(
            "方案退回",
            datetime(2025, 10, 21, 9, 5, tzinfo=SHANGHAI),
            "沈怀川",
            "缺少补访时限，\n请补充。",
            "/events/4",
        ),
    ]


def sample_form() -> dict[str, Any]:
    return {
        "form": SampleForm({"reason": "太短", "conclusion": "", "due_on": "2026-13-01"}),
        "form_acts": [
            Act("退回责任主体", kind=ActKind.SUBMIT, due=True, name="decision", value="return"),
            Act("返回", "/cases/17/"),
        ],
        "filters": SampleFilters(),
    }


def sample_tree() -> list[TreeNode]:
    branch = TreeNode("柳塘第二党支部", "/o/3", ["SL-32", "书记：滕有余", "4名党员"])
    closed = TreeNode("北陇村党支部", "/o/4", ["SL-24"], Light("grey", "已撤销"))
    general = TreeNode("柳塘村党总支", "/o/2", ["SL-30", "书记：柳承志"], below=[branch])
    return [TreeNode("中共松澜镇委员会", "/o/1", ["SL-00"], below=[general, closed])]


def sample_month() -> dict[str, Any]:
    """A week with a day off, the theme day, and more on one day than stands open."""
    due = Row("2026-B-0017 " + TITLE, "/cases/17", Light("yellow", "剩1个工作日"), ["整改到期"])
    rows = {27: [due] * 4, 28: [due]}
    tags = {28: ["休息：周末", "主题党日"], 29: ["休息：周末"]}
    days = [
        MonthDay(
            on=date(2026, 11, day),
            title="星期六",
            tags=tags.get(day, []),
            is_today=day == 26,
            is_off=day in tags,
            rows=rows.get(day, []),
        )
        for day in range(23, 30)
    ]
    return {
        "weeks": [days],
        "weekdays": ["一", "二", "三", "四", "五", "六", "日"],
        "caption": "月历",
        "theme_day": date(2026, 11, 28),
        "theme_url": "/months/1/theme-day/",
    }


def gallery_context() -> dict[str, Any]:
    return {
        "case": {
            "title": TITLE,
            "tags": ["支部层面", "限期整改", "群众意见"],
            "light": Light("green", "按期 · 剩14个工作日"),
        },
        "crumbs": [Crumb("事项", "/cases/"), Crumb("2026-B-0017")],
        "path": sample_path(),
        "turn": sample_turn(),
        "waiting": sample_turn(
            holder="镇纪委",
            step="验收",
            acts=(),
            why=(),
            why_url="/why/1",
            why_not=[sample_why_not()],
        ),
        "counts": {"inbox": 4, "copies": 120},
        "work": sample_work(),
        "columns": sample_columns(),
        "measures": sample_measures(),
        "cases": sample_cases(),
        "notice": sample_notice(),
        "refusal": Refusal(
            "本人参与整改，不能初核。",
            "docs/rules.md T20",
            Act("转请联系领导初核", "/act/redirect"),
        ),
        "facts": [("责任主体", "东篱村党支部"), ("整改时限", date(2026, 12, 11)), ("配合单位", "")],
        "entries": sample_entries(),
        "tree": sample_tree(),
        "report": Act("报告一个问题", "/problems/new"),
        "month": sample_month(),
        **sample_form(),
    }
