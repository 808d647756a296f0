"""Walks of what happens to a case after it was struck off (docs/rules.md T32–T34)."""

from tests.workflows.answers import REASON
from tests.workflows.turns import Turn, Walk, turn

_LOOKED = (
    turn("begin_look_back:supervisor", "assign_look_back", stage="look_back"),
    turn("assign_look_back:name", "look_back", stage="look_back"),
)

LOOKED_BACK = Walk(
    turns=(
        *_LOOKED,
        Turn("look_back:consolidated", opens=()),
        *_LOOKED,
        turn("look_back:relapse", "decide_relapse", stage="look_back"),
        turn("decide_relapse:refuse", "settle_relapse", stage="look_back", data={"reason": REASON}),
        Turn("settle_relapse:consolidated", opens=()),
        *_LOOKED,
        turn("look_back:relapse", "decide_relapse", stage="look_back"),
        turn("decide_relapse:refuse", "settle_relapse", stage="look_back", data={"reason": REASON}),
        turn("settle_relapse:relapse", "draft_plan", stage="planning"),
    ),
    shows={
        "lookback": (
            "begin > assign_look_back > look_back > after_look_back > looked_back",
            "after_look_back > decide_relapse > after_decision > settle_relapse > after_settling",
            "after_settling > looked_back",
            "after_settling > begin_round > looked_back",
        ),
        "rectification": ("plan_anew > draft_plan",),
    },
    ends="closed",
    start="closed",
)

RELAPSED = Walk(
    turns=(
        *_LOOKED,
        turn("look_back:relapse", "decide_relapse", stage="look_back"),
        turn("decide_relapse:agree", "draft_plan", stage="planning"),
    ),
    shows={"lookback": ("after_decision > begin_round",)},
    ends="planning",
    level="M",
    start="closed",
)
