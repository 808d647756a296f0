"""The holder enters his own mail address, corrects it, or has no more mail sent to him."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import AccountEventVerb
from rectification.exceptions import NotAllowed
from rectification.models import MailAddress, Person, User
from rectification.services.account_events import record_account_event


@transaction.atomic
def switch_mail_on(*, user: User, address: str) -> None:
    """From now on mail goes there; the address of before is forgotten.

    Raises NotAllowed where the installation sends no mail, and for what is no address.
    """
    if not settings.MAIL_ON:
        raise NotAllowed(_("This installation sends no mail. Your messages are under “Messages”."))
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAllowed(error.messages[0], field="address") from error
    MailAddress.objects.update_or_create(
        user=user, defaults={"address": address, "entered_at": timezone.now()}
    )
    record_account_event(user=user, verb=AccountEventVerb.MAIL_ON, by=user.person)


@transaction.atomic
def switch_mail_off(*, user: User, by: Person | None = None) -> None:
    """The address is deleted, by the holder or when he leaves. Nothing happens where it is off."""
    deleted, _rows = MailAddress.objects.filter(user=user).delete()
    if deleted:
        record_account_event(user=user, verb=AccountEventVerb.MAIL_OFF, by=by or user.person)
