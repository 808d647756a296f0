"""What offices did with check rounds: one line each, never changed."""

from typing import Any

from django.db import models

from rectification.enums import CheckRoundVerb
from rectification.models.check_round import CheckRound
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class CheckRoundEvent(models.Model):
    """Append-only. What a change said stands in the history of the round, never here."""

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=CheckRoundVerb)
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_role = models.CharField(max_length=3, choices=Role)
    acting_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} {self.round_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An event of a check round is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An event of a check round is never deleted.")
