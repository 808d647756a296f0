"""One-time links: the only way in for whoever has no password or has lost it."""

import hashlib
import secrets
from typing import Final

from axes.utils import reset as forget_failed_logins
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.acting import acting_as
from rectification.enums import AccountEventVerb, AccountLinkPurpose
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import AccountLink, User
from rectification.notifications import queue
from rectification.policies.accounts import require_administrator_of
from rectification.policies.passwords import require_good_password
from rectification.services.account_events import record_account_event

TOKEN_BYTES: Final = 32


@transaction.atomic
def issue_link(*, user: User, by: User | None) -> str:
    """The token of a new link, to be shown once; earlier links of the account stop working.

    The present password works on until the link is used. Raises NotVisible, NotAllowed for an
    administrator's own account and for a disabled one.
    """
    require_administrator_of(user.person, by)
    if not user.is_active:
        raise NotAllowed(_("The account is disabled; enable it first."))
    take_back_links(user=user)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    issuer = by.person if by else None
    first = not user.has_usable_password()
    AccountLink.objects.create(
        user=user,
        purpose=AccountLinkPurpose.FIRST_LOGIN if first else AccountLinkPurpose.RESET,
        token_hash=_hash(token),
        created_by=issuer,
        created_at=now,
        expires_at=now + settings.ACCOUNT_LINK_LIFETIME,
    )
    event = record_account_event(user=user, verb=AccountEventVerb.LINK_ISSUED, by=issuer)
    queue(kind="account_link_issued", recipients=[user.person], about=f"account:{event.pk}")
    return token


def open_link(*, token: str) -> AccountLink:
    """The link behind the token; raises NotVisible when it is unknown, used or expired."""
    found = AccountLink.objects.select_related("user__person").filter(
        token_hash=_hash(token),
        used_at__isnull=True,
        expires_at__gt=timezone.now(),
        user__is_active=True,
    )
    link = found.first()
    if link is None:
        raise NotVisible
    return link


@transaction.atomic
def use_link(*, token: str, password: str) -> User:
    """Set the password with the link, once; nobody is logged in by it, and every session ends.

    A second factor stays as it is. Raises NotVisible and, for a weak password, InvalidInput.
    """
    link = AccountLink.objects.select_for_update().get(pk=open_link(token=token).pk)
    if link.used_at is not None or link.expires_at <= timezone.now():
        raise NotVisible
    user = User.objects.select_for_update().get(pk=link.user_id)
    require_good_password(password=password, user=user)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    user.set_password(password)
    user.must_change_password = False
    with acting_as(user.pk):
        user.save(update_fields=["password", "must_change_password"])
    event = record_account_event(user=user, verb=AccountEventVerb.LINK_USED, by=None)
    queue(kind="account_link_used", recipients=[user.person], about=f"account:{event.pk}")
    forget_failed_logins(username=user.username)
    return user


def take_back_links(*, user: User) -> None:
    """Links not used yet stop working now."""
    now = timezone.now()
    for link in AccountLink.objects.filter(user=user, used_at__isnull=True, expires_at__gt=now):
        link.expires_at = now
        link.save(update_fields=["expires_at"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
