"""Verification (验收) by two independent people, and the closure (销号)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    ClosureKind,
    Criterion,
    CriterionAnswer,
    SigningProof,
    VerificationConclusion,
)
from rectification.models.case import Case
from rectification.models.history import history
from rectification.models.people import Person


class VerificationAttempt(models.Model):
    """One try at verifying the case; a void attempt counts as no failure (docs/rules.md 4.8)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attempts")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    conclusion = models.CharField(max_length=12, choices=VerificationConclusion, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    correction_due_on = models.DateField(_("to be corrected by"), null=True, blank=True)
    reply_number = models.CharField(
        _("number of the reply from the level above"), max_length=60, blank=True
    )
    """Where the level above verifies (docs/rules.md 4.4): its reply stands for two signatures."""
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_reason = models.TextField(_("reason"), blank=True)
    settled_with = models.CharField(
        _("signed with"), max_length=14, choices=SigningProof, blank=True
    )
    void_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("settled_reason",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "position"], name="attempt_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} attempt {self.position}"


class Verification(models.Model):
    """One verifier's own check and signature."""

    attempt = models.ForeignKey(VerificationAttempt, models.CASCADE, related_name="verifications")
    verifier = models.ForeignKey(Person, models.PROTECT, related_name="verifications")
    conclusion = models.CharField(
        _("conclusion"), max_length=12, choices=VerificationConclusion, blank=True
    )
    on_site = models.BooleanField(_("on site"), default=False)
    methods = models.CharField(_("methods"), max_length=60, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    correction_due_on = models.DateField(_("to be corrected by"), null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_with = models.CharField(
        _("signed with"), max_length=14, choices=SigningProof, blank=True
    )

    history = history()

    ERASABLE = ("statement",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["attempt", "verifier"], name="verifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} by {self.verifier_id}"


class CriterionResult(models.Model):
    """Yes, no or not applicable with reason, per criterion V1–V8."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="results")
    criterion = models.CharField(max_length=2, choices=Criterion)
    answer = models.CharField(max_length=3, choices=CriterionAnswer)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    history = history()

    ERASABLE = ("reason",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["verification", "criterion"], name="criterion_once"),
            models.CheckConstraint(
                condition=models.Q(answer=CriterionAnswer.YES) | ~models.Q(reason=""),
                name="no_and_na_have_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verification_id} {self.criterion}"


class Closure(models.Model):
    """销号单: the numbered sheet with which the entry is struck off the list."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    attempt = models.ForeignKey(VerificationAttempt, models.PROTECT, related_name="closures")
    """The final sheet of a long-term matter rests on the same verification as its staged one."""
    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ClosureKind)
    closed_on = models.DateField()
    review_on = models.DateField(_("next review"), null=True, blank=True)
    rectified_on = models.DateField(_("rectified on"), null=True, blank=True)
    """The day of the last report of the effect: what came after was for others to do."""
    in_time = models.BooleanField(_("rectified in time"), null=True)
    first_promise_kept = models.BooleanField(_("first promise kept"), null=True)
    """Measured by the day of the last round and by that of the first; the first is never moved."""
    void_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["attempt", "kind"], name="closure_of_a_kind_once"),
        ]

    def __str__(self) -> str:
        return self.number
