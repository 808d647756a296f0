"""Why records are taken out of the house."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ExportPurpose(TextChoices):
    """A list and no words: what is written down of an export is never erased."""

    AUDIT = "audit", pgettext_lazy("purpose", "Audit")
    INSPECTION = "inspection", pgettext_lazy("purpose", "Inspection from above")
    DISCIPLINE = "discipline", pgettext_lazy("purpose", "Review by the discipline committee")
    DISPUTE = "dispute", pgettext_lazy("purpose", "Objection or appeal")
    ARCHIVE = "archive", pgettext_lazy("purpose", "Filing in the archive")
