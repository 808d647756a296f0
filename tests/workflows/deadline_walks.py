"""Walks of what is asked about the days of a case (docs/rules.md T17, T18, 4.5)."""

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
        turn("decide_reclassification:agree", "carry_out"),
    ),
    shows={
        "extension": ("ask > review_extension > decide_extension > decided",),
        "pause": ("ask > agree_pause > decided",),
        "reclassification": ("ask > decide_reclassification > decided",),
    },
    ends="rectifying",
    start="rectifying",
)
