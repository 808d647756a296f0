"""Walks through disputes about shares and about the owner (docs/rules.md T11, scenario 7)."""

from tests.workflows.turns import Turn, Walk, turn

MEDIATED = Walk(
    turns=(
        turn("accept_share:decline", "claim", "mediate_share"),
        turn("mediate_share:withdrawn", "accept_share", "claim"),
        turn("accept_share:decline", "claim", "decide_share"),
        turn("claim:claim", "decide_share", "draft_plan"),
        turn("draft_plan:submit", "advise_plan", "decide_share"),
        turn("advise_plan:advise", "approve_plan", "decide_share"),
        turn("approve_plan:approve", "carry_out", "decide_share"),
        turn("carry_out:report", "carry_out", "decide_share"),
        turn("decide_share:assigned", "carry_out", "carry_out"),
        turn("carry_out:finish", "carry_out", "report_effect"),
        Turn("carry_out:report", who="west.secretary", opens=("carry_out", "report_effect")),
        Turn("carry_out:finish", who="west.secretary", opens=("report_effect",)),
    ),
    shows={
        "share": (
            "after_answer > mediate_share > after_mediation > accept_share > after_answer"
            " > decide_share > after_decision > ask_measures > carry_out > answered",
        ),
    },
    ends="rectifying",
    start="pending_claim",
    co_unit=True,
)

SETTLED = Walk(
    turns=(
        turn("accept_share:decline", "claim", "mediate_share"),
        turn("mediate_share:released", "claim"),
        turn("claim:decline", "dispatch"),
        turn("dispatch:dispatch", "accept_share", "claim"),
        turn("claim:decline", "accept_share", "settle_owner"),
        turn("sweep:accept_share", "propose_share", "settle_owner"),
        turn("propose_share:released", "decide_share", "settle_owner"),
        turn("decide_share:released", "settle_owner"),
        Turn("settle_owner:settle", opens=("draft_plan",)),
    ),
    shows={
        "share": ("after_mediation > answered", "propose_share > decide_share"),
        "rectification": ("after_decline > settle_owner > end_shares > draft_plan",),
    },
    ends="planning",
    start="pending_claim",
    co_unit=True,
)
