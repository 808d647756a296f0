"""The case (整改事项) and who is concerned by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    CaseStage,
    Category,
    ClaimKind,
    DeadlineClass,
    NegativeItem,
    PartyReason,
    RecusalGround,
    Secrecy,
    Severity,
    ShareAnswer,
    SourceKind,
    UnitKind,
)
from rectification.models.check_round import CheckItem, CheckRound
from rectification.models.constraints import declarable_ground, one_open, other_hands
from rectification.models.history import history
from rectification.models.negative_list import NegativeListItem
from rectification.models.occasion import Occasion
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class Case(models.Model):
    """One problem of one owner, from discovery to closure and beyond.

    `stage` is a projection written by `services.projections.project_stage` alone; the ancestor
    columns are one of the tree, written by `services.organisations`. Read cases only through
    `selectors.cases.visible_to`.
    """

    number = models.CharField(  # noqa: DJ001 - unique, and without one before intake
        _("case number"), max_length=20, unique=True, null=True
    )
    level = models.CharField(_("level"), max_length=1, choices=CaseLevel)
    owner_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="cases"
    )
    owner_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="own_cases"
    )
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="authored_cases"
    )
    source = models.CharField(_("source"), max_length=20, choices=SourceKind)
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    """The record of the visit, check or meeting at which it was found."""
    category = models.CharField(_("category"), max_length=4, choices=Category, blank=True)
    negative_item = models.CharField(
        _("negative list"), max_length=5, choices=NegativeItem, blank=True
    )
    cited_item = models.ForeignKey(
        NegativeListItem, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The row of the list in force when it was cited; its kind is `negative_item`."""
    check_round = models.ForeignKey(
        CheckRound, models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_item = models.ForeignKey(
        CheckItem, models.PROTECT, null=True, blank=True, related_name="+"
    )
    standard_ref = models.CharField(_("standard not met"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    found_on = models.DateField(_("found on"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    severity_reason = models.CharField(_("reason for the severity"), max_length=200, blank=True)
    deadline_class = models.CharField(
        _("deadline class"), max_length=10, choices=DeadlineClass, blank=True
    )
    touches_residents = models.BooleanField(_("touches residents"), default=False)
    is_common = models.BooleanField(_("common problem"), default=False)
    """Others have it as well (共性问题); cases of members are marked so and never merged."""
    secrecy = models.CharField(
        _("secrecy"), max_length=12, choices=Secrecy, default=Secrecy.INTERNAL
    )
    due_on = models.DateField(_("rectification due"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    first_due_on = models.DateField(_("first promise"), null=True, blank=True)
    paused = models.BooleanField(_("paused"), default=False)
    """Its clocks stand still (T18); written by `services.pauses` alone."""
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    stage = models.CharField(
        _("stage"), max_length=15, choices=CaseStage, default=CaseStage.DRAFT, editable=False
    )
    stage_target = models.CharField(_("stage target"), max_length=500, blank=True)
    """Of a long-term matter, set by the leading group with its day (scenario 12, T30)."""
    outcome = models.CharField(_("outcome"), max_length=12, choices=CaseOutcome, blank=True)
    outcome_reason = models.CharField(_("reason"), max_length=500, blank=True)
    sealed = models.BooleanField(_("sealed"), default=False)
    effect_statement = models.TextField(_("effect of the rectification"), blank=True)
    checked_elsewhere = models.TextField(_("same point checked elsewhere"), blank=True)
    """Of a prominent problem, by its owner, with the effect (V8)."""
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ancestor_1 = models.BigIntegerField(null=True, editable=False)
    ancestor_2 = models.BigIntegerField(null=True, editable=False)
    ancestor_3 = models.BigIntegerField(null=True, editable=False)
    ancestor_4 = models.BigIntegerField(null=True, editable=False)
    ancestor_5 = models.BigIntegerField(null=True, editable=False)
    ancestor_6 = models.BigIntegerField(null=True, editable=False)

    history = history(exclude=("stage", *(f"ancestor_{n}" for n in range(1, 7))))

    ERASABLE = (
        "title",
        "description",
        "standard_ref",
        "severity_reason",
        "stage_target",
        "effect_statement",
        "checked_elsewhere",
        "outcome_reason",
    )

    class Meta:
        verbose_name = _("case")
        default_permissions = ()
        indexes = [
            models.Index(fields=[f"ancestor_{n}", "-id"], name=f"case_ancestor_{n}")
            for n in range(1, 7)
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage=CaseStage.DRAFT)
                | models.Q(owner_organisation__isnull=False)
                | models.Q(source__in=[SourceKind.PUBLIC_OPINION, SourceKind.MEMBER_OPINION]),
                name="case_has_owner_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.stage in CaseStage.open()

    @property
    def is_self_report(self) -> bool:
        """A member reported on himself; then he may take it back (T3, T8)."""
        return self.author_id is not None and self.author_id == self.owner_person_id


class CaseParty(models.Model):
    """A person who sees the case because of what he is in it, between two moments."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="case_parties")
    reason = models.CharField(_("reason"), max_length=20, choices=PartyReason)
    role = models.CharField(max_length=3, choices=Role, blank=True)
    """With `organisation`: the office in which he came to it; it lasts as long as the office."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["person", "case"], name="party_of_person")]
        constraints = [
            one_open("case", "person", "reason", end="until", name="party_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.reason} {self.case_id}"


class Assignment(models.Model):
    """A unit to which the office dispatched the case (交办); one lead, any number of others."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    kind = models.CharField(_("kind"), max_length=4, choices=UnitKind)
    answer = models.CharField(
        _("answer"), max_length=10, choices=ShareAnswer, default=ShareAnswer.PENDING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("reason",)

    class Meta:
        default_permissions = ()
        constraints = [
            one_open("case", "organisation", end="ended_at", name="unit_once"),
            one_open("case", end="ended_at", name="one_lead_unit", kind=UnitKind.LEAD),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.case_id}"

    @property
    def is_undecided(self) -> bool:
        """A co-unit that has not taken its part; its measures are nobody's duty yet."""
        is_asked = self.kind == UnitKind.CO and self.ended_at is None
        return is_asked and self.answer not in ShareAnswer.taken()


class Claim(models.Model):
    """How the case got its owner: claimed voluntarily, designated, or declined (T10–T12)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="claims")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=ClaimKind)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    proposed_owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_due_on = models.DateField(_("date proposed by the successor"), null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)

    history = history()

    ERASABLE = ("reason",)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Recusal(models.Model):
    """Somebody declared himself, or was found, not free to act in the case (回避)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="recusals")
    ground = models.CharField(_("ground"), max_length=12, choices=RecusalGround)
    requested_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    since = models.DateTimeField()

    history = history()

    ERASABLE = ("reason",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "ground"], name="recused_once"),
            other_hands("decided_by", "person", name="recusal_decided_by_another"),
            other_hands("requested_by", "person", name="recusal_asked_by_another"),
            declarable_ground(name="recusal_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.ground} {self.case_id}"


class Copy(models.Model):
    """The case was brought to somebody's notice (抄送); it opens nothing he may not see."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="copies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="copies")
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="copied_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.person_id}"
