"""The ways on which a message leaves the outbox."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MessageChannel(TextChoices):
    IN_APP = "in_app", pgettext_lazy("channel", "Message centre")
    MAIL = "mail", pgettext_lazy("channel", "Mail")
    CHAT = "chat", pgettext_lazy("channel", "Work chat")
