"""Source batches (来源批次): lists of problems that came as one document, and their lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import SourceKind
from rectification.models.case import Case
from rectification.models.imports import ImportedFile
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class SourceBatch(models.Model):
    """A document by which an inspection fed problems back to a township.

    Its clocks run from `received_on`; `policy_version` names the rule of the period by the day it
    came into force, so that a later rule does not change what was asked of this batch.
    """

    kind = models.CharField(_("source"), max_length=20, choices=SourceKind)
    title = models.CharField(_("title"), max_length=160)
    document_number = models.CharField(_("document number"), max_length=80, db_index=True)
    received_on = models.DateField(_("received on"))
    policy_version = models.DateField(_("rule in force since"))
    file = models.OneToOneField(ImportedFile, models.PROTECT, related_name="batch")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("source batch")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[SourceKind.INSPECTION, SourceKind.REINSPECTION]),
                name="batch_of_inspection",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


class BatchEntry(models.Model):
    """What a line of the document asked for, and the case has not decided yet.

    `fingerprint` knows the first wording again without keeping it.
    """

    batch = models.ForeignKey(SourceBatch, models.PROTECT, related_name="entries")
    case = models.OneToOneField(Case, models.CASCADE, related_name="batch_entry")
    row = models.PositiveIntegerField(_("row"))
    fingerprint = models.CharField(max_length=64)
    limit_text = models.CharField(_("time limit as written"), max_length=60, blank=True)
    due_on = models.DateField(_("time limit"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    co_units = models.ManyToManyField(Organisation, related_name="+")
    measure = models.TextField(_("measure proposed"), blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    similar_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    names_person = models.BooleanField(default=False)
    speaks_of_secrets = models.BooleanField(default=False)

    ERASABLE = ("fingerprint", "limit_text", "measure", "remark")

    class Meta:
        verbose_name = _("line of a source batch")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="batch_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.row}"
