"""Switch one's own calendar subscription on, renew it, switch it off; find it by its token."""

import hashlib
import secrets
from typing import Final

from django.db import transaction
from django.utils import timezone

from rectification.enums import AccountEventVerb
from rectification.exceptions import NotVisible
from rectification.models import CalendarFeed, Person, User
from rectification.services.account_events import record_account_event

TOKEN_BYTES: Final = 32


@transaction.atomic
def switch_on(*, user: User) -> str:
    """The token, to be shown once; the one before stops working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_hash": _hash(token), "created_at": timezone.now()}
    )
    record_account_event(user=user, verb=AccountEventVerb.FEED_ON, by=user.person)
    return token


@transaction.atomic
def switch_off(*, user: User, by: Person | None = None) -> None:
    """By the holder, or when he leaves. Nothing happens where it is off already."""
    deleted, _rows = CalendarFeed.objects.filter(user=user).delete()
    if deleted:
        record_account_event(user=user, verb=AccountEventVerb.FEED_OFF, by=by or user.person)


def open_feed(*, token: str) -> CalendarFeed:
    """Raises NotVisible for an unknown token and for a disabled account."""
    rows = CalendarFeed.objects.select_related("user__person")
    feed = rows.filter(token_hash=_hash(token), user__is_active=True).first()
    if feed is None:
        raise NotVisible
    return feed


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
