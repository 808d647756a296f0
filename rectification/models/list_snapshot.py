"""清单快照: a list as it was on one day, proposed by one hand and approved by another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, ListState, SnapshotStatus
from rectification.models.case import Case
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class ListSnapshot(models.Model):
    """`kind` names one of the lists; `place` to `state` are what it was narrowed to.

    `sha256` is over the headings and the hash of each line, so that a line can be erased and what
    is left still proves. The number is given with the approval.
    """

    kind = models.CharField(_("list"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="list_snapshots")
    """In whose name it is made (填报单位)."""
    place = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    level = models.CharField(max_length=1, choices=CaseLevel, blank=True)
    state = models.CharField(max_length=8, choices=ListState, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=SnapshotStatus, default=SnapshotStatus.PROPOSED
    )
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_role = models.CharField(max_length=3, choices=Role)
    made_at = models.DateTimeField(_("made at"))
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_role = models.CharField(max_length=3, choices=Role, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    return_reason = models.TextField(_("reasons for the return"), blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    lines = models.PositiveIntegerField(_("lines"))
    sha256 = models.CharField(max_length=64)

    history = history()

    ERASABLE = ("return_reason",)

    class Meta:
        verbose_name = _("version of a list")
        default_permissions = ()
        constraints = [
            other_hands("decided_by", "made_by", name="list_approved_by_another"),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="list_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status=SnapshotStatus.APPROVED, decided_by__isnull=False, number__gt=""
                )
                | ~models.Q(status=SnapshotStatus.APPROVED) & models.Q(number=""),
                name="list_numbered_when_approved",
            ),
        ]
        indexes = [models.Index(fields=["kind", "organisation", "-id"], name="versions_of_list")]

    def __str__(self) -> str:
        return self.number or f"{self.title} {self.pk}"


class ListSnapshotColumn(models.Model):
    """A heading as it was written, and the group of fields without which its values are withheld.

    Kept with the version: what a list is made of may change, the paper does not.
    """

    snapshot = models.ForeignKey(ListSnapshot, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)
    needs = models.CharField(max_length=20)
    sort = models.CharField(max_length=10)
    width = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="list_column_once")
        ]

    def __str__(self) -> str:
        return self.label


class ListSnapshotLine(models.Model):
    """A line as it was written: its values with a tab between them (`documents.lists.frozen`).

    `about` tells the lines of one case apart; `unit` is the one whose share the line is.
    """

    snapshot = models.ForeignKey(ListSnapshot, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=100, blank=True)
    words = models.TextField()
    sha256 = models.CharField(max_length=64)

    ERASABLE = ("words",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "position"], name="list_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.position}"
