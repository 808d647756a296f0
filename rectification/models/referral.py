"""The referral for accountability (问责建议): a note by a person about an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ReferralGround
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class AccountabilityReferral(models.Model):
    """Open until it is sent or dropped; about one organisation one of each body at a time.

    `facts` and `answer` are sealed (`policies.referrals`): events of the case hold no word of
    them. `role` and `body` are the office in which it was written. What came of it is known here
    by number and day alone.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    round = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=12, choices=ReferralGround)
    facts = models.TextField(_("facts"))
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=3, choices=Role)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    unanswered_at = models.DateTimeField(null=True, blank=True)
    """The period was over without an answer: no admission, and no consent."""
    number = models.CharField(_("number of the paper"), max_length=40, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=60, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.TextField(_("why it was dropped"), blank=True)
    dropped_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    outcome_number = models.CharField(_("number of the outcome"), max_length=40, blank=True)
    outcome_on = models.DateField(_("day of the outcome"), null=True, blank=True)
    outcome_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = history()

    ERASABLE = ("facts", "answer", "drop_reason", "sent_to")

    class Meta:
        verbose_name = _("referral for accountability")
        default_permissions = ()
        constraints = [
            one_open(
                *("case", "organisation", "role"),
                end="sent_at",
                name="one_open_referral",
                dropped_at=None,
            ),
            other_hands("answered_by", "written_by", name="referral_answered_by_another"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(unanswered_at__isnull=True),
                name="referral_answered_or_not",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(dropped_at__isnull=True),
                name="referral_sent_or_dropped",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True)
                | (~models.Q(number="") & models.Q(answered_at__isnull=False))
                | (~models.Q(number="") & models.Q(unanswered_at__isnull=False)),
                name="referral_sent_by_number_after_hearing",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_on__isnull=True) | models.Q(sent_at__isnull=False),
                name="referral_outcome_after_sending",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    @property
    def reference(self) -> str:
        """How events refer to it."""
        return f"referral:{self.pk}"

    @property
    def is_open(self) -> bool:
        return not (self.sent_at or self.dropped_at)

    @property
    def is_heard(self) -> bool:
        return bool(self.answered_at or self.unanswered_at)
