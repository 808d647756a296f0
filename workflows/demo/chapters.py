"""Stretches of the way that several of the demo's cases have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from rectification.models import Measure
from rectification.web.signing import PASSWORD
from workflows.demo.cases import GEN, OFFICE, ORG, PSE, PUB, Problems, evidence
from workflows.demo.stage import Stage


@dataclass(frozen=True)
class Owner:
    """Who answers for a case: the branch, its secretary, or the member it is about."""

    unit: str
    secretary: str
    member: str = ""

    @property
    def hand(self) -> str:
        return self.member or self.secretary


def report(
    stage: Stage, key: str, at: datetime, who: str, text: str, file: str, *, completes: bool = False
) -> None:
    """One progress note with evidence on the first open measure of the person's unit."""

    def measure(case: Any) -> int:
        open_measures = Measure.objects.filter(plan__case=case, done_at__isnull=True)
        own = open_measures.filter(organisation__appointments__person__code=who)
        personal = open_measures.filter(person__code=who)
        return (personal or own).earliest("position").pk

    stage.step(
        key,
        at,
        who,
        "carry_out",
        decision="report",
        measure=measure,
        text=text,
        completes="on" if completes else "",
        made_on=at.date().isoformat(),
        uploads=[evidence(file)],
    )


def until_review(
    stage: Stage, problems: Problems, key: str, number: int, *, ago: int, owner: Owner
) -> None:
    """From dispatch to the report of the effect, for one unit; three weeks before `ago`."""
    problems.dispatch(key, stage.moment(ago + 14))
    stage.step(key, stage.moment(ago + 13), owner.hand, "claim", decision="claim")
    problems.plan(key, number, stage.moment(ago + 12), owner.hand, ("", owner.unit, owner.hand, 6))
    if not owner.member:
        advise(stage, key, stage.moment(ago + 11), "责任人和成果形式明确，同意报批。")
    approver = owner.secretary if owner.member else PSE
    stage.step(key, stage.moment(ago + 10), approver, "approve_plan", decision="approve")
    carry_out(stage, key, ago + 7, owner.hand)
    stage.step(
        key,
        stage.moment(ago + 6),
        owner.hand,
        "report_effect",
        statement="问题所述情形已经改正，并落实到人、按月检查。",
    )


def advise(stage: Stage, key: str, at: datetime, advice: str) -> None:
    stage.step(key, at, ORG, "advise_plan", decision="advise", advice=advice)


def carry_out(stage: Stage, key: str, ago: int, who: str) -> None:
    """Everything done and proved on one day."""
    done = "已按措施办完，情况见所附材料。"
    report(stage, key, stage.moment(ago), who, done, "办理情况", completes=True)
    stage.step(key, stage.moment(ago, 16), who, "carry_out", decision="finish")


def publish(
    stage: Stage, key: str, *, ago: int, scope: str, title: str, text: str, owner: str
) -> None:
    """The five steps before the notice, the person concerned heard in between."""
    stage.step(
        key,
        stage.moment(ago + 3, 9),
        OFFICE,
        "propose_publication",
        decision="publish",
        scope=scope,
        title=title,
        text=text,
        working_days="5",
        necessity="便于知情人了解整改结果。",
    )
    stage.step(key, stage.moment(ago + 3, 11), GEN, "review_secrecy", decision="clear")
    stage.step(key, stage.moment(ago + 3, 15), ORG, "check_redaction", decision="confirm")
    stage.step(key, stage.moment(ago + 2), owner, "hear_person", decision="no_objection")
    stage.step(key, stage.moment(ago + 1), PSE, "approve_publication", decision="approve")
    stage.step(key, stage.moment(ago, 10), PUB, "post_notice", decision="post")


def passed() -> dict[str, Any]:
    """A verifier's sheet with nothing left open."""
    sheet: dict[str, Any] = {
        "methods": ["files", "on_site"],
        "on_site": "on",
        "conclusion": "passed",
        PASSWORD: settings.DEMO_PASSWORD,
        "statement": "已查阅材料并到现场查看，措施落实，问题已改正。",
    }
    for number in range(1, 9):
        sheet[f"V{number}-answer"] = "yes" if number < 7 else "na"
        sheet[f"V{number}-reason"] = "" if number < 7 else "本事项不涉及此项。"
    return sheet
