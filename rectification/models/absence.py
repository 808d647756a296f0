"""Who is away from his post, from when until when (不在岗); nothing is said of the reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import AbsenceKind
from rectification.models.constraints import period
from rectification.models.history import history
from rectification.models.people import Person


class Absence(models.Model):
    """Days on which a person is on leave or suspended, first and last day included.

    `ended_on` is the first day on which he is back although the period was recorded for longer.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    kind = models.CharField(_("kind"), max_length=10, choices=AbsenceKind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = history()

    class Meta:
        verbose_name = _("absence")
        default_permissions = ()
        indexes = [models.Index(fields=["person", "valid_from"], name="absences_of_person")]
        constraints = [
            period("valid_from", "valid_to", name="absence_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.valid_from}"
