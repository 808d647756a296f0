"""Words of what leaves this procedure: handed over (移送), or kept to paper (纸质办理)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TransferGround(TextChoices):
    CLUE = "clue", _("Clue of a breach of discipline or law")
    HEAD = "head", _("About the head of a body that would handle it")


class TransferDestination(TextChoices):
    DISCIPLINE = "discipline", _("Discipline committee")
    SUPERIOR = "superior", _("Level above, on paper")


class PaperGround(TextChoices):
    """Why nothing but a number is kept here."""

    SECRET = "secret", _("May hold a secret")
    SUPERIOR = "superior", _("For the level above")


class SealingGround(TextChoices):
    """What is thought to be secret; listed, so that nobody describes a secret to seal it."""

    STATE_SECRET = "state_secret", _("State secret")
    PARTY_SECRET = "party_secret", _("Secret of the Party")
    WORK_SECRET = "work_secret", _("Work secret")
    UNDETERMINED = "undetermined", _("Not determined yet: the secrecy officer decides")


class UnsealingGround(TextChoices):
    NO_SECRET = "no_secret", _("Found to hold no secret")
    RELEASED = "released", _("No longer secret")
    MISTAKEN = "mistaken", _("The wrong case was sealed")


class UnsealingDecision(TextChoices):
    PENDING = "pending", pgettext_lazy("unsealing", "Not decided yet")
    AGREED = "agreed", pgettext_lazy("unsealing", "Unsealed")
    REFUSED = "refused", pgettext_lazy("unsealing", "Stays sealed")


class AboutHead(TextChoices):
    """Whom a report is about, asked before anybody reads it."""

    NO = "", _("No")
    HEAD = "head", _("Yes: the head of that organisation, or of the office that takes reports in")
    OVERSEER = (
        "overseer",
        _("Yes: the head of the discipline committee, or the secretary of the Party committee"),
    )
