"""The way of a case in eight stops, computed from its stage (docs/how-to/build-a-page.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from rectification.enums import CaseStage
from rectification.web.parts import Text


class Stop(TextChoices):
    FOUND = "found", pgettext_lazy("stop", "Found")
    CLAIM = "claim", pgettext_lazy("stop", "Claim")
    PLAN = "plan", pgettext_lazy("stop", "Plan")
    RECTIFY = "rectify", pgettext_lazy("stop", "Rectify")
    REVIEW = "review", pgettext_lazy("stop", "First review")
    NOTICE = "notice", pgettext_lazy("stop", "Notice")
    VERIFY = "verify", pgettext_lazy("stop", "Verify")
    STRIKE_OFF = "strike_off", pgettext_lazy("stop", "Strike off")


STOP_OF: Final[Mapping[str, Stop]] = {
    CaseStage.DRAFT: Stop.FOUND,
    CaseStage.SUBMITTED: Stop.FOUND,
    CaseStage.REGISTERED: Stop.FOUND,
    CaseStage.PENDING_CLAIM: Stop.CLAIM,
    CaseStage.PLANNING: Stop.PLAN,
    CaseStage.PLAN_REVIEW: Stop.PLAN,
    CaseStage.RECTIFYING: Stop.RECTIFY,
    CaseStage.FIRST_REVIEW: Stop.REVIEW,
    CaseStage.NOTICE_PREP: Stop.NOTICE,
    CaseStage.IN_NOTICE: Stop.NOTICE,
    CaseStage.OBJECTION: Stop.NOTICE,
    CaseStage.VERIFYING: Stop.VERIFY,
    CaseStage.CLOSED: Stop.STRIKE_OFF,
    CaseStage.LONG_TERM: Stop.STRIKE_OFF,
    CaseStage.LOOK_BACK: Stop.STRIKE_OFF,
}


class StopState(TextChoices):
    """The label is read out where the shape cannot be seen."""

    DONE = "done", pgettext_lazy("stop", "done")
    NOW = "now", pgettext_lazy("stop", "present stop")
    AHEAD = "ahead", pgettext_lazy("stop", "ahead")
    ENDED = "ended", pgettext_lazy("stop", "ended here")


@dataclass(frozen=True)
class PathStop:
    stop: Stop
    state: StopState
    on: date | None = None
    due_on: date | None = None
    note: Text = ""


@dataclass(frozen=True)
class CasePath:
    """`here` is the stop that a phone names; `number` counts from one."""

    stops: Sequence[PathStop]
    here: PathStop
    number: int
    stage: Text
    round: int


def build_path(
    *,
    stage: str,
    done_on: Mapping[str, date] | None = None,
    due_on: date | None = None,
    notes: Mapping[str, Text] | None = None,
    reached: str = Stop.FOUND,
    round: int = 1,
) -> CasePath:
    """`done_on` and `notes` are keyed by stop; `reached` is where an ended case got to."""
    here = STOP_OF.get(stage, Stop(reached))
    order = list(Stop)
    stops = [
        PathStop(
            stop=stop,
            state=(state := _state(order.index(stop), order.index(here), stage)),
            on=(done_on or {}).get(stop),
            due_on=due_on if state is StopState.NOW else None,
            note=(notes or {}).get(stop, ""),
        )
        for stop in order
    ]
    number = order.index(here) + 1
    return CasePath(stops, stops[number - 1], number, CaseStage(stage).label, round)


def _state(position: int, here: int, stage: str) -> StopState:
    if position != here:
        return StopState.DONE if position < here else StopState.AHEAD
    if stage == CaseStage.CLOSED:
        return StopState.DONE
    return StopState.NOW if stage in STOP_OF else StopState.ENDED
