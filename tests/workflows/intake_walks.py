"""Walks of reports that become no case of their own, or are taken back (docs/rules.md T5–T8)."""

from tests.workflows.turns import Turn, Walk, turn

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

MERGED = Walk(
    turns=(
        Turn("triage:merge", opens=(), data={"master": True}),
        turn("part:merger", "triage"),
        turn("triage:register"),
        Turn("dispatch:merge", opens=(), data={"master": True}),
        turn("part:merger", "dispatch"),
        Turn("dispatch:merge", opens=(), data={"master": True}),
    ),
    shows={
        "rectification": (
            "triage > after_triage > merge > merged",
            "resume_triage > triage",
            "after_dispatch > merge",
            "resume_dispatch > dispatch",
        )
    },
    ends="merged",
    joins=True,
)

HANDED_OVER = Walk(
    turns=(Turn("triage:transfer", opens=(), told=frozenset({"passed_on", "transfer_made"})),),
    shows={"rectification": ("after_triage > transfer > transferred",)},
    ends="transferred",
)

TAKEN_BACK = Walk(
    turns=(
        turn("ask_withdrawal:author", "carry_out", "decide_withdrawal"),
        turn("decide_withdrawal:refuse", "carry_out"),
        turn("ask_withdrawal:author", "carry_out", "decide_withdrawal"),
        Turn("decide_withdrawal:agree", opens=()),
    ),
    shows={
        "withdrawal": (
            "ask > decide_withdrawal > after_decision > decided",
            "after_decision > end_case > decided",
        ),
    },
    ends="withdrawn",
    level="M",
    start="rectifying",
)
