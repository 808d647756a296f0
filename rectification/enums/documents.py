"""Words of the papers that are made of what is on record (docs/rules.md 5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """Stored with every paper that is issued, for ever."""

    PLAN_APPROVAL = "plan_approval", _("Approval form of the rectification plan")
    PUBLICATION_APPROVAL = "publication_approval", _("Approval form of the publication")
    POSTING = "posting", _("Public notice (sheet to post)")
    OBJECTION_ANSWER = "objection_answer", pgettext_lazy("paper", "Answer to the objection")
    CLOSING_SHEET = "closing_sheet", _("Verification (closing) sheet")
    SUPERVISION_ORDER = "supervision_order", pgettext_lazy("paper", "Supervision order")
    CIRCULAR = "circular", pgettext_lazy("paper", "Circular")
    ANNUAL_REPORT = "annual_report", _("Annual rectification report")
    CASE_FILE = "case_file", _("File of the case")


class DocumentVariant(TextChoices):
    """The public one is made of approved texts alone; it is no filter over the internal one."""

    INTERNAL = "internal", pgettext_lazy("paper", "internal")
    PUBLIC = "public", pgettext_lazy("paper", "public")
