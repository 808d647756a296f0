"""What the words of a plan give cause to ask; hints for people, which refuse nothing (T13)."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ACTIVITIES: Final = (
    "开展", "召开", "组织", "加强", "学习", "培训", "宣传", "制定", "印发", "部署", "传达", "推进",
)  # fmt: skip
_OUTCOMES: Final = (
    "达到", "做到", "实现", "不再", "没有", "按时", "全部", "每月", "每季", "每周", "每年", "一致",
    "到位", "解决", "满意", "率", "均", "杜绝", "清零", "有据", "可查",
)  # fmt: skip
_CALLED_FOR: Final[tuple[tuple[tuple[str, ...], tuple[str, ...], str | Promise], ...]] = (
    (
        ("制度", "机制", "规定不", "无章", "没有规定"),
        ("制度", "机制", "规定", "办法", "规程", "规则"),
        _("The cause speaks of rules that are missing or weak; no measure sets one."),
    ),
    (
        ("监督", "督促", "检查", "无人管", "没人管", "无人过问"),
        ("检查", "督促", "监督", "通报", "抽查", "查看", "报批", "报告", "考核", "公布", "张贴"),
        _("The cause speaks of missing supervision; no measure says who looks, and when."),
    ),
    (
        ("不懂", "不会", "不熟", "不了解", "业务能力", "不清楚"),
        ("培训", "学习", "辅导", "讲解", "指导", "帮带"),
        _("The cause speaks of missing knowledge; no measure teaches anybody."),
    ),
    (
        ("分工", "责任不", "无人负责", "没人负责", "推诿", "人手"),
        ("分工", "明确", "专人", "责任", "指定", "落实到人"),
        _("The cause speaks of unclear duties; no measure names who answers for what."),
    ),
    (
        ("经费", "资金", "设施", "场地"),
        ("经费", "资金", "筹", "申请", "维修", "购置", "调剂", "场地", "设施"),
        _("The cause speaks of means that are missing; no measure provides them."),
    ),
)
"""What a cause speaks of, what a measure would then speak of, and the hint when none does."""


def is_activity(outcome: str) -> bool:
    """It says what will be done, and by nothing what will be different."""
    if any(sign.isdigit() for sign in outcome) or _speaks_of(outcome, _OUTCOMES):
        return False
    return _speaks_of(outcome, _ACTIVITIES)


def uncalled(cause: str, measures: Iterable[str]) -> list[str | Promise]:
    """What the cause calls for and no measure deals with."""
    words = "\n".join(measures)
    return [
        hint
        for called_by, answered_by, hint in _CALLED_FOR
        if _speaks_of(cause, called_by) and not _speaks_of(words, answered_by)
    ]


def _speaks_of(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
