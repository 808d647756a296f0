"""Where somebody wants to be written to outside the product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.user import User


class MailAddress(models.Model):
    """The address (邮箱) that a holder entered himself; switched off, the row is gone.

    No history: a former address is nobody's business. When it was on is told by the events of
    the account.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="mail_address")
    address = models.EmailField(_("mail address"), max_length=120)
    entered_at = models.DateTimeField()

    ERASABLE = ("address",)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"mail of {self.user_id}"
