"""What leaves this procedure: a case handed over or sealed, a number that stands for a paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import PaperGround, SealingGround, TransferDestination, TransferGround
from rectification.models.case import Case
from rectification.models.constraints import one_open
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Transfer(models.Model):
    """A case handed over (移送): its content is sealed, and the number alone stays in lists."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="transfer")
    township = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(_("reference number"), max_length=40, unique=True)
    ground = models.CharField(_("ground"), max_length=10, choices=TransferGround)
    destination = models.CharField(_("to"), max_length=12, choices=TransferDestination)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """The officer; None where it went past every office, so that no office has it in a list."""
    made_at = models.DateTimeField(_("handed over at"))
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)

    history = history()

    class Meta:
        verbose_name = _("handing over")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number


class Sealing(models.Model):
    """A case sealed because it holds a secret (封存): nobody reads it, nothing of it is deleted.

    It holds at once. The secrecy officer confirms it, with the ground that he has determined and
    the number under which the paper is kept, or has it lifted (`Unsealing`).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="sealings")
    township = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(_("reference number"), max_length=40, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("sealed at"))
    ground = models.CharField(_("ground"), max_length=12, choices=SealingGround)
    paper_number = models.CharField(_("number of the paper"), max_length=40, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("unsealed at"), null=True, blank=True)

    history = history()

    class Meta:
        verbose_name = _("sealing")
        default_permissions = ()
        constraints = [one_open("case", end="lifted_at", name="sealed_once")]

    def __str__(self) -> str:
        return self.number


class PaperEntry(models.Model):
    """A number for something that this system must not hold; not a word of it is kept."""

    number = models.CharField(_("registration number"), max_length=40, unique=True)
    ground = models.CharField(_("ground"), max_length=10, choices=PaperGround)
    township = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=36, blank=True)
    """Of the page that was stopped: sent again it gets the same number."""
    made_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("paper entry")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="paper_of_page_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
