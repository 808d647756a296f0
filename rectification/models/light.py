"""Light rules (亮灯规则): from when on a light of a township turns yellow or red."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.tried_rule import TriedRule, tried_before_confirmed

_PERCENT = (MaxValueValidator(100),)
_TIMES = (MinValueValidator(1), MaxValueValidator(9))


class LightRule(TriedRule):
    """One version of the thresholds, in force from its day until that of the next.

    It counts once it was tried on the open cases and a second person has confirmed it.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="light_rules")
    in_force_from = models.DateField()
    soon_days = models.PositiveSmallIntegerField(default=5, validators=[MaxValueValidator(30)])
    """Working days before the due date from which its light is yellow."""
    behind_percent = models.PositiveSmallIntegerField(default=50, validators=_PERCENT)
    left_percent = models.PositiveSmallIntegerField(default=25, validators=_PERCENT)
    """Yellow too with less than `behind_percent` done and less than this of the time left."""
    faults_yellow = models.PositiveSmallIntegerField(default=1, validators=_TIMES)
    faults_red = models.PositiveSmallIntegerField(default=2, validators=_TIMES)
    """Returns and failures in the round after which the quality light turns."""

    history = history()

    class Meta:
        verbose_name = _("light rule")
        default_permissions = ()
        constraints = [
            other_hands("confirmed_by", "entered_by", name="light_rule_confirmed_by_another"),
            tried_before_confirmed(name="light_rule_tried_before_confirmed"),
            models.UniqueConstraint(
                fields=["committee", "in_force_from"],
                condition=models.Q(confirmed_at__isnull=False),
                name="light_rule_day_once",
            ),
            models.CheckConstraint(
                condition=models.Q(faults_red__gt=models.F("faults_yellow")),
                name="light_rule_red_after_yellow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} from {self.in_force_from}"
