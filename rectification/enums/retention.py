"""What is kept for a time only, and what happens to it then."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RetentionKind(TextChoices):
    """Stored in rules and tombstones: never rename."""

    MEMBER_CASE = "member_case", pgettext_lazy("retention", "Cases of members")
    WITHDRAWN_REPORT = "withdrawn_report", pgettext_lazy("retention", "Withdrawn self-reports")
    DRAFT = "draft", pgettext_lazy("retention", "Drafts that were never handed in")
    ACCESS_LOG = "access_log", pgettext_lazy("retention", "Access log")
    MESSAGE = "message", pgettext_lazy("retention", "Messages that were read")
    OUTBOX = "outbox", pgettext_lazy("retention", "Promises of messages and mails that were kept")
    RECEIPT = "receipt", pgettext_lazy("retention", "Answers to requests sent twice")
    BALLOT_CODE = "ballot_code", pgettext_lazy("retention", "Codes and voters of past ballots")


class HeldBecause(TextChoices):
    """Why something that is due stays all the same."""

    HOLD = "hold", pgettext_lazy("retention", "Legal hold")
    SEALED = "sealed", pgettext_lazy("retention", "Sealed")
    OPEN_WORK = "open_work", pgettext_lazy("retention", "Something of it is still open")
    LOOK_BACK = "look_back", pgettext_lazy("retention", "A look-back is to come")
    OBJECTION = "objection", pgettext_lazy("retention", "An objection is not answered")
    REFERRAL = "referral", pgettext_lazy("retention", "A referral is without an outcome")
    NOT_DUE = "not_due", pgettext_lazy("retention", "No longer due")
