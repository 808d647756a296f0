"""单独书面同意: a member lets what is published about him go further (docs/rules.md 4.6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ConsentWay, PublicationScope
from rectification.models.case import Case
from rectification.models.history import history
from rectification.models.people import Person


class PublicationConsent(models.Model):
    """Given for one case and one scope, apart from everything else; withdrawn at any time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scope = models.CharField(_("scope"), max_length=2, choices=PublicationScope)
    how = models.CharField(_("how it was given"), max_length=6, choices=ConsentWay)
    record = models.CharField(_("where the signed paper is kept"), max_length=200, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("record",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_stands_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(how=ConsentWay.PAPER) | ~models.Q(record=""),
                name="paper_consent_has_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.scope}"
