"""The usual way of a case of the demo from its dispatch on, each step on a day of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from rectification.enums import Step
from rectification.models import Case
from workflows.demo.cases import GEN, OFFICE, SECOND, Problems, evidence, organisation, person_key
from workflows.demo.chapters import passed
from workflows.demo.notices import NOTICES
from workflows.demo.stage import Stage

Answer = Mapping[str, Any]

DAYS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "dispatch": (2, 9),
        "claim": (3, 9),
        "draft_plan": (4, 9),
        "advise_plan": (5, 9),
        "approve_plan": (6, 9),
        "carry_out": (9, 9),
        "finish": (9, 16),
        "report_effect": (10, 9),
        "first_review": (11, 9),
        "propose_publication": (12, 9),
        "review_secrecy": (12, 11),
        "check_redaction": (12, 15),
        "hear_person": (13, 9),
        "approve_publication": (14, 9),
        "agree_scope": (14, 15),
        "agree_waiver": (14, 15),
        "post_notice": (15, 10),
        "assign_verifiers": (22, 9),
        "name_outsider": (22, 15),
        "verify": (23, 9),
        "verify again": (24, 9),
    }
)
"""Working days after the report, and the hour; the notice is over after the twentieth."""
TWICE: Final = {"finish": "carry_out", "verify again": "verify"}


@dataclass(frozen=True)
class Way:
    """`reported` is so many working days ago; `last` is the last step that is taken.

    `leaves_out` are steps that this case does not have; `hands` say who takes a step where it is
    not simply the first who may.
    """

    number: int
    reported: int
    last: str
    unit: str
    hand: str
    leaves_out: frozenset[str] = frozenset()
    hands: Mapping[str, str] = field(default_factory=dict)
    days: int = 10
    says: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"no. {self.number}"


def go(stage: Stage, problems: Problems, way: Way) -> None:
    """Every step up to the last one, as the sample says and else as usual."""
    usual = _usual(problems, way)
    for name, (after, hour) in DAYS.items():
        if name not in way.leaves_out:
            step = TWICE.get(name, name)
            at = stage.moment(way.reported - after, hour)
            data = {**usual.get(name, {}), **way.says.get(name, {})}
            who = way.hands.get(name, _HANDS.get(step, ""))
            stage.step(way.key, at, who, step, **{**data, **_dated(problems, way, name, at)})
        if name == way.last:
            return
    raise ValueError(f"no step is called {way.last}")


_HANDS: Final[Mapping[str, str]] = {
    Step.DISPATCH: OFFICE,
    Step.PROPOSE_PUBLICATION: SECOND,
    Step.REVIEW_SECRECY: GEN,
}


def _usual(problems: Problems, way: Way) -> Mapping[str, Answer]:
    row = problems.rows[way.number]
    title, text = NOTICES.get(way.number, ("", ""))
    return {
        "dispatch": {"decision": "dispatch", "lead": lambda case: case.owner_organisation_id},
        "claim": {"decision": "claim"},
        "advise_plan": {"decision": "advise", "advice": "责任人和成果形式明确，同意报批。"},
        "approve_plan": {"decision": "approve", "minutes_number": "党委会纪要〔2026〕11号"},
        "finish": {"decision": "finish"},
        "report_effect": {"statement": "问题所述情形已经改正，并落实到人、按月检查。"},
        "first_review": {"decision": "pass"},
        "propose_publication": {
            "decision": "publish",
            "scope": row["scope"],
            "title": title,
            "text": text,
            "working_days": "5",
            "necessity": "便于知情人了解整改结果。",
        },
        "review_secrecy": {"decision": "clear"},
        "check_redaction": {"decision": "confirm"},
        "hear_person": {"decision": "no_objection"},
        "approve_publication": {"decision": "approve"},
        "agree_scope": {"decision": "agree"},
        "agree_waiver": {"decision": "agree"},
        "post_notice": {"decision": "post"},
        "assign_verifiers": _verifiers("M-0302", "M-0309"),
        "name_outsider": {"outsider": person_key("M-0242")},
        "verify": passed(),
        "verify again": passed(),
    }


def _verifiers(first: str, second: str) -> Answer:
    return {"first": person_key(first), "second": person_key(second)}


def named(first: str, second: str) -> Mapping[str, Answer]:
    """Whom the leading group names."""
    return {"assign_verifiers": _verifiers(first, second)}


def _dated(problems: Problems, way: Way, name: str, at: datetime) -> Answer:
    """What depends on the day or on the case as it then is."""
    row = problems.rows[way.number]
    if name == "draft_plan":
        return {
            "decision": "submit",
            "cause": "日常提醒和检查不够经常，责任没有落到具体人。",
            "target_outcome": f"“{row['title']}”的情形不再出现，有人管、可检查。",
            "measure-0-text": row["measure"],
            "measure-0-deliverable": row["deliverable"],
            "measure-0-organisation": organisation(way.unit).pk,
            "measure-0-person": person_key(way.hand),
            "measure-0-due_on": problems.due(at, way.days).isoformat(),
        }
    if name == "carry_out":
        return {
            "decision": "report",
            "measure": _measure,
            "text": "已按措施办完，情况见所附材料。",
            "completes": "on",
            "made_on": at.date().isoformat(),
            "uploads": [evidence(f"{row['title']}办理情况")],
            **way.says.get(name, {}),
        }
    return {}


def _measure(case: Case) -> int:
    plan = case.plans.latest("pk")
    return plan.measures.get().pk
