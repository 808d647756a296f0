"""Words of the check rounds (查摆)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SelfCheckAnswer(TextChoices):
    """How a member answers an item for himself; nobody else ever reads it."""

    YES = "yes", pgettext_lazy("self-check", "Yes")
    PARTLY = "partly", pgettext_lazy("self-check", "Partly")
    NO = "no", pgettext_lazy("self-check", "No")


class CheckRoundVerb(TextChoices):
    """What an office did with a check round."""

    OPENED = "opened", pgettext_lazy("check round", "Opened")
    CHANGED = "changed", pgettext_lazy("check round", "Changed")
    CALLED_OFF = "called_off", pgettext_lazy("check round", "Called off")


class ReminderOccasion(TextChoices):
    """Why those who have not done their check are reminded."""

    HALF_TIME = "half_time", _("Half of the period is over")
    LAST_DAYS = "last_days", _("The period is about to end")
    SECRETARY = "secretary", _("The secretary reminds")
