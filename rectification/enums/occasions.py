"""Words for the occasions on which problems are found: visits, supervision checks, meetings."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class OccasionKind(TextChoices):
    """Which of them belong to a source says its file in `rectification/sources/`."""

    STAY = "stay", pgettext_lazy("occasion", "Visit with a stay in the village")
    UNPLANNED = "unplanned", pgettext_lazy("occasion", "Unplanned visit")
    EXPERIENCE = "experience", pgettext_lazy("occasion", "Visit to experience a service")
    UNANNOUNCED = "unannounced", pgettext_lazy("occasion", "Unannounced visit")
    RANDOM_CHECK = "random_check", pgettext_lazy("occasion", "Random check")
    SPECIAL_INSPECTION = "special_inspection", pgettext_lazy("occasion", "Special inspection")
    ON_SITE_VIEWING = "on_site_viewing", pgettext_lazy("occasion", "On-site viewing")
    FOLLOW_UP = "follow_up", pgettext_lazy("occasion", "Follow-up supervision")
    CIRCULAR = "circular", pgettext_lazy("occasion", "Circular on the state of affairs")
    THEME_DAY = "theme_day", pgettext_lazy("occasion", "Theme day")
    DEMOCRATIC_LIFE = "democratic_life", pgettext_lazy("occasion", "Democratic life meeting")
    ORGANISATIONAL_LIFE = (
        "organisational_life",
        pgettext_lazy("occasion", "Organisational life meeting"),
    )
    MEMBERS_MEETING = "members_meeting", pgettext_lazy("occasion", "Meeting of all members")
    BRANCH_COMMITTEE = "branch_committee", pgettext_lazy("occasion", "Branch committee meeting")
    GROUP_MEETING = "group_meeting", pgettext_lazy("occasion", "Party group meeting")
    LESSON = "lesson", pgettext_lazy("occasion", "Party lesson")
    APPRAISAL = "appraisal", pgettext_lazy("occasion", "Democratic appraisal of members")
