"""One holder of an office lets another act in it for a time (委托)."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import DelegationScope
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.people import Appointment, Person


class Delegation(models.Model):
    """In force when approved, within its days, and while the delegator holds the office.

    The number is given with the approval. `ended_on` is the first day without the deputy; a
    request that was refused or taken back has one too, and was never approved.
    """

    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="delegations", verbose_name=_("office")
    )
    deputy = models.ForeignKey(
        Person, models.PROTECT, related_name="deputyships", verbose_name=_("deputy")
    )
    scope = models.CharField(_("scope"), max_length=12, choices=DelegationScope)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    start_told_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)

    history = history(exclude=("start_told_at", "end_told_at"))

    ERASABLE = ("reason", "refusal")

    class Meta:
        verbose_name = _("delegation")
        default_permissions = ()
        indexes = [models.Index(fields=["deputy", "valid_from"], name="delegations_to_deputy")]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="delegation_number_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="delegation_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("entered_by")), name="not_own_deputy"
            ),
            other_hands("approved_by", "entered_by", "deputy", name="delegation_approved_by_third"),
            models.CheckConstraint(
                condition=models.Q(
                    approved_at__isnull=True, approved_by__isnull=True, number__isnull=True
                )
                | models.Q(approved_at__isnull=False, approved_by__isnull=False)
                & models.Q(year__isnull=False, number__isnull=False),
                name="delegation_numbered_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.appointment_id} to {self.deputy_id}"

    @property
    def delegator(self) -> Person:
        """Who holds the office; he alone asks for a deputy."""
        return self.appointment.person

    @property
    def reference(self) -> str:
        """The number as papers name it; empty before the approval."""
        if self.number is None:
            return ""
        words = {"year": self.year, "number": self.number}
        return gettext("delegation no. %(number)d of %(year)d") % words
