"""An administrator sends a message again that was given up."""

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import AccountEventVerb, MessageChannel
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import OutboxMessage, User
from rectification.policies.authority import authority_of
from rectification.selectors.undelivered import undelivered
from rectification.services.account_events import record_account_event
from rectification.services.delivery import is_on
from rectification.services.digests import is_over


@transaction.atomic
def send_again(*, message_id: int, by: User) -> bool:
    """It gets all its attempts once more; returns False where its channel is switched off.

    Noted at the account of whoever a mail was for. What stands before the administrator by its
    kind is noted at his own account: at another it would say who had a message of that kind.

    Raises NotVisible out of reach and when it is no longer parked, NotAllowed for a digest of a
    day that is over.
    """
    rows = OutboxMessage.objects.select_for_update(of=("self",))
    message = rows.filter(pk__in=undelivered(authority_of(by)), pk=message_id).first()
    if message is None:
        raise NotVisible
    if is_over(message):
        raise NotAllowed(
            _("The day of this digest is over. The next working day brings a new one.")
        )
    message.attempts, message.error = 0, ""
    message.leased_until = message.parked_at = None
    message.save(update_fields=["attempts", "error", "leased_until", "parked_at"])
    record_account_event(
        user=_noted_at(message, by), verb=AccountEventVerb.SENT_AGAIN, by=by.person
    )
    return is_on(message.channel)


def _noted_at(message: OutboxMessage, by: User) -> User:
    if message.channel != MessageChannel.MAIL:
        return by
    return User.objects.filter(person=message.recipient_id).first() or by
