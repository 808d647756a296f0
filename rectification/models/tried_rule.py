"""What rules have in common that are tried on past cases before they count."""

from django.db import models

from rectification.models.people import Person


class TriedRule(models.Model):
    """Entered by somebody, tried, and then confirmed; what it says is never changed."""

    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    tried_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    tried_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def tried_before_confirmed(*, name: str) -> models.CheckConstraint:
    """Nobody puts a rule into force without having been shown what it would do."""
    return models.CheckConstraint(
        condition=models.Q(confirmed_at__isnull=True)
        | models.Q(tried_at__isnull=False, tried_at__lte=models.F("confirmed_at")),
        name=name,
    )
