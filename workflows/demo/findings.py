"""What the demo's township found on the spot: a visit, a meeting, a draw, and two routing rules."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from rectification.acting import acting_as
from rectification.enums import DeadlineClass, OccasionKind, OrganisationKind, Sector, SourceKind
from rectification.models import Occasion, Person
from rectification.services.draws import draw_sample
from rectification.services.occasions import correct_occasion, enter_occasion
from rectification.services.routing import confirm_rule, enter_rule, try_rule
from workflows.demo.cases import OFFICE, organisation
from workflows.demo.stage import Stage, user_of

LIAISON, SECRETARY, FIRST = "M-0103", "M-0115", "M-0101"


def write_findings(stage: Stage) -> None:
    visit(stage, stage.moment(6, 15))
    meeting(stage, stage.moment(4, 16))
    committee_meeting(stage, stage.moment(3, 17))
    correction(stage, stage.moment(3, 18))
    draw(stage, stage.moment(3, 9))
    rules(stage, stage.moment(2, 10))


def visit(stage: Stage, at: datetime) -> None:
    """The liaison leader stayed in a village; nobody has raised a problem from it yet."""
    finding = "党务公开栏已更新，但便民代办值班表未张贴，群众不清楚赶集日以外何时有人值班。"
    enter(stage, at, LIAISON, "东篱村党支部", SourceKind.VISIT, OccasionKind.STAY, finding)


def meeting(stage: Stage, at: datetime) -> None:
    finding = "会上提出外出党员参加组织生活不经常，需要确定联系人和线上参加的办法。"
    place, kind = "东篱村党支部", OccasionKind.THEME_DAY
    enter(stage, at, SECRETARY, place, SourceKind.MEETING, kind, finding, present=23)


def committee_meeting(stage: Stage, at: datetime) -> None:
    """The committee looked at itself; a problem of its own level can be raised from it."""
    finding = "会上查摆出“三重一大”事项会前听取意见不充分，三次会议的材料当天才送到。"
    place, kind = "中共松澜镇委员会", OccasionKind.DEMOCRATIC_LIFE
    enter(stage, at, FIRST, place, SourceKind.MEETING, kind, finding, present=9)


def correction(stage: Stage, at: datetime) -> None:
    """The secretary had counted two too many."""

    def play() -> None:
        met = Occasion.objects.get(kind=OccasionKind.THEME_DAY, entered_by__code=SECRETARY)
        with acting_as(user_of(SECRETARY).pk):
            correct_occasion(
                occasion=met,
                by=_person(SECRETARY),
                reason="到会人数登记有误，按签到册更正。",
                kind=met.kind,
                organisation=met.organisation,
                held_on=met.held_on,
                finding=met.finding,
                present=21,
            )

    stage.add(at, play)


def enter(
    stage: Stage,
    at: datetime,
    who: str,
    place: str,
    source: SourceKind,
    kind: OccasionKind,
    finding: str,
    **there: Any,
) -> None:
    def play() -> None:
        by = _person(who)
        with acting_as(user_of(who).pk):
            enter_occasion(
                by=by,
                source=source,
                kind=kind,
                organisation=organisation(place),
                held_on=timezone.localdate(),
                finding=finding,
                **(there or {"people": [by]}),
            )

    stage.add(at, play)


def draw(stage: Stage, at: datetime) -> None:
    def play() -> None:
        with acting_as(user_of(OFFICE).pk):
            draw_sample(
                by=_person(OFFICE),
                committee=organisation("中共松澜镇委员会"),
                name="主题党日开展情况抽查",
                kind=OrganisationKind.BRANCH,
                sector=Sector.RURAL,
                size=2,
            )

    stage.add(at, play)


def rules(stage: Stage, at: datetime) -> None:
    """In force when the report that waits for intake came in."""

    def play() -> None:
        _rule("自学计划类限期整改", SourceKind.SELF_CHECK, "学习", DeadlineClass.LIMITED)
        _rule("党员管理类限期整改", SourceKind.SELF_FOUND, "党员", DeadlineClass.LIMITED)

    stage.add(at, play)


def _rule(name: str, source: SourceKind, keyword: str, deadline_class: DeadlineClass) -> None:
    with acting_as(user_of(OFFICE).pk):
        by = _person(OFFICE)
        made = enter_rule(
            by=by,
            committee=organisation("中共松澜镇委员会"),
            name=name,
            source=source,
            keyword=keyword,
            deadline_class=deadline_class,
        )
        try_rule(rule=made, by=by)
        confirm_rule(rule=made, by=by)


def _person(code: str) -> Person:
    return Person.objects.get(code=code)
