"""Reports about the same fact that are handled as one case (并案), until that is undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.case import Case
from rectification.models.constraints import one_open
from rectification.models.history import history
from rectification.models.people import Person


class Merge(models.Model):
    """From `made_at` on `case` is handled as part of `master`; it keeps all that is its own."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="merges")
    master = models.ForeignKey(Case, models.CASCADE, related_name="joined")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("merged at"))
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """None where it was undone because the master left (docs/rules.md T8)."""
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("reason"), max_length=500, blank=True)

    history = history()

    ERASABLE = ("undo_reason",)

    class Meta:
        verbose_name = _("merger of cases")
        default_permissions = ()
        constraints = [
            one_open("case", end="undone_at", name="merged_once"),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("master")), name="merged_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.master_id}"
