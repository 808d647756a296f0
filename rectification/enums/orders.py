"""Words of supervision orders. The values are stored."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class OrderLevel(TextChoices):
    """How serious the order is; it is raised, never lowered."""

    REMINDER = "reminder", pgettext_lazy("order", "Reminder")
    SUPERVISION = "supervision", pgettext_lazy("order", "Supervision")
    ADMONITION = "admonition", pgettext_lazy("order", "Admonition")

    def next_one(self) -> "OrderLevel | None":
        """The level above; none above the highest."""
        order = list(OrderLevel)
        above = order[order.index(self) + 1 :]
        return above[0] if above else None


class OrderGround(TextChoices):
    OVERDUE = "overdue", pgettext_lazy("order", "Rectification overdue")
    FAILED = "failed", pgettext_lazy("order", "Verification failed repeatedly")
    BY_HAND = "by_hand", pgettext_lazy("order", "Supervision")
