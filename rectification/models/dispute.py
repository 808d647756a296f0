"""A dispute (争议) about who takes part in a case: what was said, agreed and decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import DisputeKind, MediationResult, ShareDecision
from rectification.models.case import Assignment, Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Dispute(models.Model):
    """About one unit of a case; over when the unit accepts, is released, or it is decided.

    `agreed` is the record of the mediation. Who proposed or mediated does not decide.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="disputes")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="disputes")
    kind = models.CharField(_("kind"), max_length=8, choices=DisputeKind)
    reason = models.TextField(_("reason"), blank=True)
    raised_at = models.DateTimeField()
    mediation = models.CharField(
        _("result of the mediation"), max_length=10, choices=MediationResult, blank=True
    )
    agreed = models.TextField(_("record of the mediation"), blank=True)
    mediated_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    mediated_at = models.DateTimeField(null=True, blank=True)
    proposal = models.CharField(
        _("proposal of the office"), max_length=8, choices=ShareDecision, blank=True
    )
    proposal_reason = models.TextField(_("reason of the proposal"), blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("decision"), max_length=8, choices=ShareDecision, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    decided_owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "agreed", "proposal_reason", "decision_reason")

    class Meta:
        default_permissions = ()
        constraints = [
            one_open("assignment", end="ended_at", name="one_open_dispute"),
            other_hands("decided_by", "mediated_by", "proposed_by", name="dispute_decided_apart"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.assignment_id}"

    @property
    def is_released(self) -> bool:
        """The unit has no share: agreed in mediation, or decided."""
        return ShareDecision.RELEASED in (self.decision, self.mediation)
