"""The self-check (党性体检): private answers of one member, sealed, and gone after the period."""

from django.db import models

from rectification.models.check_round import CheckRound
from rectification.models.people import Person


class SelfCheck(models.Model):
    """Encrypted with IDENTITY_KEY; opened for its author alone, in a round that is running.

    No history, no event, no log line, no case ever refers to it (docs/rules.md, guard-rails 0.2
    and 0.3).
    """

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    ERASABLE = ("sealed",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="self_check_once"),
        ]

    def __str__(self) -> str:
        return f"self-check {self.pk}"
