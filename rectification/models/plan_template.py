"""Templates of measures (措施模板): what a township suggests to whoever drafts a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, Sector
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class PlanTemplate(models.Model):
    """A measure one may take over and change; an empty sector or level stands for all.

    What it says is never changed: it is ended, stays on record, and another is entered.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_templates")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    level = models.CharField(_("level"), max_length=1, choices=CaseLevel, blank=True)
    text = models.CharField(_("measure"), max_length=300)
    deliverable = models.CharField(_("deliverable"), max_length=200)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("text", "deliverable")

    class Meta:
        verbose_name = _("measure template")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
