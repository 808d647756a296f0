"""Walks of what is asked about days and plan of a case under way (docs/rules.md T16–T18, 4.5)."""

from tests.workflows.answers import REASON
from tests.workflows.turns import Walk, turn

OTHER_DAYS = Walk(
    turns=(
        turn("ask_extension:owner", "carry_out", "review_extension"),
        turn("take_extension_back:owner", "carry_out"),
        turn("ask_extension:owner", "carry_out", "review_extension"),
        turn("review_extension:oppose", "carry_out", "decide_extension"),
        turn("decide_extension:refuse", "carry_out", data={"reason": REASON}),
        turn("ask_extension:owner", "carry_out", "review_extension"),
        turn("review_extension:favour", "carry_out", "decide_extension"),
        turn("decide_extension:grant", "carry_out"),
        turn("ask_pause:office", "agree_pause", "carry_out"),
        turn("agree_pause:refuse", "carry_out", data={"reason": REASON}),
        turn("ask_pause:office", "agree_pause", "carry_out"),
        turn("agree_pause:agree", "carry_out"),
        turn("resume_case:office", "carry_out"),
        turn("ask_reclassification:office", "carry_out", "decide_reclassification"),
        turn("decide_reclassification:refuse", "carry_out", data={"reason": REASON}),
        turn("ask_reclassification:office", "carry_out", "decide_reclassification"),
        turn("decide_reclassification:agree", "carry_out", "change_plan"),
    ),
    shows={
        "extension": ("ask > review_extension > decide_extension > decided",),
        "pause": ("ask > agree_pause > decided",),
        "reclassification": (
            "ask > decide_reclassification > after_decision > decided",
            "after_decision > ask_for_plan > decided",
        ),
    },
    ends="rectifying",
    start="rectifying",
)

CHANGE = {"measure-0-text": "改为逐项公布进展。"}
ANOTHER = {"measure-0-text": "改为逐项公布进展，并由专人核对。"}

CHANGED = Walk(
    turns=(
        turn("begin_change:owner", "carry_out", "change_plan"),
        turn("drop_change:owner", "carry_out"),
        turn("begin_change:owner", "carry_out", "change_plan"),
        turn("change_plan:submit", "advise_change", "carry_out", stage="plan_review", data=CHANGE),
        turn("advise_change:advise", "approve_change", "carry_out", stage="plan_review"),
        turn("approve_change:return", "carry_out", "change_plan", data={"reason": REASON}),
        turn("change_plan:submit", "advise_change", "carry_out", stage="plan_review", data=ANOTHER),
        turn("advise_change:advise", "approve_change", "carry_out", stage="plan_review"),
        turn("approve_change:approve", "carry_out"),
    ),
    shows={
        "planchange": (
            "begin > change_plan > ask_advice > advise_change > approve_change > after_decision",
            "after_decision > change_plan",
            "after_decision > renew_work > decided",
        ),
    },
    ends="rectifying",
    start="rectifying",
)

CHANGED_BY_MEMBER = Walk(
    turns=(
        turn("begin_change:owner", "carry_out", "change_plan"),
        turn("change_plan:submit", "approve_change", "carry_out", stage="plan_review", data=CHANGE),
        turn("approve_change:approve", "carry_out"),
    ),
    shows={"planchange": ("ask_advice > approve_change",)},
    ends="rectifying",
    level="M",
    start="rectifying",
)
