"""Lifting a seal (解除封存): proposed by the secrecy officer, decided by a second person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import UnsealingDecision, UnsealingGround
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.transfer import Sealing


class Unsealing(models.Model):
    """One proposal. Its ground is listed, so that nobody describes what is still sealed."""

    sealing = models.ForeignKey(Sealing, models.CASCADE, related_name="unsealings")
    ground = models.CharField(_("ground"), max_length=12, choices=UnsealingGround)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decision = models.CharField(
        _("decision"),
        max_length=8,
        choices=UnsealingDecision,
        default=UnsealingDecision.PENDING,
    )
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    history = history()

    class Meta:
        verbose_name = _("unsealing")
        default_permissions = ()
        constraints = [
            one_open("sealing", end="decided_at", name="one_unsealing_at_a_time"),
            other_hands("decided_by", "proposed_by", name="unsealing_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"unsealing {self.pk} of {self.sealing_id}"
