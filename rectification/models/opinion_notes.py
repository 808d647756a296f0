"""What is said about an opinion after it came, through its receipt code (意见往来)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import OpinionNoteKind
from rectification.models.people import Person
from rectification.models.voices import Opinion


class OpinionNote(models.Model):
    """A question of the intake officer, a reply to it, or an addition; never changed.

    Whoever replies or adds holds the code and is nobody here. Read by him and by the intake
    officer alone.
    """

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=OpinionNoteKind)
    text = models.TextField(_("text"))
    at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("to be replied to by"), null=True, blank=True)

    ERASABLE = ("text",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind=OpinionNoteKind.QUESTION, asked_by__isnull=False, due_on__isnull=False
                )
                | ~models.Q(kind=OpinionNoteKind.QUESTION)
                & models.Q(asked_by__isnull=True, due_on__isnull=True),
                name="only_questions_have_a_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on opinion {self.opinion_id}"
