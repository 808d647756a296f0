"""Walks of what happens to a case after it was struck off (docs/rules.md T32–T34)."""

from tests.workflows.answers import REASON, REPLY
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
            "begin > assign_look_back > after_naming > look_back > after_look_back > looked_back",
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

_REVIEW = (
    turn("review:day", "assign_look_back", stage="look_back"),
    turn("assign_look_back:name", "look_back", stage="look_back"),
)

STRUCK_OFF_FOR_GOOD = Walk(
    turns=(
        *_REVIEW,
        Turn("look_back:consolidated", opens=(), stage="long_term"),
        *_REVIEW,
        turn("look_back:propose_closing", "assign_verifiers"),
        turn("assign_verifiers:name", "verify", "verify"),
        turn("verify:sign", "verify", data={"conclusion": "passed"}),
        Turn(
            "verify:sign",
            who="dis.2",
            opens=(),
            told=frozenset({"closed"}),
            data={"conclusion": "passed"},
        ),
    ),
    shows={"lookback": ("after_look_back > verify_finally > looked_back",)},
    ends="closed",
    start="closed",
    deadline_class="long_term",
)

LOOKED_AT_ABOVE = Walk(
    turns=(
        Turn("assign_verifiers:record", opens=(), told=frozenset({"closed"}), data=REPLY),
        turn("begin_look_back:supervisor", "assign_look_back", stage="look_back"),
        Turn(
            "assign_look_back:consolidated",
            opens=(),
            data={"reply_number": REPLY["reply_number"], "statement": REASON},
        ),
    ),
    shows={"lookback": ("after_naming > after_look_back",)},
    ends="closed",
    level="M",
    start="verifying",
    author="pse",
)
