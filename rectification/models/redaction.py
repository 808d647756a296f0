"""脱敏标记: what a machine marked in a text to be published, and what people decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import FindingKind, MarkDecision
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.publication import PublicationDecision


class RedactionMark(models.Model):
    """One mark of one version of the text: decided by its author, confirmed by another.

    `shown` is what stands in the text after the decision, the words that were kept or what stands
    in for them. Words that were masked are written down nowhere: the second checker must not read
    them. A new version has marks of its own, so an edit voids every confirmation.
    """

    publication = models.ForeignKey(PublicationDecision, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=15, choices=FindingKind)
    decision = models.CharField(max_length=4, choices=MarkDecision)
    shown = models.CharField(max_length=200)
    reason = models.CharField(_("why it stays"), max_length=200, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("shown", "reason")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision=MarkDecision.MASK)
                | ~models.Q(kind__in=sorted(FindingKind.blocking())),
                name="names_and_numbers_are_masked",
            ),
            other_hands("confirmed_by", "decided_by", name="mark_is_confirmed_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind} {self.decision}"
