"""满意度测评: whether those whom a problem concerned find it put right (docs/rules.md V7)."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.publication import Notice


class Ballot(models.Model):
    """Asked once of what a notice shows, by an office; it says nothing of who answered what."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ballots")
    notice = models.OneToOneField(Notice, models.CASCADE, related_name="ballot")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_role = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    closes_on = models.DateField(_("last day"))

    history = history()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"ballot of {self.case_id} until {self.closes_on}"


class BallotBox(models.Model):
    """All answers as three sums, in one row: no answer is a row of its own, so that none has a
    place, a moment or a neighbour. No history and no event tells of it (decision 0036)."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, related_name="box")
    satisfied = models.PositiveIntegerField(default=0)
    fairly = models.PositiveIntegerField(default=0)
    dissatisfied = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"box of {self.ballot_id}"


class BallotVoter(models.Model):
    """Who has answered with an account: that he has, neither when nor what."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="voter_once"),
        ]

    def __str__(self) -> str:
        return f"voter of {self.ballot_id}"


class BallotCode(models.Model):
    """A code printed for somebody without account, good for one answer; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"code of {self.ballot_id}"


class BallotPrinting(models.Model):
    """Codes printed at once; another person than their printer says how many were handed out.

    No code is good beyond that number, so that nobody answers with what he printed himself.
    """

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="printings")
    printed = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    handed_out = models.PositiveSmallIntegerField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            other_hands("recorded_by", "printed_by", name="printed_by_another"),
            models.CheckConstraint(
                condition=models.Q(handed_out=None) | models.Q(handed_out__lte=models.F("printed")),
                name="handed_out_of_printed",
            ),
            one_open("ballot", end="recorded_at", name="one_printing_open"),
        ]

    def __str__(self) -> str:
        return f"{self.printed} codes of {self.ballot_id}"


class BallotCount(models.Model):
    """Paper answers counted by two people: who they were and how many sheets, never which."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="counts")
    counted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sheets = models.PositiveIntegerField()
    counted_on = models.DateField()
    """No moment: what was entered in the same one lay in the same box (decision 0035)."""

    class Meta:
        default_permissions = ()
        constraints = [
            other_hands("second", "counted_by", name="counted_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.sheets} sheets of {self.ballot_id}"
