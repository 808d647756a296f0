"""Looking again, months after closing, whether a problem stayed put right (回头看)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import LookBackGround, LookBackKind, LookBackResult
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.people import Person


class LookBack(models.Model):
    """One look at a closed case: planned when it is closed, begun on its day, then found.

    What is begun by hand is a row of its own; the planned one stays and waits for its day.
    `agreed` is the answer of the office to a relapse that was found; where it did not agree, the
    head of the discipline committee has settled it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="look_backs")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=15, choices=LookBackKind)
    ground = models.CharField(_("ground"), max_length=10, choices=LookBackGround)
    begins_on = models.DateField(_("begins on"))
    due_on = models.DateField(_("due"))
    due_provisional = models.BooleanField(default=False)
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    looker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="look_backs"
    )
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("result"), max_length=15, choices=LookBackResult, blank=True)
    methods = models.CharField(_("methods"), max_length=60, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    reply_number = models.CharField(_("number of the reply"), max_length=60, blank=True)
    """Where the level above has looked: of the paper by which it told the result."""
    found_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(_("agreed"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_reason = models.TextField(_("reason"), blank=True)
    is_relapse = models.BooleanField(_("relapse"), default=False)
    """It was found and decided that the problem is back: the case has a new round."""
    ended_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    """What it looked back on is void, or put right anew since; it counts for nothing."""

    history = history()

    ERASABLE = ("reason", "statement", "decision_reason", "settled_reason")

    class Meta:
        verbose_name = _("look-back")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["begins_on"],
                condition=models.Q(ended_at__isnull=True),
                name="look_backs_to_come",
            )
        ]
        constraints = [
            one_open(
                "case", end="ended_at", name="one_look_back_at_a_time", begun_at__isnull=False
            ),
            one_open("case", end="ended_at", name="one_look_back_planned", begun_at__isnull=True),
            other_hands("looker", "named_by", name="looker_named_by_another"),
            other_hands("decided_by", "looker", name="relapse_decided_by_another"),
            other_hands(
                *("settled_by", "looker", "named_by", "begun_by", "decided_by"),
                name="relapse_settled_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} look-back {self.pk}"

    @property
    def reference(self) -> str:
        return f"look_back:{self.pk}"


class LookBackFile(models.Model):
    """What whoever looked saw, as a file; in two forms as evidence is (docs/decisions/0021)."""

    look_back = models.ForeignKey(LookBack, models.CASCADE, related_name="files")
    file = models.FileField(upload_to="evidence/%Y/%m/", max_length=200)
    original = models.FileField(upload_to="originals/%Y/%m/", max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    dated_on = models.DateField(_("dated by the file itself"), null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    ERASABLE = ("file", "original", "name")

    class Meta:
        verbose_name = _("file of a look-back")
        default_permissions = ()

    def __str__(self) -> str:
        return f"file of look-back {self.look_back_id}"
