"""What happened to an account: one line each, never changed (`AccountEvent`)."""

from django.utils import timezone

from rectification.enums import AccountEventVerb
from rectification.models import AccountEvent, Person, User


def record_account_event(*, user: User, verb: AccountEventVerb, by: Person | None) -> AccountEvent:
    return AccountEvent.objects.create(user=user, verb=verb, by=by, at=timezone.now())
