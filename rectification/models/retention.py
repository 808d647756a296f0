"""How long things are kept, what stops them from going, and what is left of them (保存期限)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, CaseOutcome, HeldBecause, RetentionKind
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class RetentionRule(models.Model):
    """One version of the period of a kind in a township, in force from its day until the next.

    It counts once a second person has confirmed it; what it says is never changed.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="retention_rules")
    kind = models.CharField(_("what is kept"), max_length=20, choices=RetentionKind)
    months = models.PositiveSmallIntegerField(_("period"))
    in_force_from = models.DateField(_("in force from"))
    basis = models.CharField(_("basis"), max_length=200)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            other_hands("confirmed_by", "entered_by", name="retention_rule_confirmed_by_another"),
            models.UniqueConstraint(
                fields=["committee", "kind", "in_force_from"],
                condition=models.Q(confirmed_at__isnull=False),
                name="retention_rule_day_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=RetentionKind.ACCESS_LOG) | models.Q(months__gte=6),
                name="access_log_half_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months} months from {self.in_force_from}"


class RetentionRun(models.Model):
    """A list of cases whose time is over: shown, checked by one, confirmed by another.

    Nothing of it goes before; `ended_at` without `confirmed_at` is a list that was called off.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="retention_runs")
    proposed_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            other_hands("confirmed_by", "checked_by", name="retention_run_confirmed_by_another"),
            one_open("committee", end="ended_at", name="one_retention_run_open"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True)
                | models.Q(checked_at__lte=models.F("confirmed_at")),
                name="retention_run_checked_first",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.committee_id}"


class RetentionLine(models.Model):
    """A case on such a list, and what became of it: gone, or kept and why."""

    run = models.ForeignKey(RetentionRun, models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    kept = models.CharField(max_length=12, choices=HeldBecause, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["run", "case"], name="retention_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} of run {self.run_id}"


class LegalHold(models.Model):
    """Nothing of the case goes until another hand lifts it (暂缓清除)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.TextField(_("reason"))
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(_("reason"), blank=True)

    history = history()

    ERASABLE = ("reason", "lift_reason")

    class Meta:
        default_permissions = ()
        constraints = [
            other_hands("lifted_by", "placed_by", name="hold_lifted_by_another"),
            one_open("case", end="lifted_at", name="one_hold_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"hold of {self.case_id}"


class Tombstone(models.Model):
    """What stays of a case whose words are gone: number, days, outcome, why and by whom.

    Written once; the event in the chain of the case names it. `run` is empty where the rules
    promise the erasure themselves (T8).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="tombstone")
    number = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=1, choices=CaseLevel)
    outcome = models.CharField(max_length=12, choices=CaseOutcome)
    registered_on = models.DateField(null=True)
    ended_on = models.DateField()
    kind = models.CharField(max_length=20, choices=RetentionKind)
    rule = models.ForeignKey(RetentionRule, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(RetentionRun, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"tombstone of {self.number}"
