"""The occasions on which problems are found: visits, supervision checks, meetings (工作记录)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import OccasionKind, SourceKind
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Occasion(models.Model):
    """When and where somebody looked or met, and what was found; it names nobody concerned.

    `source` says which of the three it is, `kind` which kind of it. Those who were there are
    people of the roster, or a number. `entered_for` is where the office lies in which it was
    entered. A correction is a new version: what stood there before is in the history.
    """

    source = models.CharField(_("source"), max_length=20, choices=SourceKind)
    kind = models.CharField(_("kind"), max_length=20, choices=OccasionKind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="occasions")
    held_on = models.DateField(_("day"))
    people = models.ManyToManyField(Person, related_name="+")
    present = models.PositiveSmallIntegerField(_("number of those present"), null=True, blank=True)
    finding = models.TextField(_("finding"))
    entered_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered at"))
    page = models.UUIDField(null=True, unique=True, editable=False)
    """Key of the page it was sent with: sent twice, it is one record."""

    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    correction_reason = models.TextField(_("reason for the correction"), blank=True)

    history = history(many=("people",))

    ERASABLE = ("finding", "correction_reason")

    class Meta:
        verbose_name = _("record of a visit, check or meeting")
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "-id"], name="occasion_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    source__in=[SourceKind.VISIT, SourceKind.SUPERVISION, SourceKind.MEETING]
                ),
                name="occasion_of_its_sources",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id} {self.held_on}"
