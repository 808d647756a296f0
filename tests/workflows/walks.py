"""Walks through the flows as data: who is expected to take which step, and what comes of it.

Written by hand from docs/glossary.md §5 and docs/rules.md, never derived from the code.
"""

from dataclasses import dataclass, field
from typing import Any

from rectification.models import (
    Assignment,
    Case,
    Claim,
    Measure,
    Notice,
    Objection,
    Plan,
    Progress,
    PublicationDecision,
    Verification,
    VerificationAttempt,
)

STAGE = {
    "triage": "submitted",
    "confirm_rejection": "submitted",
    "dispatch": "registered",
    "claim": "pending_claim",
    "assign_owner": "pending_claim",
    "draft_plan": "planning",
    "advise_plan": "plan_review",
    "approve_plan": "plan_review",
    "carry_out": "rectifying",
    "report_effect": "rectifying",
    "first_review": "first_review",
    "propose_publication": "notice_prep",
    "review_secrecy": "notice_prep",
    "check_redaction": "notice_prep",
    "hear_person": "notice_prep",
    "approve_publication": "notice_prep",
    "agree_waiver": "notice_prep",
    "post_notice": "notice_prep",
    "notice_period": "in_notice",
    "assign_verifiers": "verifying",
    "name_outsider": "verifying",
    "verify": "verifying",
    "settle_verification": "verifying",
}
"""The stage a step stands for; steps beside the main process stand for none."""

# step: role, office, who takes it; attributes of the township
BRANCH_CAST = {
    "triage": ("OFF", "office", "intake"),
    "confirm_rejection": ("OFF", "office", "officer"),
    "dispatch": ("OFF", "office", "officer"),
    "claim": ("SEC", "east.organisation", "east.secretary"),
    "assign_owner": ("OFF", "office", "officer"),
    "draft_plan": ("SEC", "east.organisation", "east.secretary"),
    "advise_plan": ("ORG", "organisation_office", "org"),
    "approve_plan": ("PSE", "committee", "pse"),
    "carry_out": ("SEC", "east.organisation", "east.secretary"),
    "report_effect": ("SEC", "east.organisation", "east.secretary"),
    "first_review": ("LIA", "east.organisation", "liaison"),
    "propose_publication": ("OFF", "office", "officer"),
    "review_secrecy": ("GEN", "general_office", "gen"),
    "check_redaction": ("ORG", "organisation_office", "org"),
    "hear_person": ("SEC", "east.organisation", "east.secretary"),
    "approve_publication": ("PSE", "committee", "pse"),
    "agree_waiver": ("DIS", "discipline", "dis.0"),
    "post_notice": ("PUB", "publicity", "pub"),
    "assign_verifiers": ("DIS", "discipline", "dis.0"),
    "name_outsider": ("LG", "leading_group", "lg"),
    "verify": ("DIS", "discipline", "dis.1"),
    "settle_verification": ("DIS", "discipline", "dis.3"),
    "accept_share": ("SEC", "west.organisation", "west.secretary"),
    "handle_objection": ("OFF", "office", "intake"),
    "decide_termination": ("LG", "leading_group", "lg"),
}
_MEMBER = ("MEM", "east.organisation", "east.members.0")
_DEPUTY = ("DPS", "committee", "dps")
_OWNER_STEPS = ("claim", "draft_plan", "carry_out", "report_effect", "hear_person")
CAST = {
    "B": BRANCH_CAST,
    "M": {
        **BRANCH_CAST,
        **dict.fromkeys(_OWNER_STEPS, _MEMBER),
        "approve_plan": ("SEC", "east.organisation", "east.secretary"),
        "first_review": ("SEC", "east.organisation", "east.secretary"),
        "check_redaction": ("OFF", "office", "intake"),
        "approve_publication": ("SEC", "east.organisation", "east.secretary"),
    },
    "C": {
        **BRANCH_CAST,
        **dict.fromkeys(_OWNER_STEPS, _DEPUTY),
        "first_review": ("OFF", "office", "officer"),
    },
}
PERSONAL = {"M": {*_OWNER_STEPS, "verify"}, "B": {"verify"}, "C": {"verify"}}
"""Steps that belong to a person and not to whoever holds the office."""

# step:decision -> verb of the event, model whose history names the actor, messages promised
ACTS: dict[str, tuple[str, type[Any] | None, set[str]]] = {
    "triage:register": ("registered", Case, {"registered"}),
    "triage:reject": ("rejection_proposed", None, set()),
    "confirm_rejection:refuse": ("rejection_refused", None, set()),
    "confirm_rejection:confirm": ("rejected", Case, set()),
    "dispatch:dispatch": ("dispatched", Assignment, {"dispatched"}),
    "claim:claim": ("claimed", Claim, set()),
    "claim:decline": ("claim_declined", Claim, set()),
    "assign_owner:designate": ("owner_designated", Claim, {"owner_designated"}),
    "draft_plan:submit": ("plan_submitted", Plan, set()),
    "advise_plan:advise": ("plan_advised", Plan, set()),
    "approve_plan:return": ("plan_returned", Plan, {"plan_returned"}),
    "approve_plan:approve": ("plan_approved", Plan, {"plan_approved"}),
    "carry_out:report": ("progress_reported", Progress, set()),
    "carry_out:finish": ("measures_done", None, set()),
    "report_effect:report": ("effect_reported", Case, set()),
    "first_review:return": ("review_returned", Measure, {"review_returned"}),
    "first_review:pass": ("review_passed", None, set()),
    "propose_publication:publish": ("publication_proposed", PublicationDecision, set()),
    "propose_publication:waive": ("waiver_proposed", PublicationDecision, set()),
    "review_secrecy:clear": ("secrecy_cleared", PublicationDecision, set()),
    "review_secrecy:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "check_redaction:confirm": ("redaction_confirmed", PublicationDecision, set()),
    "check_redaction:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "hear_person:no_objection": ("person_heard", PublicationDecision, set()),
    "hear_person:contested": ("person_heard", PublicationDecision, {"publication_returned"}),
    "approve_publication:approve": ("publication_approved", PublicationDecision, set()),
    "approve_publication:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "agree_waiver:agree": ("waiver_agreed", PublicationDecision, {"waiver_agreed"}),
    "agree_waiver:return": (
        "publication_returned",
        PublicationDecision,
        {"publication_returned"},
    ),
    "post_notice:post": ("notice_posted", Notice, {"notice_started"}),
    "assign_verifiers:name": ("verifiers_named", VerificationAttempt, set()),
    "name_outsider:name": ("outsider_named", Verification, set()),
    "assign_verifiers:record": ("result_recorded", VerificationAttempt, set()),
    "verify:sign": ("verification_signed", Verification, set()),
    "settle_verification:settle": ("verification_settled", VerificationAttempt, set()),
    "accept_share:accept": ("share_accepted", Assignment, {"share_answered"}),
    "accept_share:decline": ("share_declined", Assignment, {"share_answered"}),
    "handle_objection:dismissed": ("objection_dismissed", Objection, {"objection_decided"}),
    "handle_objection:upheld": ("objection_upheld", Objection, {"objection_decided"}),
    "handle_objection:wrong": ("termination_proposed", Objection, set()),
    "decide_termination:refuse": ("termination_refused", None, set()),
    "decide_termination:agree": ("terminated", Case, {"terminated"}),
}

# what no step does: the sweep, an objection, a proposal -> verb, kind of the actor, messages
HAPPENINGS: dict[str, tuple[str, str, set[str]]] = {
    "sweep:notice_period": ("notice_ended", "system", {"notice_ended"}),
    "sweep:hear_person": ("hearing_lapsed", "system", set()),
    "sweep:claim": ("claim_expired", "system", set()),
    "object:effect": ("objection_received", "intake_channel", {"objection_received"}),
    "object:facts": ("objection_received", "intake_channel", {"objection_received"}),
    "propose:termination": ("termination_proposed", "person", set()),
}


@dataclass(frozen=True)
class Turn:
    """`opens` are the steps open afterwards; by default the one the next turn takes."""

    act: str
    who: str = ""
    opens: tuple[str, ...] | None = None
    told: frozenset[str] = frozenset()
    stage: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def step(self) -> str:
        return self.act.split(":")[0]

    @property
    def decision(self) -> str:
        return self.act.split(":")[1]


def turn(act: str, *opens: str, told: str = "", **given: Any) -> Turn:
    return Turn(act, opens=opens or None, told=frozenset(told.split()), **given)


@dataclass(frozen=True)
class Walk:
    """`start` is the stage from which the walk is watched; before it the play goes by itself.

    `shows` are the edges it adds to those of the other walks, flow by flow, written as paths.
    """

    turns: tuple[Turn, ...]
    shows: dict[str, tuple[str, ...]]
    ends: str
    level: str = "B"
    opinion: bool = False
    start: str = "submitted"
    deadline_class: str = "limited"
    co_unit: bool = False
    lead_has_measure: bool = True
    author: str = ""


REPLY = {
    "reply_number": "澜委函〔2026〕7号",
    "conclusion": "passed",
    "statement": "上级派人核查，问题已经解决。",
}

_CARRY = (turn("carry_out:report", "carry_out"), turn("carry_out:finish"))
_EFFECT = (*_CARRY, turn("report_effect:report"))
_CHECKED = (turn("review_secrecy:clear"), turn("check_redaction:confirm"))
_SHARED = Turn("carry_out:report", who="west.secretary", opens=("carry_out",))

STRAIGHT = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        turn("claim:claim", "accept_share", "draft_plan"),
        turn("accept_share:accept", "draft_plan"),
        turn("draft_plan:submit"),
        turn("advise_plan:advise"),
        turn("approve_plan:approve", "carry_out", "carry_out"),
        turn("carry_out:report", "carry_out", "carry_out"),
        turn("carry_out:finish", "carry_out"),
        _SHARED,
        Turn("carry_out:finish", who="west.secretary"),
        turn("report_effect:report"),
        turn("first_review:pass"),
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:no_objection"),
        turn("approve_publication:approve"),
        turn("post_notice:post", "notice_period"),
        turn("sweep:notice_period"),
        turn("assign_verifiers:name", "verify", "verify"),
        turn("verify:sign", "verify"),
        Turn("verify:sign", who="dis.2", opens=(), told=frozenset({"closed"})),
    ),
    shows={
        "rectification": (
            "submit > triage > after_triage > dispatch > ask_units > claim > after_claim"
            " > draft_plan > ask_advice > advise_plan > approve_plan > after_approval"
            " > split_units > carry_out > join_units > report_effect > first_review"
            " > after_review > propose_publication > after_proposal > review_secrecy"
            " > after_secrecy > check_redaction > after_redaction > hear_person > after_hearing"
            " > approve_publication > after_scope > post_notice > notice_period > after_notice"
            " > assign_verifiers > after_naming > split_verifiers > verify > join_verifiers"
            " > conclude > after_verification > close > closed",
        ),
        "share": ("ask > accept_share > answered",),
    },
    ends="closed",
    co_unit=True,
)

REJECTED = Walk(
    turns=(
        turn("triage:reject"),
        turn("confirm_rejection:refuse"),
        turn("triage:reject"),
        Turn("confirm_rejection:confirm", opens=()),
    ),
    shows={
        "rectification": (
            "receive > triage > after_triage > confirm_rejection > after_confirmation > triage",
            "after_confirmation > rejected",
        )
    },
    ends="rejected",
    opinion=True,
)

DISPUTED = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        turn("claim:decline", "accept_share", "dispatch"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        Turn("accept_share:decline", opens=("claim",)),
        turn("sweep:claim", "assign_owner"),
        turn("assign_owner:designate"),
        turn("draft_plan:submit"),
        turn("advise_plan:advise"),
        turn("approve_plan:return"),
        turn("draft_plan:submit"),
        turn("advise_plan:advise"),
        turn("approve_plan:return", told="liaison_joined"),
        turn("draft_plan:submit", "advise_plan"),
        turn("propose:termination", "advise_plan", "decide_termination"),
        turn("decide_termination:refuse", "advise_plan"),
        turn("propose:termination", "advise_plan", "decide_termination"),
        Turn("decide_termination:agree", opens=()),
    ),
    shows={
        "rectification": (
            "after_claim > dispatch",
            "assign_owner > draft_plan",
            "approve_plan > after_approval > draft_plan",
        ),
        "termination": (
            "propose > decide_termination > after_decision > decided",
            "after_decision > end_case > decided",
        ),
    },
    ends="terminated",
    co_unit=True,
    lead_has_measure=True,
)

UNPUBLISHED = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch"),
        turn("claim:claim"),
        turn("draft_plan:submit"),
        turn("approve_plan:approve"),
        *_EFFECT,
        turn("first_review:return"),
        *_EFFECT,
        turn("first_review:pass"),
        turn("propose_publication:waive"),
        turn("approve_publication:return"),
        turn("propose_publication:waive"),
        turn("approve_publication:approve"),
        turn("agree_waiver:return"),
        turn("propose_publication:waive"),
        turn("approve_publication:approve"),
        turn("agree_waiver:agree"),
        turn("assign_verifiers:name", "verify", "verify"),
        turn("verify:sign", "verify", data={"conclusion": "unverifiable"}),
        Turn("verify:sign", who="dis.2", data={"conclusion": "unverifiable"}),
        turn("assign_verifiers:name", "verify", "verify"),
        turn("verify:sign", "verify"),
        Turn("verify:sign", who="dis.2", data={"conclusion": "unverifiable"}),
        Turn("settle_verification:settle", opens=(), told=frozenset({"closed"})),
    ),
    shows={
        "rectification": (
            "ask_advice > approve_plan",
            "after_review > after_return > split_units",
            "after_proposal > approve_publication > after_scope > propose_publication",
            "after_scope > agree_waiver > after_waiver > propose_publication",
            "after_waiver > assign_verifiers",
            "after_verification > assign_verifiers",
            "after_verification > settle_verification > after_verification",
        )
    },
    ends="closed",
    level="M",
)

CONTESTED_TEXT = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch"),
        turn("claim:claim"),
        turn("draft_plan:submit"),
        turn("advise_plan:advise"),
        turn("approve_plan:approve"),
        *_EFFECT,
        turn("first_review:pass"),
        turn("propose_publication:publish"),
        turn("review_secrecy:return"),
        turn("propose_publication:publish"),
        turn("review_secrecy:clear"),
        turn("check_redaction:return"),
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:contested"),
        turn("propose_publication:publish"),
        turn("review_secrecy:clear"),
        turn("check_redaction:confirm", "hear_person"),
        turn("sweep:hear_person"),
        turn("approve_publication:return"),
        turn("propose_publication:publish", "review_secrecy"),
    ),
    shows={
        "rectification": (
            "review_secrecy > after_secrecy > propose_publication",
            "check_redaction > after_redaction > propose_publication",
            "hear_person > after_hearing > propose_publication",
        )
    },
    ends="notice_prep",
    level="C",
    opinion=True,
)

OBJECTIONS = Walk(
    turns=(
        turn("object:effect", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:dismissed", "notice_period"),
        turn("object:facts", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:wrong", "decide_termination", "notice_period", stage="objection"),
        turn("decide_termination:refuse", "notice_period"),
        turn("object:facts", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:wrong", "decide_termination", "notice_period", stage="objection"),
        Turn("decide_termination:agree", opens=()),
    ),
    shows={
        "objection": (
            "receive > handle_objection > after_handling > resume_notice > answered",
            "after_handling > decide_termination > after_decision > resume_notice",
            "after_decision > end_case > answered",
        )
    },
    ends="terminated",
    start="in_notice",
)

UPHELD = Walk(
    turns=(
        turn("object:effect", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:upheld"),
        turn("report_effect:report"),
        turn("first_review:pass"),
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:no_objection"),
        turn("approve_publication:approve"),
        turn("post_notice:post", "notice_period"),
        turn("sweep:notice_period"),
        turn("assign_verifiers:name", "verify", "verify"),
        turn("verify:sign", "verify", data={"failing": True}),
        Turn(
            "verify:sign",
            who="dis.2",
            opens=("report_effect",),
            told=frozenset({"verification_failed"}),
            data={"failing": True},
        ),
    ),
    shows={
        "objection": ("after_handling > reopen_rectification > answered",),
        "rectification": (
            "notice_period > after_notice > after_return > report_effect",
            "after_verification > fail > after_return",
        ),
    },
    ends="rectifying",
    start="in_notice",
    co_unit=True,
    lead_has_measure=False,
)

KEPT_AT = Walk(
    turns=(
        turn("propose:termination", "assign_verifiers", "decide_termination"),
        turn("assign_verifiers:name", "decide_termination", "verify", "verify"),
        turn("verify:sign", "decide_termination", "verify"),
        Turn("verify:sign", who="dis.2", opens=(), told=frozenset({"long_term"})),
    ),
    shows={"rectification": ("after_verification > reach_target > long_term",)},
    ends="long_term",
    start="verifying",
    deadline_class="long_term",
)

OUTSIDER = Walk(
    turns=(
        turn("assign_verifiers:name", "name_outsider"),
        turn("name_outsider:name", "verify", "verify"),
        turn("verify:sign", "verify"),
        Turn("verify:sign", who="west.clerk", opens=(), told=frozenset({"closed"})),
    ),
    shows={"rectification": ("after_naming > name_outsider > split_verifiers",)},
    ends="closed",
    level="C",
    start="verifying",
)

FROM_ABOVE = Walk(
    turns=(Turn("assign_verifiers:record", opens=(), told=frozenset({"closed"}), data=REPLY),),
    shows={"rectification": ("after_naming > after_verification",)},
    ends="closed",
    level="M",
    start="verifying",
    author="pse",
)

WALKS = {
    "straight": STRAIGHT,
    "rejected": REJECTED,
    "disputed": DISPUTED,
    "unpublished": UNPUBLISHED,
    "contested_text": CONTESTED_TEXT,
    "objections": OBJECTIONS,
    "upheld": UPHELD,
    "kept_at": KEPT_AT,
    "outsider": OUTSIDER,
    "from_above": FROM_ABOVE,
}

MOVES = {
    ("rectification", "claim", "assign_owner"),
    ("rectification", "assign_verifiers", "notice_period"),
    ("rectification", "verify", "notice_period"),
}
"""Moves beside the edges: the claim expired (T11), an objection stored late (T24).

No walk of these makes the last two; the rows of T24 do (test_t_rows.py).
"""
