"""The supervision order (督办单): a numbered paper that is answered or goes higher."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import OrderGround, OrderLevel
from rectification.models.case import Case
from rectification.models.constraints import one_open
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.verification import VerificationAttempt
from rectification.roles import Role


class SupervisionOrder(models.Model):
    """Addressed to the owner organisation; in a member's case to the member himself.

    Open until it is answered, void, or over with its case or round; of one ground one at a time.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=30, unique=True)
    ground = models.CharField(_("ground"), max_length=10, choices=OrderGround)
    level = models.CharField(_("level"), max_length=12, choices=OrderLevel)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.TextField(_("facts"))
    reply_on = models.DateField(_("to be answered by"))
    reply_provisional = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody where the ladder or a failed verification brought it."""
    issued_role = models.CharField(max_length=3, choices=Role, blank=True)
    attempt = models.ForeignKey(
        VerificationAttempt, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    """The failed verification on which it rests: void with it."""
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    talk_on = models.DateField(_("day of the talk"), null=True, blank=True)
    talk_note = models.TextField(_("what was said"), blank=True)
    talked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """The liaison leader, who talks with whoever answers once it is an admonition."""
    told_leading_group_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    """The case, or the round, ended before it was answered."""

    history = history()

    ERASABLE = ("facts", "reply", "talk_note")

    OPEN = models.Q(replied_at__isnull=True, void_at__isnull=True, lapsed_at__isnull=True)

    class Meta:
        verbose_name = _("supervision order")
        default_permissions = ()
        constraints = [
            one_open(
                "case",
                "ground",
                end="replied_at",
                name="one_open_order",
                void_at__isnull=True,
                lapsed_at__isnull=True,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return not (self.replied_at or self.void_at or self.lapsed_at)
