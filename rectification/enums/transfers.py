"""Words of what leaves this procedure: handed over (移送), or kept to paper (纸质办理)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class AboutHead(TextChoices):
    """Whom a report is about, asked before anybody reads it."""

    NO = "", _("No")
    HEAD = "head", _("Yes: the head of that organisation, or of the office that takes reports in")
    OVERSEER = (
        "overseer",
        _("Yes: the head of the discipline committee, or the secretary of the Party committee"),
    )
