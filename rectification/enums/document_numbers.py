"""Under which row of numbers an official document stands. The values are stored."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DocumentSeries(TextChoices):
    PLAN = "plan", pgettext_lazy("document series", "Approval of plans")
    PUBLICATION = "publication", pgettext_lazy("document series", "Approval of publication")
    NOTICE = "notice", pgettext_lazy("document series", "Notices")
    ANSWER = "answer", pgettext_lazy("document series", "Answers")
    CLOSING = "closing", pgettext_lazy("document series", "Closing sheets")
    SUPERVISION = "supervision", pgettext_lazy("document series", "Supervision")
    CIRCULAR = "circular", pgettext_lazy("document series", "Circulars")
    REPORT = "report", pgettext_lazy("document series", "Reports")
    FILE = "file", pgettext_lazy("document series", "Case files")
    LIST = "list", pgettext_lazy("document series", "Lists")


SERIES_MARKS: Final = {
    DocumentSeries.PLAN: "方",
    DocumentSeries.PUBLICATION: "公",
    DocumentSeries.NOTICE: "示",
    DocumentSeries.ANSWER: "复",
    DocumentSeries.CLOSING: "销",
    DocumentSeries.SUPERVISION: "督",
    DocumentSeries.CIRCULAR: "通",
    DocumentSeries.REPORT: "报",
    DocumentSeries.FILE: "卷",
    DocumentSeries.LIST: "单",
}
"""What stands behind the code of the organisation: 松纪督〔2026〕7号. Printed, so never renamed."""
