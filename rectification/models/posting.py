"""One act by which several notices were shown: a meeting, or a sheet on the board (M45)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import Channel
from rectification.models.occasion import Occasion
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Posting(models.Model):
    """Never changed: what was entered wrongly is entered anew, and its notices point to that.

    `attendance` is a number of the meeting; who came is asked of nobody.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="postings")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    held_on = models.DateField(_("date"))
    record = models.CharField(_("record"), max_length=200, blank=True)
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="postings"
    )
    attendance = models.PositiveSmallIntegerField(_("number of those present"), null=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered at"))
    page = models.UUIDField(null=True, unique=True, editable=False)
    """Key of the page it was sent with: sent twice, it is one posting."""

    class Meta:
        verbose_name = _("posting")
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "-id"], name="posting_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(channel=Channel.BOARD_ONLINE), name="posting_is_by_hand"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    channel__in=sorted(Channel.meetings()),
                    attendance__isnull=False,
                    attendance__gte=1,
                )
                | ~models.Q(channel__in=sorted(Channel.meetings())) & models.Q(attendance=None),
                name="posting_counts_those_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=~models.Q(record="") | models.Q(occasion__isnull=False),
                name="posting_says_where_its_record_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.channel} {self.held_on}"
