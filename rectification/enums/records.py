"""Why records are read and taken out of the house."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ExportPurpose(TextChoices):
    """A list and no words: what is written down of an export is never erased."""

    AUDIT = "audit", pgettext_lazy("purpose", "Audit")
    INSPECTION = "inspection", pgettext_lazy("purpose", "Inspection from above")
    DISCIPLINE = "discipline", pgettext_lazy("purpose", "Review by the discipline committee")
    DISPUTE = "dispute", pgettext_lazy("purpose", "Objection or appeal")
    ARCHIVE = "archive", pgettext_lazy("purpose", "Filing in the archive")


class AccessPurpose(TextChoices):
    """What somebody opened a case or a file for; read off what he is in it, never typed."""

    STEP = "step", pgettext_lazy("access", "Working on a step")
    PART = "part", pgettext_lazy("access", "Taking part in the case")
    OFFICE = "office", pgettext_lazy("access", "Reading by office")
    INTAKE = "intake", pgettext_lazy("access", "Answering what came in")
    TELLING = "telling", pgettext_lazy("access", "Telling the person concerned")
    LIST = "list", pgettext_lazy("access", "Keeping the lists")
    TAKEN_AWAY = "taken_away", pgettext_lazy("access", "Taking a list away")
    HANDED_OVER = "handed_over", pgettext_lazy("access", "Receiving what was handed over")
    DECISION = "decision", pgettext_lazy("access", "On a formal decision")
    EXPORT = "export", pgettext_lazy("access", "Export of records with words")
