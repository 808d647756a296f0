"""The register (公文登记) of official papers that are of no case: a chain of its own."""

from django.db import models

from rectification.enums import EventVerb
from rectification.models.document import OfficialDocument
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class PaperEvent(models.Model):
    """Append-only: a paper without a case was issued, came back signed, or was made void.

    One chain for the whole installation, sealed by the checkpoints like that of a case. What the
    words of an act were, number or reason, stands in the paper; here is the hash of them.
    """

    sequence = models.PositiveIntegerField(unique=True)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="paper_events")
    verb = models.CharField(max_length=30, choices=EventVerb)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_role = models.CharField(max_length=3, choices=Role)
    acting_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=120)
    """`document:` and the code of the paper, as the events of a case name one."""
    request = models.CharField(max_length=40, blank=True)
    files = models.TextField(blank=True)
    versions = models.TextField(blank=True)
    format = models.PositiveSmallIntegerField(default=1)
    salt = models.CharField(max_length=32)
    payload_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"
