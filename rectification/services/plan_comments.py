"""Comments on single points of a plan, kept with the version they are about (T14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from rectification.enums import Step
from rectification.models import Measure, Plan, PlanComment
from rectification.policies.actors import Actor


@dataclass(frozen=True)
class CommentDraft:
    """What somebody has to say about one point; `measure` where it is one of these."""

    about: str
    text: str
    measure: Measure | None = None


def write_comments(
    *, plan: Plan, actor: Actor, step: Step, comments: Sequence[CommentDraft]
) -> list[PlanComment]:
    """Keep what was said; whoever has nothing to say about a point leaves it empty."""
    now = timezone.now()
    return [
        PlanComment.objects.create(
            plan=plan,
            about=draft.about,
            measure=draft.measure,
            text=draft.text.strip(),
            step=step,
            made_by=actor.hand,
            made_at=now,
        )
        for draft in comments
        if draft.text.strip()
    ]
