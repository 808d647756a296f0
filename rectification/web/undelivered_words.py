"""How a message that was given up is worded: what it was, or for whom, never both.

An administrator sees no case. That somebody is named in one, or is urged, would be a word of it;
and what few may know of is not named at all.
"""

from django.utils.translation import gettext as _

from rectification.enums import MessageChannel
from rectification.models import OutboxMessage
from rectification.notifications import DIGEST, KINDS
from rectification.notifications.carrying import INTERRUPTED
from rectification.web.dates import moment
from rectification.web.parts import Act, ActKind, Light, LightColour, Row, Text
from rectification.wording import labelled


def row(message: OutboxMessage, here: str) -> Row:
    return Row(
        title=_("No. %(number)s: %(what)s") % {"number": message.pk, "what": _what(message)},
        light=Light(LightColour.RED, _("not delivered")),
        meta=[
            MessageChannel(message.channel).label,
            _for_whom(message),
            _("%(count)s attempts") % {"count": message.attempts},
            _("from %(moment)s") % {"moment": moment(message.created_at)},
            _("given up %(moment)s") % {"moment": moment(message.parked_at)}
            if message.parked_at
            else "",
        ],
        note=_why(message),
        act=Act(
            _("Send again"),
            here,
            kind=ActKind.POST,
            name="again",
            value=str(message.pk),
            about=str(message.pk),
        ),
    )


def _what(message: OutboxMessage) -> Text:
    if message.kind == DIGEST:
        return _("Daily digest")
    if message.channel == MessageChannel.MAIL:
        return _("Message that cannot wait")
    kind = KINDS.get(message.kind)
    if kind is not None and kind.inside:
        return _("Message about a case")
    return kind.text if kind else message.kind


def _for_whom(message: OutboxMessage) -> str:
    """By code, and only where the address may be at fault."""
    if message.channel != MessageChannel.MAIL or message.recipient is None:
        return ""
    return labelled(_("Recipient"), message.recipient.code)


def _why(message: OutboxMessage) -> str:
    if message.error == INTERRUPTED:
        return _(
            "Broken off while it was sent; it may have arrived. Send it again only if it has not."
        )
    if message.error == "SMTPRecipientsRefused":
        return _("The mail server knows no such address. Ask the recipient to correct it himself.")
    if message.error:
        return labelled(_("Last error"), message.error)
    return _("The process was ended each time while it was being delivered.")
