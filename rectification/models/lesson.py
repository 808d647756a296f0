"""举一反三: what others are to look for after a prominent problem, told without the case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import LessonAnswer
from rectification.models.case import Case
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Lesson(models.Model):
    """Written by one person, confirmed by another one, then sent: until then it may be rewritten.

    It names no person and no organisation; whoever receives it never reads the case.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="lesson")
    text = models.TextField(_("lesson for others"))
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    history = history()

    ERASABLE = ("text",)

    class Meta:
        verbose_name = _("lesson for others")
        default_permissions = ()
        constraints = [
            other_hands("confirmed_by", "proposed_by", name="lesson_confirmed_by_another"),
        ]

    def __str__(self) -> str:
        return f"lesson of case {self.case_id}"

    @property
    def reference(self) -> str:
        return f"lesson:{self.pk}"


class LessonReceipt(models.Model):
    """A branch that is asked to look for the same; it answers once, and nobody counts by branch."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="receipts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lessons")
    answer = models.CharField(_("answer"), max_length=10, choices=LessonAnswer, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    history = history()

    class Meta:
        verbose_name = _("receipt of a lesson")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["lesson", "organisation"], name="lesson_sent_once"),
        ]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} at {self.organisation_id}"
