"""Kinds of official documents. The values are stored."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    PLAN_APPROVAL = "plan_approval", pgettext_lazy("document", "Approval form of a plan")
    PUBLICATION_APPROVAL = (
        "publication_approval",
        pgettext_lazy("document", "Approval form of a publication"),
    )
    POSTING = "posting", pgettext_lazy("document", "Notice to be posted")
    OBJECTION_ANSWER = "objection_answer", pgettext_lazy("document", "Answer to an objection")
    CLOSING_SHEET = "closing_sheet", pgettext_lazy("document", "Closing sheet")
    SUPERVISION_ORDER = "supervision_order", pgettext_lazy("document", "Supervision order")
    CIRCULAR = "circular", pgettext_lazy("document", "Circular")
    ANNUAL_REPORT = "annual_report", pgettext_lazy("document", "Annual report")
    CASE_FILE = "case_file", pgettext_lazy("document", "Case file")


class DocumentVariant(TextChoices):
    INTERNAL = "internal", pgettext_lazy("document", "Internal")
    PUBLIC = "public", pgettext_lazy("document", "Public")
