"""What a branch answers when a lesson was sent to it. The values are stored in databases."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class LessonAnswer(TextChoices):
    """That something was found is told for the branch itself: it weighs nothing anywhere."""

    CHECKED = "checked", pgettext_lazy("lesson", "Checked, nothing of the kind")
    FOUND = "found", pgettext_lazy("lesson", "Found the same kind of problem")
