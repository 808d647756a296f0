"""Lines of a register of opinions that an office kept and handed in (意见登记表)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.imports import ImportedFile
from rectification.models.people import Person
from rectification.models.voices import Opinion


class OpinionEntry(models.Model):
    """What the register said of an opinion beside its words; read by the intake officer alone.

    `fingerprint` knows the wording again without keeping it.
    """

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="entry")
    file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="opinions")
    row = models.PositiveIntegerField(_("row"))
    fingerprint = models.CharField(max_length=64, db_index=True)
    came_by = models.CharField(_("channel as written"), max_length=60, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    similar_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    names_person = models.BooleanField(default=False)
    too_vague = models.BooleanField(default=False)
    speaks_of_secrets = models.BooleanField(default=False)

    ERASABLE = ("fingerprint", "came_by", "remark")

    class Meta:
        verbose_name = _("line of a register of opinions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["file", "row"], name="opinion_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.row}"
