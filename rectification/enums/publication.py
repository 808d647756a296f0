"""Words of publication, opinions and objections."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublicationPurpose(TextChoices):
    LISTS = "lists", _("Disclosure of the lists")
    EFFECT = "effect", _("Public notice of the effect")
    CIRCULAR = "circular", _("Circular after closing")
    REHABILITATION = "rehabilitation", _("Rehabilitation notice")

    @classmethod
    def disclosures(cls) -> list[str]:
        """The acts beside the notice of the effect, each a procedure of its own."""
        return [cls.LISTS, cls.CIRCULAR]


class PublicationScope(TextChoices):
    """Cumulative: who may read a narrow scope may read every wider one (docs/rules.md)."""

    NONE = "S0", _("Not published")
    PARTIES = "S1", _("Those concerned")
    BRANCH = "S2", _("Members of the branch")
    TOWNSHIP = "S3", _("Party members of the township")
    VILLAGE = "S4", _("The village or unit, residents included")
    SOCIETY = "S5", _("The general public")

    @property
    def coded(self) -> str:
        """The words behind the code, where scopes are weighed against each other."""
        return f"{self.value} {self.label}"


class PublicationStatus(TextChoices):
    PROPOSED = "proposed", _("Under review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    CARRIED_OUT = "carried_out", _("Carried out")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "Taken back")


class Channel(TextChoices):
    BOARD_ONLINE = "board_online", _("Online notice board")
    BOARD_SHEET = "board_sheet", _("Posted sheet")
    THEME_DAY = "theme_day", _("Comment at the theme day")
    DEMOCRATIC_LIFE = "democratic_life", _("Report at the democratic life meeting")
    ORGANISATIONAL_LIFE = "organisational_life", _("Report at the organisational life meeting")
    CIRCULAR = "circular", _("Internal circular")

    @classmethod
    def by_hand(cls) -> list["Channel"]:
        """Somebody shows it and says so; the online board shows it by itself."""
        return [kind for kind in cls if kind != cls.BOARD_ONLINE]

    @classmethod
    def meetings(cls) -> frozenset["Channel"]:
        """Those at which people are counted."""
        return frozenset({cls.THEME_DAY, cls.DEMOCRATIC_LIFE, cls.ORGANISATIONAL_LIFE})


class WaiverGround(TextChoices):
    SECRECY = "secrecy", pgettext_lazy("waiver", "Secrecy")
    PRIVACY = "privacy", _("Privacy of the person concerned")
    THIRD_PERSON = "third_person", _("Protection of third persons")


class Sensitivity(TextChoices):
    """Of a text that somebody in the review called strongly sensitive (docs/rules.md 4.6)."""

    RAISED = "raised", pgettext_lazy("sensitivity", "Before the leading group")
    CLEARED = "cleared", pgettext_lazy("sensitivity", "May be shown")
    UPHELD = "upheld", pgettext_lazy("sensitivity", "Not to be shown")


class ConsentWay(TextChoices):
    PAPER = "paper", pgettext_lazy("consent", "On paper")
    SYSTEM = "system", pgettext_lazy("consent", "In the system")


class HearingOutcome(TextChoices):
    NO_OBJECTION = "no_objection", _("No objection to the text")
    CONTESTED = "contested", _("Contests the text")
    LAPSED = "lapsed", _("No comment within the period")


class OpinionChannel(TextChoices):
    """How an opinion reached us; whoever sent it on-line or was given a receipt has the code."""

    ONLINE = "online", pgettext_lazy("opinion", "Public page")
    PAPER = "paper", pgettext_lazy("opinion", "On paper")
    REGISTER = "register", pgettext_lazy("opinion", "Register of the office")

    @classmethod
    def with_code(cls) -> frozenset[str]:
        return frozenset({cls.ONLINE, cls.PAPER})


class OpinionNoteKind(TextChoices):
    QUESTION = "question", pgettext_lazy("opinion", "Question")
    REPLY = "reply", pgettext_lazy("opinion", "Reply")
    ADDITION = "addition", pgettext_lazy("opinion", "Addition")


class PaperKind(TextChoices):
    """What was handed in on paper and entered by a branch."""

    LETTER = "letter", pgettext_lazy("paper", "Written opinion")
    BALLOT = "ballot", pgettext_lazy("paper", "Ballot with remarks")
    SELF_REPORT = "self_report", pgettext_lazy("paper", "Self-report")
    WITHDRAWAL = "withdrawal", pgettext_lazy("paper", "Withdrawal of a self-report")
    CLAIM = "claim", pgettext_lazy("paper", "Answer to the claim")
    PLAN = "plan", pgettext_lazy("paper", "Plan")
    COMMENT = "comment", pgettext_lazy("paper", "Comment before the notice")
    CONSENT = "consent", pgettext_lazy("paper", "Consent to a wider publication")

    @classmethod
    def coming_in(cls) -> list[str]:
        """Papers a case begins with; the others follow when the person concerned answers."""
        return [cls.LETTER, cls.BALLOT, cls.SELF_REPORT]

    @classmethod
    def opinions(cls) -> list[tuple[str, str]]:
        return [(kind.value, str(kind.label)) for kind in (cls.LETTER, cls.BALLOT)]


class ReporterMode(TextChoices):
    NAMED = "named", pgettext_lazy("reporter", "With name")
    CONFIDENTIAL = "confidential", pgettext_lazy("reporter", "Confidential")
    ANONYMOUS = "anonymous", pgettext_lazy("reporter", "Anonymous")


class ObjectionKind(TextChoices):
    FACTS = "facts", _("Facts")
    EFFECT = "effect", _("Effect of the rectification")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    PROCEDURE = "procedure", _("Procedure")
    PRIVACY = "privacy", _("Privacy")


class ObjectionDecision(TextChoices):
    """What the handler finds (docs/rules.md T25–T27)."""

    DISMISSED = "dismissed", _("Not upheld")
    CORRECTED = "corrected", _("Upheld in part, text narrowed")
    UPHELD = "upheld", _("Upheld, back to rectification")
    WRONG = "wrong", _("Upheld, problem does not exist or wrong person")
    OUTSIDE = "outside", _("Not for this procedure, passed on")


class Again(TextChoices):
    """What an entry is where the notice was shown in the same way before."""

    BESIDE = "beside", pgettext_lazy("posting", "Shown once more; the former entry stands")
    INSTEAD = "instead", pgettext_lazy("posting", "The former entry was wrong; this replaces it")
