"""Organisations: a tree with dated edges, and the guardian grants that lie on its nodes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from rectification import permissions
from rectification.enums import OrganisationKind, Sector
from rectification.models.constraints import one_open
from rectification.models.history import history

ANCESTOR_LEVELS = 6
"""How deep the tree may grow: a case carries one indexed ancestor column for each level."""


class Organisation(models.Model):
    """A party organisation or functional body; never renamed into another one (scenario 4)."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    opened_on = models.DateField(_("from"))
    closed_on = models.DateField(_("until"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_into"
    )
    document_code = models.CharField(_("code for papers"), max_length=8, blank=True)
    """机关代字: begins the numbers of what it issues; `services.document_numbers`."""
    path = models.CharField(max_length=200, db_index=True, default="", editable=False)
    """Projection of today's tree: fixed-width steps from the root; `services.organisations`."""

    history = history(exclude=("path",))

    class Meta:
        verbose_name = _("organisation")
        default_permissions = ()
        permissions = tuple(permissions.LABELS.items())
        constraints = [
            models.UniqueConstraint(
                fields=["document_code"],
                condition=~models.Q(document_code=""),
                name="document_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ancestor_ids(self) -> list[int]:
        """Keys from the root down to this organisation, as the path projection has them."""
        return [int(step, 16) for step in self.path.split("/") if step]


class OrganisationAlias(models.Model):
    """Another name under which imports and searches find the organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(_("alias"), max_length=120)

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="alias_once"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationEdge(models.Model):
    """The child stood under the parent from `valid_from` to `valid_to`, both days included."""

    child = models.ForeignKey(Organisation, models.PROTECT, related_name="parent_edges")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="child_edges")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    history = history()

    class Meta:
        constraints = [
            one_open("child", end="valid_to", name="one_open_parent"),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("parent")), name="not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} under {self.parent_id}"


class OrganisationUserPermission(UserObjectPermissionBase):
    """A right of a user on an organisation, derived from appointments and never set by hand."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class OrganisationGroupPermission(GroupObjectPermissionBase):
    """Required by django-guardian beside the user's table; the product grants to users only."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)
