"""Words that describe accounts: what happened to one, and what a one-time link is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountEventVerb(TextChoices):
    OPENED = "opened", pgettext_lazy("account", "Account opened")
    DISABLED = "disabled", pgettext_lazy("account", "Account disabled")
    ENABLED = "enabled", pgettext_lazy("account", "Account enabled again")
    LINK_ISSUED = "link_issued", pgettext_lazy("account", "One-time link issued")
    LINK_USED = "link_used", pgettext_lazy("account", "Password set with the one-time link")
    PASSWORD_CHANGED = "password_changed", pgettext_lazy("account", "Password changed")
    SESSIONS_ENDED = "sessions_ended", pgettext_lazy("account", "Logged out everywhere")
    FACTOR_SET = "factor_set", pgettext_lazy("account", "Second factor set up")
    FACTOR_REMOVED = "factor_removed", pgettext_lazy("account", "Second factor removed")
    FACTOR_RESET = "factor_reset", pgettext_lazy("account", "Second factor reset")
    CODES_RENEWED = "codes_renewed", pgettext_lazy("account", "New recovery codes made")
    FEED_ON = "feed_on", pgettext_lazy("account", "Address of the calendar subscription made")
    FEED_OFF = "feed_off", pgettext_lazy("account", "Calendar subscription switched off")
    MAIL_ON = "mail_on", pgettext_lazy("account", "Mail address entered")
    MAIL_OFF = "mail_off", pgettext_lazy("account", "Mail switched off")
    SENT_AGAIN = "sent_again", pgettext_lazy("account", "Undelivered message sent again")
    CODE_USED = "code_used", pgettext_lazy("account", "Recovery code used")


class AccountLinkPurpose(TextChoices):
    FIRST_LOGIN = "first_login", _("First login")
    RESET = "reset", _("New password")
