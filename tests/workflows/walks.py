"""Walks through the flows as data: the turns of each, and the edges it shows.

Written by hand from docs/glossary.md §5 and docs/rules.md, never derived from the code.
"""

from tests.workflows.answers import REPLY
from tests.workflows.contest_walks import CONTESTED_STILL, NARROWED_AWAY, STIRRING
from tests.workflows.deadline_walks import CHANGED, CHANGED_BY_MEMBER, OTHER_DAYS
from tests.workflows.disclosure_walks import DISCLOSED, SENSITIVE, TOLD_OF
from tests.workflows.dispute_walks import MEDIATED, SETTLED
from tests.workflows.intake_walks import HANDED_OVER, MERGED, REJECTED, TAKEN_BACK
from tests.workflows.look_back_walks import (
    LOOKED_AT_ABOVE,
    LOOKED_BACK,
    RELAPSED,
    STRUCK_OFF_FOR_GOOD,
)
from tests.workflows.notice_walks import (
    AGREED,
    CONTESTED_TEXT,
    GIVEN_OUT_ANEW,
    GIVEN_UP,
    OBJECTIONS,
    REVIEWED,
    SET_RIGHT,
    SHOWN,
    UNPUBLISHED,
    UPHELD,
)
from tests.workflows.turns import Turn, Walk, turn

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
        *SHOWN,
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
            " > approve_publication > after_scope > post_notice > after_posting > notice_period"
            " > after_notice > assign_verifiers > after_naming > split_verifiers > verify"
            " > join_verifiers > conclude > after_verification > close > closed",
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

REFERRED = Walk(
    turns=(
        turn("refer:discipline", "answer_referral", "assign_verifiers"),
        turn("answer_referral:answer", "assign_verifiers", "send_referral"),
        turn("send_referral:drop", "assign_verifiers"),
        turn("refer:discipline", "answer_referral", "assign_verifiers"),
        turn("answer_referral:answer", "assign_verifiers", "send_referral"),
        turn("send_referral:send", "assign_verifiers"),
    ),
    shows={"referral": ("write > answer_referral > send_referral > concluded",)},
    ends="verifying",
    start="verifying",
    opinion=True,
    failed=1,
)

CONSULTED = Walk(
    turns=(
        turn("advise_plan:advise", "approve_plan"),
        turn("consult:approve_plan", "approve_plan", "give_opinion"),
        turn("give_opinion:give", "approve_plan"),
    ),
    shows={"consultation": ("ask > give_opinion > given",)},
    ends="plan_review",
    start="plan_review",
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
    "contested_still": CONTESTED_STILL,
    "objections": OBJECTIONS,
    "reviewed": REVIEWED,
    "agreed": AGREED,
    "narrowed_away": NARROWED_AWAY,
    "set_right": SET_RIGHT,
    "upheld": UPHELD,
    "given_up": GIVEN_UP,
    "given_out_anew": GIVEN_OUT_ANEW,
    "kept_at": KEPT_AT,
    "taken_over": TAKEN_OVER,
    "unclaimed": UNCLAIMED,
    "outsider": OUTSIDER,
    "from_above": FROM_ABOVE,
    "asked_about": ASKED_ABOUT,
    "consulted": CONSULTED,
    "void": VOID,
    "ordered": ORDERED,
    "referred": REFERRED,
    "mediated": MEDIATED,
    "settled": SETTLED,
    "other_days": OTHER_DAYS,
    "changed": CHANGED,
    "changed_by_member": CHANGED_BY_MEMBER,
    "looked_back": LOOKED_BACK,
    "relapsed": RELAPSED,
    "struck_off_for_good": STRUCK_OFF_FOR_GOOD,
    "looked_at_above": LOOKED_AT_ABOVE,
    "disclosed": DISCLOSED,
    "told_of": TOLD_OF,
    "sensitive": SENSITIVE,
    "stirring": STIRRING,
}
