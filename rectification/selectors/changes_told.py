"""Which rows of a case tell their changes, and with which group of fields each is read.

What stands in no line of `TOLD` is told nowhere (docs/rules.md 4.9).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rectification.models import (
    Assignment,
    Case,
    Claim,
    Closure,
    Dispute,
    Evidence,
    Extension,
    LookBack,
    Measure,
    Milestone,
    Notice,
    NoticeChannel,
    Objection,
    Pause,
    Plan,
    PlanStatus,
    Progress,
    PublicationDecision,
    Reclassification,
    SupervisionOrder,
    VerificationAttempt,
)
from rectification.policies.visibility import Field

PUBLIC: Final = frozenset({"title", "text"})
"""Of a publication: what is left out of it stays left out (docs/rules.md 4.6), so it is told of no
row that came or went."""


def _always(_version: Any) -> bool:
    return True


@dataclass(frozen=True)
class Told:
    """A model, by which column it hangs on which other one, and what of it is told to whom.

    `holds` are versions that tell something: of a verification, none before both have signed.
    """

    model: Any
    above: Any
    link: str
    fields: Mapping[str, Field]
    holds: Callable[[Any], bool] = _always


_CASE: Final = {
    **dict.fromkeys(["number", "level", "owner_organisation", "deadline_class"], Field.HEAD),
    **dict.fromkeys(["title", "description"], Field.DESCRIPTION),
    "owner_person": Field.OWNER,
    **dict.fromkeys(
        [
            *("category", "negative_item", "standard_ref", "found_on", "severity"),
            *("severity_reason", "touches_residents", "is_common", "due_on", "paused", "round"),
            *("stage_target", "effect_statement", "outcome"),
        ],
        Field.PLAN,
    ),
    "checked_elsewhere": Field.RECORD,
}
_CLAIM: Final = ("kind", "organisation", "reason", "proposed_owner", "proposed_due_on")
_DISPUTE: Final = (
    *("kind", "reason", "mediation", "agreed", "proposal", "proposal_reason", "decision"),
    *("decision_reason", "decided_owner"),
)
_PLAN: Final = (
    *("status", "cause", "target_outcome", "change_reason", "advice", "return_reason"),
    *("minutes_number", "superior_copy"),
)
_MEASURE: Final = (
    *("text", "deliverable", "organisation", "starts_on", "due_on", "done_at", "dropped_at"),
    "drop_reason",
)
_PROGRESS: Final = ("text", "done_on", "completes")
_EVIDENCE: Final = ("name", "made_on", "late_reason", "replace_reason")
_EXTENSION: Final = ("new_due_on", "reason", "favoured", "advice", "decision", "answer")
_PAUSE: Final = ("ground", "ends_on", "reason", "decision", "answer", "paused_on", "resumed_on")
_RECLASSIFICATION: Final = ("new_class", "new_due_on", "reason", "decision", "answer")
_ORDER: Final = (
    *("number", "ground", "level", "organisation", "facts", "reply_on", "reply", "replied_at"),
    *("talk_on", "void_at", "lapsed_at"),
)
_NOTICE: Final = ("starts_on", "ends_on", "hidden_at", "ended_at", "withdrawn_at")
_ATTEMPT: Final = ("conclusion", "reply_number", "correction_due_on", "void_at")
_CLOSURE: Final = ("number", "kind", "closed_on", "rectified_on", "review_on", "void_at")
_LOOK_BACK: Final = ("kind", "ground", "begins_on", "due_on", "is_relapse", "void_at")

TOLD: Final[Sequence[Told]] = (
    Told(Case, Case, "id", _CASE),
    Told(
        Assignment,
        Case,
        "case_id",
        {**dict.fromkeys(["organisation", "kind", "answer"], Field.SHARE), "reason": Field.RECORD},
    ),
    Told(Claim, Case, "case_id", dict.fromkeys(_CLAIM, Field.RECORD)),
    Told(Dispute, Case, "case_id", dict.fromkeys(_DISPUTE, Field.RECORD)),
    Told(
        Plan,
        Case,
        "case_id",
        dict.fromkeys(_PLAN, Field.PLAN),
        holds=lambda version: version.status != PlanStatus.DRAFT,
    ),
    Told(
        Measure,
        Plan,
        "plan_id",
        {**dict.fromkeys(_MEASURE, Field.SHARE), "person": Field.OWNER},
    ),
    Told(Milestone, Measure, "measure_id", dict.fromkeys(["due_on", "text"], Field.SHARE)),
    Told(Progress, Measure, "measure_id", dict.fromkeys(_PROGRESS, Field.EVIDENCE)),
    Told(Evidence, Progress, "progress_id", dict.fromkeys(_EVIDENCE, Field.EVIDENCE)),
    Told(Extension, Case, "case_id", dict.fromkeys(_EXTENSION, Field.RECORD)),
    Told(Pause, Case, "case_id", dict.fromkeys(_PAUSE, Field.RECORD)),
    Told(Reclassification, Case, "case_id", dict.fromkeys(_RECLASSIFICATION, Field.RECORD)),
    Told(
        SupervisionOrder,
        Case,
        "case_id",
        {**dict.fromkeys(_ORDER, Field.PLAN), "person": Field.OWNER, "talk_note": Field.RECORD},
    ),
    Told(
        PublicationDecision,
        Case,
        "case_id",
        dict.fromkeys(["status", "scope", "working_days", *sorted(PUBLIC)], Field.RECORD),
    ),
    Told(Notice, PublicationDecision, "decision_id", dict.fromkeys(_NOTICE, Field.RESULTS)),
    Told(NoticeChannel, Notice, "notice_id", dict.fromkeys(["kind", "held_on"], Field.RESULTS)),
    Told(
        Objection,
        Case,
        "case_id",
        dict.fromkeys(["kind", "decision"], Field.RESULTS),
        holds=lambda version: version.decided_at is not None,
    ),
    Told(
        VerificationAttempt,
        Case,
        "case_id",
        dict.fromkeys(_ATTEMPT, Field.RESULTS),
        holds=lambda version: version.concluded_at is not None,
    ),
    Told(Closure, Case, "case_id", dict.fromkeys(_CLOSURE, Field.RESULTS)),
    Told(
        LookBack,
        Case,
        "case_id",
        dict.fromkeys(_LOOK_BACK, Field.RESULTS),
        holds=lambda version: version.begun_at is not None,
    ),
)
