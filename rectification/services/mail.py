"""One mail: counts, kinds and days, the way to the product, and no other word.

Whose case it is, its number and what it is about stay in the product: mail is read on phones and
by others. The mail server is the office's own (`EMAIL_URL`).
"""

import hashlib
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import override

from rectification.models import MailAddress, OutboxMessage
from rectification.notifications import DIGEST
from rectification.notifications.carrying import Interrupted, Undeliverable
from rectification.selectors.digests import digest_of
from rectification.services.mail_words import digest_words, immediate_words

FOR_GOOD: Final = 500
"""From here on the codes of mail servers mean: it is no use to try again (RFC 5321)."""


def send_mail(message: OutboxMessage) -> bool:
    """False when there is nothing to say, or when he has switched mail off in the meantime."""
    found = MailAddress.objects.select_related("user__person").filter(
        user__person=message.recipient_id, user__is_active=True
    )
    to = found.first()
    words = _words(message, to) if to is not None else None
    if to is None or words is None:
        return False
    # Opened first: a server that is not there has no mail, and is asked again.
    with get_connection() as server:
        _send_by(server, _mail(message, to.address, *words))
    return True


def _send_by(server: Any, mail: EmailMessage) -> None:
    """Raises Interrupted when the server hangs up without a word about the mail it has."""
    try:
        server.send_messages([mail])
    except SMTPServerDisconnected as unknown:
        raise Interrupted from unknown
    except SMTPRecipientsRefused as refused:
        if all(code >= FOR_GOOD for code, _text in refused.recipients.values()):
            raise Undeliverable(refused) from refused
        raise


def _words(message: OutboxMessage, to: MailAddress) -> tuple[str, str] | None:
    with override(to.user.language):
        if message.kind != DIGEST:
            return immediate_words(message.kind)
        digest = digest_of(to.user, timezone.localdate(message.created_at))
        return digest_words(digest) if digest else None


def _mail(message: OutboxMessage, address: str, subject: str, body: str) -> EmailMessage:
    """Its identity follows from the promise, so that servers and readers know a repetition."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    identity = hashlib.sha256(message.key.encode()).hexdigest()[:40]
    headers = {"Message-ID": f"<{identity}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, to=[address], headers=headers)
