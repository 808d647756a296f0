"""Ending and forgetting sessions.

Whoever changes what a person may do ends his sessions in the same transaction.
"""

from importlib import import_module
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from rectification.models import Person, User
from rectification.models.history import without_history


def end_sessions(*, user: User) -> None:
    """End every session of the account with its next request, wherever it is kept.

    Whoever does this for himself keeps his own session with the framework's
    `update_session_auth_hash`.
    """
    user.session_epoch = F("session_epoch") + 1
    with without_history(user):
        user.save(update_fields=["session_epoch"])
    user.refresh_from_db(fields=["session_epoch"])


def end_sessions_of(*, person: Person) -> None:
    """The same for a person, who may have no account: appointments changed, suspended, left."""
    user = User.objects.filter(person=person).first()
    if user is not None:
        end_sessions(user=user)


def forget_expired_sessions() -> None:
    """Sessions expire by their time; their rows stay until somebody clears them."""
    engine: Any = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()


def forget_failed_logins() -> None:
    """Failed logins count as long as the pause lasts; afterwards no address is kept."""
    past = timezone.now() - settings.AXES_COOLOFF_TIME
    AccessAttempt.objects.filter(attempt_time__lt=past).delete()
