"""Walks of a text that is not shown as it was proposed: sensitive, contested, narrowed away."""

from tests.workflows.answers import REASON
from tests.workflows.notice_walks import CHECKED, PUBLISHED
from tests.workflows.turns import Turn, Walk, turn

_STIRRING = {"sensitive": REASON}


def _stopped(step: str) -> tuple[Turn, ...]:
    """Called sensitive at this step, which goes on when the leading group has cleared it."""
    return (
        turn(f"{step}:sensitive", data=_STIRRING),
        turn("settle_sensitivity:clear"),
    )


STIRRING = Walk(
    turns=(
        turn("propose_publication:publish"),
        *_stopped("review_secrecy"),
        turn("review_secrecy:return"),
        turn("propose_publication:publish"),
        turn("review_secrecy:clear"),
        turn("check_redaction:sensitive", data=_STIRRING),
        turn("settle_sensitivity:uphold"),
        turn("propose_publication:publish"),
        turn("review_secrecy:clear"),
        *_stopped("check_redaction"),
        turn("check_redaction:return"),
        *PUBLISHED[:-1],
        *_stopped("approve_publication"),
        turn("approve_publication:return"),
        *PUBLISHED,
        *_stopped("agree_scope"),
        turn("agree_scope:agree", "post_notice"),
    ),
    shows={
        "rectification": (
            "after_secrecy > settle_sensitivity > after_sensitivity > review_secrecy",
            "after_redaction > settle_sensitivity",
            "after_sensitivity > propose_publication",
            "after_sensitivity > check_redaction",
            "after_scope > settle_sensitivity",
            "after_sensitivity > approve_publication",
            "after_sensitivity > agree_scope",
        )
    },
    ends="notice_prep",
    level="M",
    opinion=True,
    start="notice_prep",
)

_TO_THE_PERSON = (turn("propose_publication:publish"), *CHECKED)
_OBJECTED = (
    *_TO_THE_PERSON,
    turn("hear_person:contested"),
    *_TO_THE_PERSON,
    turn("hear_person:object", "handle_objection", "objection_period"),
)

CONTESTED_STILL = Walk(
    turns=(
        *_OBJECTED,
        turn("handle_objection:corrected", told="publication_returned"),
        *_TO_THE_PERSON,
        turn("hear_person:object", "handle_objection", "objection_period"),
        turn("handle_objection:dismissed", "hear_answer"),
        turn("hear_answer:stand"),
        turn("approve_publication:return"),
        *_TO_THE_PERSON,
        turn("hear_person:object", "handle_objection", "objection_period"),
        turn("handle_objection:dismissed", "hear_answer"),
        turn("sweep:hear_answer"),
        turn("approve_publication:return"),
        *_TO_THE_PERSON,
        turn("hear_person:object", "handle_objection", "objection_period"),
        turn("handle_objection:dismissed", "hear_answer"),
        turn("hear_answer:contest", "objection_period", "review_objection"),
        turn("review_objection:dismissed"),
        turn("approve_publication:return"),
        *_TO_THE_PERSON,
        turn("hear_person:object", "handle_objection", "objection_period"),
        turn("handle_objection:wrong", "decide_termination", "objection_period"),
        turn("decide_termination:refuse"),
        turn("approve_publication:return"),
        *_TO_THE_PERSON,
        turn("hear_person:object", "handle_objection", "objection_period"),
        Turn("handle_objection:upheld", opens=("carry_out",)),
    ),
    shows={
        "rectification": (
            "hear_person > after_hearing > open_objection > objection_period > after_objection",
            "after_objection > propose_publication",
            "after_objection > hear_answer > after_answer > approve_publication",
            "after_answer > open_objection",
            "after_objection > approve_publication",
            "after_objection > after_return",
        )
    },
    ends="rectifying",
    start="notice_prep",
)
"""Scenario 14: what the person concerned contests still is decided before anything is shown."""

NARROWED_AWAY = Walk(
    turns=(
        turn("narrow:parties", "notice_period"),
        turn("sweep:notice_period", "agree_waiver"),
        turn("agree_waiver:return"),
        *PUBLISHED,
        turn("post_notice:post", "notice_period"),
        turn("narrow:parties", "notice_period"),
        turn("sweep:notice_period", "agree_waiver"),
        Turn("agree_waiver:agree", opens=("assign_verifiers",)),
    ),
    shows={"rectification": ("after_notice > agree_waiver",)},
    ends="verifying",
    level="M",
    start="in_notice",
)
"""4.6: narrowed to those concerned by one person, it is agreed to like a waiver."""
