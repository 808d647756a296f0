"""Words of the lists and the ledger. The values are stored or stand in addresses."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ListForm(TextChoices):
    """As what a list is taken away."""

    XLSX = "xlsx", pgettext_lazy("list form", "Workbook")
    DOCX = "docx", pgettext_lazy("list form", "Document (Word)")
    PDF = "pdf", pgettext_lazy("list form", "Pages to print (PDF)")


class ListState(TextChoices):
    """Of the cases on a list."""

    OPEN = "open", pgettext_lazy("cases", "Open")
    ENDED = "ended", pgettext_lazy("cases", "Ended")


class SnapshotStatus(TextChoices):
    """Of a frozen version of a list (清单快照)."""

    PROPOSED = "proposed", pgettext_lazy("list version", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("list version", "Approved")
    RETURNED = "returned", pgettext_lazy("list version", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("list version", "Taken back")
