"""Walks of what is shown, contested and shown again (T22–T28), and turns that all walks share."""

from tests.workflows.turns import Turn, Walk, turn

CARRY = (turn("carry_out:report", "carry_out"), turn("carry_out:finish"))
EFFECT = (*CARRY, turn("report_effect:report"))
CHECKED = (turn("review_secrecy:clear"), turn("check_redaction:confirm"))
PUBLISHED = (
    turn("propose_publication:publish"),
    *CHECKED,
    turn("hear_person:no_objection"),
    turn("approve_publication:approve"),
)
SHOWN = (
    turn("report_effect:report"),
    turn("first_review:pass"),
    *PUBLISHED,
    turn("post_notice:post", "notice_period"),
    turn("sweep:notice_period"),
    turn("assign_verifiers:name", "verify", "verify"),
)
_FOUND_WRONG = (
    turn("object:facts", "handle_objection", "notice_period", stage="objection"),
    turn("handle_objection:wrong", "decide_termination", "notice_period", stage="objection"),
)

_ON_PAPER = {
    "channels": ["board_sheet"],
    "board_sheet-held_on": "2026-05-11",
    "board_sheet-record": "村务公开栏照片存支部档案",
}

UNPUBLISHED = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch"),
        turn("claim:claim"),
        turn("draft_plan:submit"),
        turn("approve_plan:approve"),
        *EFFECT,
        turn("first_review:return"),
        *EFFECT,
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
        *EFFECT,
        turn("first_review:pass"),
        turn("propose_publication:publish"),
        turn("review_secrecy:return"),
        turn("propose_publication:publish"),
        turn("review_secrecy:clear"),
        turn("check_redaction:return"),
        turn("propose_publication:publish"),
        *CHECKED,
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
        *_FOUND_WRONG,
        turn("decide_termination:refuse", "notice_period"),
        *_FOUND_WRONG,
        Turn("decide_termination:agree", opens=(), told=frozenset({"rehabilitated"})),
    ),
    shows={
        "objection": (
            "receive > handle_objection > after_handling > resume_notice > answered",
            "after_handling > decide_termination > after_decision > resume_notice",
            "after_decision > end_case > ask_channels > answered",
        )
    },
    ends="terminated",
    start="in_notice",
)

_CONTESTED = (
    turn("object:facts", "handle_objection", "notice_period", stage="objection"),
    turn("handle_objection:dismissed", "notice_period"),
    turn("ask_review:objector", "notice_period", "review_objection", stage="objection"),
)

REVIEWED = Walk(
    turns=(
        turn("object:effect", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:prolong", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:dismissed", "notice_period"),
        turn("ask_review:objector", "notice_period", "review_objection", stage="objection"),
        turn("review_objection:dismissed", "notice_period"),
        *_CONTESTED,
        turn("review_objection:wrong", "decide_termination", "notice_period", stage="objection"),
        turn("decide_termination:refuse", "notice_period"),
        *_CONTESTED,
        Turn("review_objection:upheld", opens=("carry_out",)),
    ),
    shows={"objection": ("ask_review > review_objection > after_handling",)},
    ends="rectifying",
    start="in_notice",
)

AGREED = Walk(
    turns=(
        *PUBLISHED,
        turn("agree_scope:return"),
        *PUBLISHED,
        turn("agree_scope:agree"),
        turn("post_notice:return"),
        *PUBLISHED,
        turn("agree_scope:agree"),
        Turn("post_notice:post", opens=("notice_period",)),
    ),
    shows={
        "rectification": (
            "after_scope > agree_scope > after_scope",
            "post_notice > after_posting > propose_publication",
        )
    },
    ends="in_notice",
    level="M",
    opinion=True,
    start="notice_prep",
)

SET_RIGHT = Walk(
    turns=(
        *PUBLISHED,
        turn("post_notice:post", "notice_period", data=_ON_PAPER),
        *_FOUND_WRONG,
        turn("decide_termination:agree", told="rehabilitated", stage="terminated"),
        Turn("post_rehabilitation:post", opens=(), data=_ON_PAPER),
    ),
    shows={"objection": ("ask_channels > post_rehabilitation > answered",)},
    ends="terminated",
    start="notice_prep",
)

UPHELD = Walk(
    turns=(
        turn("object:effect", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:upheld"),
        *SHOWN,
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
            "after_verification > fail > after_failure > after_return",
        ),
    },
    ends="rectifying",
    start="in_notice",
    co_unit=True,
    lead_has_measure=False,
)

_THIRD_FAILURE = (
    turn("assign_verifiers:name", "verify", "verify"),
    turn("verify:sign", "verify", data={"failing": True}),
    Turn(
        "verify:sign",
        who="dis.2",
        opens=("hear_owner",),
        told=frozenset({"verification_failed", "third_failure"}),
        data={"failing": True},
    ),
    turn("hear_owner:state"),
)

GIVEN_UP = Walk(
    turns=(*_THIRD_FAILURE, Turn("decide_third_failure:give_up", opens=())),
    shows={
        "rectification": (
            "after_failure > hear_owner > decide_third_failure > ask_referral"
            " > after_third_failure > give_up",
            "give_up > terminated",
        )
    },
    ends="terminated",
    start="verifying",
    failed=2,
)

GIVEN_OUT_ANEW = Walk(
    turns=(*_THIRD_FAILURE, Turn("decide_third_failure:replace", opens=("draft_plan",))),
    shows={"rectification": ("after_third_failure > begin_anew > draft_plan",)},
    ends="planning",
    level="M",
    start="verifying",
    failed=2,
)
