"""What a restored house must not take up again as if nothing had happened since."""

from collections.abc import Callable
from typing import Final

from django.contrib.sessions.models import Session
from django.utils import timezone

from rectification.models import AccountLink, ListFile, User, WaitingFile
from rectification.services.account_links import take_back_links
from rectification.services.private_files import drop_file
from rectification.services.retention import erase_withdrawn

ERASURES: Final[tuple[Callable[[], int], ...]] = (erase_withdrawn,)
"""What is erased when its day has come is erased again; each returns how many cases it erased."""


def begin_anew() -> int:
    """Nobody is logged in, no link works, no file waits; returns how many cases were erased."""
    Session.objects.all().delete()
    links = AccountLink.objects.filter(used_at__isnull=True, expires_at__gt=timezone.now())
    for user in User.objects.filter(pk__in=links.values("user")):
        take_back_links(user=user)
    for waiting in WaitingFile.objects.all():
        drop_file(row=waiting)
    for made in ListFile.objects.all():
        drop_file(row=made)
    return sum(erase() for erase in ERASURES)
