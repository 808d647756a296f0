"""Words that describe files handed in for import."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ImportKind(TextChoices):
    ROSTER = "roster", pgettext_lazy("import", "Roster")
    BATCH = "batch", pgettext_lazy("import", "List of problems")
    OPINIONS = "opinions", pgettext_lazy("import", "Register of opinions")
