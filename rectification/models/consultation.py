"""One opinion beside a decision (加签): asked for by whoever decides, given once, or lapsed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.record import WorkItem
from rectification.roles import Role


class Consultation(models.Model):
    """Neither approval nor veto: the step it belongs to is decided with it or without it.

    `role` and `organisation` are the office in which the person reads the case already.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="consultations")
    """The open step on which the opinion is asked for."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=3, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opinion = models.TextField(_("opinion"), blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    """The step was done or taken away, the days were over, or the person was free no more."""

    history = history()

    ERASABLE = ("question", "opinion")

    OPEN = models.Q(given_at__isnull=True, lapsed_at__isnull=True)

    class Meta:
        default_permissions = ()
        constraints = [
            one_open("item", end="lapsed_at", name="one_consultation_of_step"),
            other_hands("person", "asked_by", name="consulted_is_another"),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True) | models.Q(lapsed_at__isnull=True),
                name="consultation_given_or_lapsed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.item_id}"

    @property
    def reference(self) -> str:
        """How events refer to it."""
        return f"consultation:{self.pk}"

    @property
    def is_open(self) -> bool:
        return not (self.given_at or self.lapsed_at)
