"""Words of the days a case is due, and of asking for others. The values are stored in databases."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DeadlineGround(TextChoices):
    """What set the day on which a rectification is due."""

    APPROVAL = "approval", pgettext_lazy("deadline", "Plan approved")
    SHARE = "share", pgettext_lazy("deadline", "Share of a co-responsible unit decided")
    EXTENSION = "extension", pgettext_lazy("deadline", "Extended")
    RESUMPTION = "resumption", pgettext_lazy("deadline", "Resumed after a pause")
    PLAN_CHANGE = "plan_change", pgettext_lazy("deadline", "Plan changed")
    RECLASSIFICATION = "reclassification", pgettext_lazy("deadline", "Deadline class changed")
    SUCCESSION = "succession", pgettext_lazy("deadline", "Day of the successor accepted")
    RETURN = "return", pgettext_lazy("deadline", "Returned after an objection")
    CORRECTION = "correction", pgettext_lazy("deadline", "To be corrected after verification")
    VOIDING = "voiding", pgettext_lazy("deadline", "Former day again, the return was void")
    REOPENING = "reopening", pgettext_lazy("deadline", "A new round begun")
    UNSEALING = "unsealing", pgettext_lazy("deadline", "Unsealed")
    CALENDAR = "calendar", pgettext_lazy("deadline", "Counted anew, calendar published")


class RequestDecision(TextChoices):
    """What became of asking for an extension, a pause or another deadline class."""

    PENDING = "pending", pgettext_lazy("request", "Not decided yet")
    GRANTED = "granted", pgettext_lazy("request", "Granted")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Taken back")
    LAPSED = "lapsed", pgettext_lazy("request", "Lapsed, nothing to decide any more")


class PauseGround(TextChoices):
    """Why the clocks of a case stand still (T18)."""

    INVESTIGATION = "investigation", pgettext_lazy("pause", "Under investigation")
    FORCE_MAJEURE = "force_majeure", pgettext_lazy("pause", "Force majeure")
    RESTRUCTURING = "restructuring", pgettext_lazy("pause", "Organisations are restructured")
