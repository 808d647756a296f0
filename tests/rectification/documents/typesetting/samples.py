"""Papers of no case, one for each layout."""

from datetime import date

from rectification.documents.typesetting import Box, Contents, Grid, Layout, Line, Table

DAY = date(2026, 11, 27)
FULL = "整改" * 1200
"""Two signs that stand at no end of a line and are squeezed together nowhere."""
SIGNS = "甲#*$@_\\`~<b>&{{ title }}{% if %}//--\"'[]()=+^|乙"
"""What is markup to typst, to Word or to the template."""


def running(text: str = FULL, title: str = "关于整改情况的通报", **given: object) -> Contents:
    return Contents(
        layout=Layout.RUNNING,
        title=title,
        day=DAY,
        body=[
            Line("总体情况", 1),
            Line("认领情况", 2),
            Line("要点", 3),
            Line("细目", 4),
            Line(text),
        ],
        signature="中共松澜镇委员会",
        signed_on=DAY,
        **given,  # type: ignore[arg-type]
    )


def plain_running() -> Contents:
    return Contents(layout=Layout.RUNNING, title="通报", day=DAY, body=[Line(FULL)])


def form(text: str = "同意", title: str = "整改方案审批表") -> Contents:
    grid = Grid([[Box("问题事项", text)], [Box("责任主体", text), Box("审批意见", text, text, 3)]])
    table = Table(["序号", text], [["1", text]], [1, 5])
    return Contents(layout=Layout.FORM, title=title, day=DAY, about=text, body=[grid, table])


def across(rows: int = 80, text: str = "措施", title: str = "任务清单") -> Contents:
    lines = [[str(number), text] for number in range(1, rows + 1)]
    table = Table(["序号", "整改措施"], lines, [1, 5])
    return Contents(layout=Layout.ACROSS, title=title, day=DAY, body=[table], is_numbered=False)
