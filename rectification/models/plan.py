"""The plan (整改方案), its measures, and the proof that they were carried out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models.case import Case
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class PlanStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("plan", "Under approval")
    RETURNED = "returned", pgettext_lazy("plan", "Returned")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("plan", "Taken back")


class Plan(models.Model):
    """One version of the plan. An approved version is frozen; a returned one is followed by the
    next version, which starts from its text so that nothing is typed twice."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="plans")
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus)
    cause = models.TextField(_("cause"))
    target_outcome = models.TextField(_("outcome aimed at"))
    minutes_number = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    superior_copy = models.CharField(
        _("number of the copy sent to the level above"), max_length=60, blank=True
    )
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    advice = models.TextField(_("opinion of the organisation office"), blank=True)
    advised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("reasons for the return"), blank=True)

    history = history()

    ERASABLE = ("cause", "target_outcome", "advice", "return_reason")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
            other_hands("decided_by", "drafted_by", name="drafter_does_not_decide"),
            other_hands("advised_by", "drafted_by", name="drafter_does_not_advise"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class Measure(models.Model):
    """One thing to be done by one unit and one person until a date (整改措施)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("measure"))
    deliverable = models.CharField(_("deliverable"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    """Empty: with the approval of the plan."""
    due_on = models.DateField(_("due"))
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )
    """The same measure in the version before, whatever became of its words."""
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    """Its unit was released from its share: nobody carries it out any more."""

    history = history()

    ERASABLE = ("text", "deliverable")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="measure_position_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(starts_on__lte=models.F("due_on")),
                name="measure_begins_before_it_is_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}.{self.position}"


class Progress(models.Model):
    """What was done about a measure, by whom, when (进展)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress")
    text = models.TextField(_("progress"))
    completes = models.BooleanField(_("measure completed"), default=False)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    history = history()

    ERASABLE = ("text",)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.measure_id} {self.reported_at:%Y-%m-%d}"


class Evidence(models.Model):
    """A file that proves progress (佐证材料); served only through the gate, never by address."""

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m/", max_length=200)
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    made_on = models.DateField(_("made on"))
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    late_reason = models.CharField(_("why it was made afterwards"), max_length=300, blank=True)

    history = history()

    ERASABLE = ("file", "name", "late_reason")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
