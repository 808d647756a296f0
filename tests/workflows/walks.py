"""Walks through the flows as data: the turns of each, and the edges it shows.

Written by hand from docs/glossary.md §5 and docs/rules.md, never derived from the code.
"""

from tests.workflows.answers import REPLY
from tests.workflows.deadline_walks import CHANGED, CHANGED_BY_MEMBER, OTHER_DAYS
from tests.workflows.dispute_walks import MEDIATED, SETTLED
from tests.workflows.intake_walks import HANDED_OVER, MERGED, REJECTED, TAKEN_BACK
from tests.workflows.turns import Turn, Walk, turn

_CARRY = (turn("carry_out:report", "carry_out"), turn("carry_out:finish"))
_EFFECT = (*_CARRY, turn("report_effect:report"))
_CHECKED = (turn("review_secrecy:clear"), turn("check_redaction:confirm"))
_SHOWN = (
    turn("report_effect:report"),
    turn("first_review:pass"),
    turn("propose_publication:publish"),
    *_CHECKED,
    turn("hear_person:no_objection"),
    turn("approve_publication:approve"),
    turn("post_notice:post", "notice_period"),
    turn("sweep:notice_period"),
    turn("assign_verifiers:name", "verify", "verify"),
)
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
        *_SHOWN,
        turn("verify:sign", "verify"),
        Turn("verify:sign", who="dis.2", opens=(), told=frozenset({"closed"})),
    ),
    shows={
        "rectification": (
            "submit > triage > after_triage > dispatch > after_dispatch > ask_units > claim"
            " > after_claim > draft_plan > ask_advice > advise_plan > approve_plan > after_approval"
            " > split_units > carry_out > join_units > report_effect > first_review"
            " > after_review > propose_publication > after_proposal > review_secrecy"
            " > after_secrecy > check_redaction > after_redaction > hear_person > after_hearing"
            " > approve_publication > after_scope > post_notice > notice_period > after_notice"
            " > assign_verifiers > after_naming > split_verifiers > verify > join_verifiers"
            " > conclude > after_verification > close > closed",
        ),
        "share": ("ask > accept_share > after_answer > ask_measures > answered",),
    },
    ends="closed",
    co_unit=True,
)

DISPUTED = Walk(
    turns=(
        turn("triage:register"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        turn("claim:decline", "accept_share", "dispatch"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        turn("accept_share:decline", "claim", "mediate_share"),
        turn("mediate_share:failed", "claim", "decide_share"),
        turn("decide_share:released", "claim"),
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
            "after_claim > after_decline > dispatch",
            "assign_owner > draft_plan",
            "approve_plan > after_approval > draft_plan",
        ),
        "share": (
            "after_answer > mediate_share > after_mediation > decide_share > after_decision"
            " > answered",
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

_ON_PAPER = {
    "channels": ["board_sheet"],
    "board_sheet-held_on": "2026-05-11",
    "board_sheet-record": "村务公开栏照片存支部档案",
}

AGREED = Walk(
    turns=(
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:no_objection"),
        turn("approve_publication:approve"),
        turn("agree_scope:return"),
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:no_objection"),
        turn("approve_publication:approve"),
        turn("agree_scope:agree"),
        Turn("post_notice:post", opens=("notice_period",)),
    ),
    shows={"rectification": ("after_scope > agree_scope > after_scope",)},
    ends="in_notice",
    level="M",
    opinion=True,
    start="notice_prep",
)

SET_RIGHT = Walk(
    turns=(
        turn("propose_publication:publish"),
        *_CHECKED,
        turn("hear_person:no_objection"),
        turn("approve_publication:approve"),
        turn("post_notice:post", "notice_period", data=_ON_PAPER),
        turn("object:facts", "handle_objection", "notice_period", stage="objection"),
        turn("handle_objection:wrong", "decide_termination", "notice_period", stage="objection"),
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
        *_SHOWN,
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

TAKEN_OVER = Walk(
    turns=(
        turn("succeed:start", "carry_out", "reclaim"),
        turn("reclaim:reclaim", "carry_out", "decide_dates", data={"later": True}),
        turn("decide_dates:accept", "carry_out"),
        turn("split:start", "assign_successor", "carry_out"),
        turn("assign_successor:assign", "carry_out", "reclaim", data={"successor": "west"}),
        Turn("reclaim:reclaim", who="west.secretary", opens=("carry_out",)),
    ),
    shows={
        "succession": (
            "succeed > reclaim > after_reclaim > decide_dates > taken_over",
            "split > assign_successor > pass_on > after_pass_on > reclaim",
            "after_reclaim > taken_over",
        )
    },
    ends="rectifying",
    start="rectifying",
)

UNCLAIMED = Walk(
    turns=(
        turn("split:start", "assign_successor", "claim"),
        turn("assign_successor:assign", "claim", data={"successor": "west"}),
    ),
    shows={"succession": ("after_pass_on > taken_over",)},
    ends="pending_claim",
    start="pending_claim",
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

ASKED_ABOUT = Walk(
    turns=(
        turn("ask:recusal", "advise_plan", "decide_recusal"),
        turn("decide_recusal:refuse", "advise_plan"),
        turn("ask:recusal", "advise_plan", "decide_recusal"),
        turn("decide_recusal:grant", "advise_plan"),
        turn("advise_plan:advise", "approve_plan"),
    ),
    shows={
        "recusal": (
            "ask > decide_recusal > after_decision > go_on > answered",
            "after_decision > replace > answered",
        )
    },
    ends="plan_review",
    start="plan_review",
)

ORDERED = Walk(
    turns=(
        turn("order:issue", "answer_order", "carry_out"),
        turn("answer_order:answer", "carry_out"),
    ),
    shows={"order": ("issue > answer_order > answered",)},
    ends="rectifying",
    start="rectifying",
)

VOID = Walk(
    turns=(
        turn("enter:recusal"),
        Turn(
            "assign_verifiers:name",
            opens=("verify", "verify"),
            data={"first": "dis.0", "second": "dis.2"},
        ),
    ),
    shows={"rectification": ("verify_anew > assign_verifiers",)},
    ends="verifying",
    start="closed",
)

WALKS = {
    "straight": STRAIGHT,
    "rejected": REJECTED,
    "merged": MERGED,
    "handed_over": HANDED_OVER,
    "taken_back": TAKEN_BACK,
    "disputed": DISPUTED,
    "unpublished": UNPUBLISHED,
    "contested_text": CONTESTED_TEXT,
    "objections": OBJECTIONS,
    "agreed": AGREED,
    "set_right": SET_RIGHT,
    "upheld": UPHELD,
    "kept_at": KEPT_AT,
    "taken_over": TAKEN_OVER,
    "unclaimed": UNCLAIMED,
    "outsider": OUTSIDER,
    "from_above": FROM_ABOVE,
    "asked_about": ASKED_ABOUT,
    "void": VOID,
    "ordered": ORDERED,
    "mediated": MEDIATED,
    "settled": SETTLED,
    "other_days": OTHER_DAYS,
    "changed": CHANGED,
    "changed_by_member": CHANGED_BY_MEMBER,
}
