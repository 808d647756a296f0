"""Checkpoints (检查点), signed roots over the heads of all chains, and who took records out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ExportPurpose
from rectification.models.case import Case
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class Checkpoint(models.Model):
    """What stood at the end of every chain that had grown since the checkpoint before.

    `statement` is the line that is signed (Ed25519); it holds number, moment, count, root and the
    hash of the statement before. The rows are written once, like the events.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    root = models.CharField(max_length=64)
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class CheckpointHead(models.Model):
    """The last event of one case as a checkpoint found it; without a case, that of the register
    of papers that are of none."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="heads")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    IN_ORDER = (models.F("case_id").asc(nulls_first=True),)
    """In which they are leaves of the tree: the register, then the cases by their keys."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "checkpoint"], name="head_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.sequence} in {self.checkpoint_id}"


class RecordsExport(models.Model):
    """Who took records out, of how many cases, what for, and the hash of the file.

    Without `by` it was whoever runs the server. `about` is the number of a case, or the days of a
    period with a stroke between them; `basis` the number of a document.
    """

    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_role = models.CharField(max_length=3, choices=Role, blank=True)
    acting_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    about = models.CharField(max_length=60)
    cases = models.PositiveIntegerField()
    with_words = models.BooleanField()
    purpose = models.CharField(_("what for"), max_length=12, choices=ExportPurpose, blank=True)
    basis = models.CharField(_("number of the document"), max_length=60, blank=True)
    request = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.about} {self.at:%Y-%m-%d}"
