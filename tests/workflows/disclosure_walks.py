"""Walks of what is disclosed beside the procedure (docs/rules.md 4.6)."""

from tests.workflows.answers import REASON
from tests.workflows.turns import Turn, Walk, turn

_BACK = {"reason": REASON}


def _beside(act: str, opens: str, **given: object) -> Turn:
    return turn(act, *sorted(["carry_out", opens]), **given)


_PROPOSED = (_beside("propose_disclosure:publish", "review_disclosure"),)
_REVIEWED = (*_PROPOSED, _beside("review_disclosure:clear", "check_disclosure"))
_CHECKED = (*_REVIEWED, _beside("check_disclosure:confirm", "hear_disclosure"))
_HEARD = (*_CHECKED, _beside("hear_disclosure:no_objection", "approve_disclosure"))
_APPROVED = (*_HEARD, _beside("approve_disclosure:approve", "post_disclosure"))

DISCLOSED = Walk(
    turns=(
        _beside("begin_disclosure:office", "propose_disclosure"),
        turn("propose_disclosure:drop", "carry_out", data=_BACK),
        _beside("begin_disclosure:office", "propose_disclosure"),
        *_PROPOSED,
        _beside("review_disclosure:return", "propose_disclosure", data=_BACK),
        *_REVIEWED,
        _beside("check_disclosure:return", "propose_disclosure", data=_BACK),
        *_CHECKED,
        _beside("hear_disclosure:contested", "propose_disclosure"),
        *_CHECKED,
        _beside("hear_disclosure:no_objection", "approve_disclosure"),
        _beside("approve_disclosure:return", "propose_disclosure", data=_BACK),
        *_APPROVED,
        _beside("post_disclosure:return", "propose_disclosure", data=_BACK),
        *_APPROVED,
        turn("post_disclosure:post", "carry_out"),
    ),
    shows={
        "disclosure": (
            "begin > propose_disclosure > after_proposal > not_disclosed",
            "after_proposal > review_disclosure > after_review > propose_disclosure",
            "after_review > check_disclosure > after_check > propose_disclosure",
            "after_check > hear_disclosure > after_hearing > propose_disclosure",
            "after_hearing > approve_disclosure > after_scope > propose_disclosure",
            "after_scope > post_disclosure > after_posting > propose_disclosure",
            "after_posting > disclosed",
        ),
    },
    ends="rectifying",
    start="rectifying",
)

_SENSITIVE = {"sensitive": REASON}


def _stopped(step: str) -> tuple[Turn, ...]:
    """Called sensitive at this step, which goes on when the leading group has cleared it."""
    return (
        _beside(f"{step}:sensitive", "decide_sensitivity", data=_SENSITIVE),
        _beside("decide_sensitivity:clear", step),
    )


SENSITIVE = Walk(
    turns=(
        _beside("begin_disclosure:office", "propose_disclosure"),
        *_PROPOSED,
        *_stopped("review_disclosure"),
        _beside("review_disclosure:return", "propose_disclosure", data=_BACK),
        *_REVIEWED,
        *_stopped("check_disclosure"),
        _beside("check_disclosure:return", "propose_disclosure", data=_BACK),
        *_HEARD,
        *_stopped("approve_disclosure"),
        _beside("approve_disclosure:return", "propose_disclosure", data=_BACK),
        *_PROPOSED,
        _beside("review_disclosure:sensitive", "decide_sensitivity", data=_SENSITIVE),
        _beside("decide_sensitivity:uphold", "propose_disclosure"),
        turn("propose_disclosure:drop", "carry_out", data=_BACK),
    ),
    shows={
        "disclosure": (
            "after_review > decide_sensitivity > after_sensitivity > review_disclosure",
            "after_check > decide_sensitivity",
            "after_sensitivity > check_disclosure",
            "after_scope > decide_sensitivity",
            "after_sensitivity > approve_disclosure",
            "after_sensitivity > propose_disclosure",
        ),
    },
    ends="rectifying",
    start="rectifying",
)

TOLD_OF = Walk(
    turns=(
        turn("begin_disclosure:office", "propose_disclosure"),
        turn("propose_disclosure:publish", "review_disclosure"),
        turn("review_disclosure:clear", "check_disclosure"),
        turn("check_disclosure:confirm", "hear_disclosure"),
        turn("sweep:hear_disclosure", "approve_disclosure"),
        turn("approve_disclosure:approve", "agree_disclosure"),
        turn("agree_disclosure:sensitive", "decide_sensitivity", data=_SENSITIVE),
        turn("decide_sensitivity:clear", "agree_disclosure"),
        turn("agree_disclosure:agree", "post_disclosure"),
        Turn("post_disclosure:post", opens=()),
    ),
    shows={
        "disclosure": (
            "after_scope > agree_disclosure > after_scope",
            "after_sensitivity > agree_disclosure",
        )
    },
    ends="closed",
    level="M",
    opinion=True,
    start="closed",
)
"""A circular of a member's case that came from an opinion: ORG agrees to its scope as well."""
