"""A file of proof that serves a second measure (重复使用)."""

from django.db import models
from django.db.models import F, Q

from rectification.models.plan import Evidence


class Reuse(models.Model):
    """That the file was there before, for another measure; found when it was handed in.

    `distance` is empty for the same bytes; for two pictures it says in how many marks they differ.
    """

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="reuses")
    earlier = models.ForeignKey(Evidence, models.CASCADE, related_name="reused")
    distance = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["evidence", "earlier"], name="reuse_found_once"),
            models.CheckConstraint(
                condition=Q(earlier__lt=F("evidence")), name="reused_after_the_first_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} like {self.earlier_id}"
