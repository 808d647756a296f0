"""Which closed cases are looked at again by chance (回头看抽取), so that anybody can draw again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.case import Case
from rectification.models.organisation import Organisation


class LookBackDraw(models.Model):
    """The sample of what a township struck off in a quarter; written once, by the system alone.

    `seed` is given by the system, and a quarter is drawn from once, so that nobody draws until he
    likes the result.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="look_back_draws")
    since = models.DateField(_("struck off from"))
    until = models.DateField(_("struck off until"))
    share = models.PositiveSmallIntegerField(_("share in percent"))
    size = models.PositiveSmallIntegerField(_("number drawn"))
    seed = models.CharField(_("seed"), max_length=32)
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("draw of look-backs")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["committee", "since"], name="quarter_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.since}"


class LookBackCandidate(models.Model):
    """A case that could be drawn, by its number."""

    draw = models.ForeignKey(LookBackDraw, models.CASCADE, related_name="candidates")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    number = models.CharField(_("case number"), max_length=20)
    is_drawn = models.BooleanField(_("drawn"))

    class Meta:
        verbose_name = _("candidate of a draw of look-backs")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="case_drawn_from_once"),
        ]

    def __str__(self) -> str:
        return self.number
