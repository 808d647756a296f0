"""Random draws (随机抽取): whom a random check visits, so that anybody can draw it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind, Sector
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Draw(models.Model):
    """A sample of the open organisations of a kind and sector; written once, never changed.

    `seed` is given by the system. Who drew too often until he liked it is seen: every draw stays.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="draws")
    name = models.CharField(_("what is checked"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    size = models.PositiveSmallIntegerField(_("number drawn"))
    seed = models.CharField(_("seed"), max_length=32)
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"))
    page = models.UUIDField(null=True, unique=True, editable=False)
    """Key of the page it was asked with: sent twice, it is one draw."""

    class Meta:
        verbose_name = _("random draw")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class DrawCandidate(models.Model):
    """An organisation that could be drawn, by the code it had on that day."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="candidates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=32)
    is_drawn = models.BooleanField(_("drawn"))

    class Meta:
        verbose_name = _("candidate of a draw")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="drawn_from_once"),
        ]

    def __str__(self) -> str:
        return self.code
