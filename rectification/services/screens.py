"""公示屏: register one, whose link is shown once; revoke it; find it by its token."""

import hashlib
import secrets
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput, NotVisible, StepGone
from rectification.models import Organisation, Person, Screen
from rectification.models.history import without_history
from rectification.policies.days import today
from rectification.policies.reasons import allow
from rectification.policies.screens import is_on, why_not_keep, why_not_revoke
from rectification.services.pages import written_before

TOKEN_BYTES: Final = 32


@transaction.atomic
def register_screen(
    *, by: Person, organisation: Organisation, name: str, place: str, page: UUID | None = None
) -> tuple[Screen, str]:
    """The screen and its token, to be shown once; a page sent twice gets a newer token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    before = written_before(Screen, by=by, field="registered_by", page=page)
    if before is not None:
        return _with_newer_link(before.pk, by, token), token
    allow(why_not_keep(by, organisation))
    told = _("Say which screen it is and where it stands.")
    errors = {field: told for field, text in (("name", name), ("place", place)) if not text.strip()}
    if errors:
        raise InvalidInput(errors, rule="4.6")
    screen = Screen.objects.create(
        organisation=organisation,
        name=name.strip(),
        place=place.strip(),
        token_hash=_hash(token),
        registered_by=by,
        registered_at=timezone.now(),
        page=page,
    )
    return screen, token


def _with_newer_link(key: int, by: Person, token: str) -> Screen:
    screen = _locked(key, by)
    allow(why_not_keep(by, screen.organisation))
    screen.token_hash = _hash(token)
    screen.save()
    return screen


@transaction.atomic
def revoke_screen(*, screen: Screen, by: Person) -> None:
    """Its link is worth nothing from this moment on."""
    locked = _locked(screen.pk, by)
    locked.revoked_by, locked.revoked_at = by, timezone.now()
    locked.save()


def _locked(key: int, by: Person) -> Screen:
    """One that is in use, and that this person may revoke today."""
    screen = Screen.objects.select_for_update().get(pk=key)
    allow(why_not_revoke(by, screen.organisation))
    if is_on(screen):
        return screen
    name = screen.revoked_by.name if screen.revoked_by else ""
    raise StepGone(
        _("The screen was already revoked by %(name)s; register it anew.") % {"name": name},
        rule="4.6",
    )


def open_screen(*, token: str) -> Screen:
    """Raises NotVisible for an unknown and for a revoked token; notes the day, once a day."""
    rows = Screen.objects.filter(token_hash=_hash(token), revoked_at__isnull=True)
    screen = rows.select_related("organisation").first()
    if screen is None:
        raise NotVisible
    if screen.last_seen_on != today():
        screen.last_seen_on = today()
        with without_history(screen):
            screen.save(update_fields=["last_seen_on"])
    return screen


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
