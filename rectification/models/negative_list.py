"""The negative list (负面清单) of a township: published as a whole, and never changed after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import NegativeItem
from rectification.models.organisation import Organisation
from rectification.models.people import Person

TEXT_MAX = 80
"""As long as the title of a case, which an item can stand for."""


class NegativeList(models.Model):
    """One version; in force from its first day until that of the next."""

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="negative_lists")
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("in force from"))
    basis = models.CharField(_("basis"), max_length=200)
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "version"], name="negative_list_version_once"
            ),
            models.UniqueConstraint(
                fields=["committee", "valid_from"], name="negative_list_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.version}"


class NegativeListItem(models.Model):
    """A way of behaving that others can see, and the norm it breaks; never a belief (3.3).

    Cases cite the row itself, so a new version changes nothing of theirs.
    """

    list = models.ForeignKey(NegativeList, models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=5, choices=NegativeItem)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("conduct"), max_length=TEXT_MAX)
    norm = models.CharField(_("norm"), max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ("list", "kind", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "kind", "position"], name="negative_item_position_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=NegativeItem.OTHER), name="negative_item_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.text
