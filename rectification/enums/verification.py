"""Words of verification and closure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Criterion(TextChoices):
    """V1–V8, docs/rules.md “Verification criteria”."""

    V1 = "V1", _("V1 All measures done, deliverables present")
    V2 = "V2", _("V2 The problem described is gone")
    V3 = "V3", _("V3 Cause removed, mechanism in force")
    V4 = "V4", _("V4 Evidence authentic, none made afterwards")
    V5 = "V5", _("V5 Notice done or lawfully waived")
    V6 = "V6", _("V6 Every objection answered")
    V7 = "V7", _("V7 Reporter asked or satisfaction sufficient")
    V8 = "V8", _("V8 Same point checked elsewhere")


class CriterionAnswer(TextChoices):
    YES = "yes", pgettext_lazy("criterion", "Yes")
    NO = "no", pgettext_lazy("criterion", "No")
    NOT_APPLICABLE = "na", pgettext_lazy("criterion", "Not applicable")


class VerificationConclusion(TextChoices):
    PASSED = "passed", _("Passed")
    STAGE_PASSED = "stage_passed", _("Stage target passed")
    CORRECT = "correct", _("To be corrected within a time limit")
    FAILED = "failed", _("Not passed")
    UNVERIFIABLE = "unverifiable", _("Could not be established")

    @classmethod
    def good(cls) -> frozenset[str]:
        return frozenset({cls.PASSED, cls.STAGE_PASSED})

    @classmethod
    def failures(cls) -> tuple["VerificationConclusion", ...]:
        return (cls.CORRECT, cls.FAILED)


class VerificationMethod(TextChoices):
    FILES = "files", _("Files consulted")
    VISIT = "visit", _("People visited")
    ON_SITE = "on_site", _("On-site inspection")
    SURVEY = "survey", _("Survey")


class SigningProof(TextChoices):
    """By what a signer proved that it was he."""

    PASSWORD = "password", _("Password")
    SECOND_FACTOR = "second_factor", _("Second factor")


class ClosureKind(TextChoices):
    COMPLETED = "completed", _("Completed")
    STAGED = "staged", _("Stage completed")
    UNNEEDED = "unneeded", _("No rectification needed")


class BallotAnswer(TextChoices):
    """What somebody asked says; the values name the sums in which it is counted."""

    SATISFIED = "satisfied", pgettext_lazy("ballot", "Satisfied")
    FAIRLY = "fairly", pgettext_lazy("ballot", "Fairly satisfied")
    DISSATISFIED = "dissatisfied", pgettext_lazy("ballot", "Not satisfied")
