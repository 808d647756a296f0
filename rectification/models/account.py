"""What surrounds an account: one-time links, what happened to it, which roles need more."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import AccountEventVerb, AccountLinkPurpose
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.user import User
from rectification.roles import Role


class AccountLink(models.Model):
    """A way to set one's password once (一次性链接); only the hash of its token is kept.

    A link that is taken back or replaced expires at that moment. `created_by` is empty when it
    was issued at the server itself.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    purpose = models.CharField(_("purpose"), max_length=12, choices=AccountLinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.purpose} of {self.user_id}"


class AccountEvent(models.Model):
    """Append-only: what was done to an account and by whom. No addresses, no devices.

    `by` is empty for the server's own commands and for whoever held a one-time link.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="account_events")
    verb = models.CharField(max_length=20, choices=AccountEventVerb)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-id"], name="events_of_account")]

    def __str__(self) -> str:
        return f"{self.verb} {self.user_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An account event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An account event is never deleted.")


class RoleSecurity(models.Model):
    """Whether whoever holds the role must use a second factor (动态验证码)."""

    role = models.CharField(_("role"), max_length=3, choices=Role, unique=True)
    second_factor_required = models.BooleanField(_("second factor required"), default=False)

    history = history()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.role
