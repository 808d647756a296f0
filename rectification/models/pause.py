"""The clocks of a case stand still for a while (中止, T18)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import PauseGround
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.day_request import DayRequest
from rectification.models.history import history


class Pause(DayRequest):
    """Asked for by the office, agreed to by the discipline committee; it ends by `ends_on`.

    `paused_on` is the first day without clocks and `resumed_on` the first day with them again;
    `Case.paused` shows that one runs. Going on for longer is asked for anew.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    ground = models.CharField(_("ground"), max_length=15, choices=PauseGround)
    ends_on = models.DateField(_("ends on"))
    paused_on = models.DateField(_("paused on"), null=True, blank=True)
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "answer")

    class Meta(DayRequest.Meta):
        constraints = [
            one_open("case", end="decided_at", name="one_pause_pending"),
            one_open("case", end="resumed_on", name="one_pause_running", paused_on__isnull=False),
            other_hands("decided_by", "asked_by", name="pause_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground} until {self.ends_on}"
