"""The opening of a box into which people put papers: that it was opened, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.organisation import Organisation
from rectification.models.people import Person


class BoxOpening(models.Model):
    """How many papers lay in it; which they were is kept nowhere, lest a day lead to a writer.

    The two who were present need not stand in any roster: one of them may be a villager.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="box_openings")
    opened_on = models.DateField(_("day of opening"))
    first_present = models.CharField(_("present: first"), max_length=60)
    second_present = models.CharField(_("present: second"), max_length=60)
    objections = models.PositiveSmallIntegerField(_("number of objections"))
    ballots = models.PositiveSmallIntegerField(_("number of ballot sheets"), default=0)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_on = models.DateField()
    """No moment: by it alone one could find the objections that were received in the same one."""
    page = models.UUIDField(null=True, unique=True, editable=False)
    """Key of the page it was sent with: sent twice, it is one opening."""

    ERASABLE = ("first_present", "second_present")

    class Meta:
        verbose_name = _("opening of the paper box")
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "-id"], name="opening_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.opened_on}"
