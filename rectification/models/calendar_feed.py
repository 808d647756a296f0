"""The subscription (日历订阅) with which somebody reads his due days in a calendar of his own."""

from django.db import models

from rectification.models.user import User


class CalendarFeed(models.Model):
    """Open to whoever holds the token; only its hash is kept. A new token replaces the old one.

    Switched off, the row is gone: when it was on is told by the events of the account.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
