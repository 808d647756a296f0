"""Scans of what came on paper and was entered for somebody by his branch (代录)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import PaperKind
from rectification.models.case import Case
from rectification.models.people import Person


class PaperScan(models.Model):
    """The paper itself, encrypted: it bears names and hands. Opened by the intake officer alone.

    What came in is one of `PaperKind.coming_in`; what the person concerned signs later follows it:
    his withdrawal, or what his branch enters for him in a step. `entered_by`
    handed it in and never reads it again.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    file = models.FileField(upload_to="papers/%Y/%m/", max_length=200)
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    received_on = models.DateField(_("received on"))
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered at"))

    ERASABLE = ("file", "name")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"paper of case {self.case_id}"
