"""Words of the check rounds (查摆)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SelfCheckAnswer(TextChoices):
    """How a member answers an item for himself; nobody else ever reads it."""

    YES = "yes", pgettext_lazy("self-check", "Yes")
    PARTLY = "partly", pgettext_lazy("self-check", "Partly")
    NO = "no", pgettext_lazy("self-check", "No")


class ReminderOccasion(TextChoices):
    """Why those who have not done their check are reminded."""

    HALF_TIME = "half_time", _("Half of the period is over")
    LAST_DAYS = "last_days", _("The period is about to end")
    SECRETARY = "secretary", _("The secretary reminds")
