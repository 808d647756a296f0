"""Requests to be shown who reported (反映人身份查阅); the identity lies elsewhere, sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import IdentityDecision
from rectification.models.case import Case
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.voices import Objection, Opinion

_PENDING = models.Q(decision=IdentityDecision.PENDING)
_GRANTED = models.Q(decision=IdentityDecision.GRANTED)


class IdentityRequest(models.Model):
    """A member of the discipline committee asks to read who raised an opinion or an objection.

    It holds reason and decision and never the identity. Undecided it lapses after `decide_by`;
    granted it shows the identity to whoever asked, and to nobody else, up to `shown_until`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="identity_requests")
    opinion = models.ForeignKey(
        Opinion, models.CASCADE, null=True, blank=True, related_name="identity_requests"
    )
    objection = models.ForeignKey(
        Objection, models.CASCADE, null=True, blank=True, related_name="identity_requests"
    )
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="identity_requests")
    requested_at = models.DateTimeField()
    document_number = models.CharField(_("number of the document"), max_length=60)
    reason = models.TextField(_("reason"))
    decide_by = models.DateField(_("to be decided by"))
    decision = models.CharField(
        max_length=8, choices=IdentityDecision, default=IdentityDecision.PENDING
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    shown_until = models.DateField(_("shown until"), null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "answer")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opinion__isnull=True) ^ models.Q(objection__isnull=True),
                name="identity_request_of_one_voice",
            ),
            models.CheckConstraint(
                condition=(_PENDING & models.Q(decided_by__isnull=True))
                | (
                    ~_PENDING
                    & models.Q(decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("requested_by"))
                ),
                name="identity_request_decided_by_another",
            ),
            models.CheckConstraint(
                condition=(_GRANTED & models.Q(shown_until__isnull=False))
                | (~_GRANTED & models.Q(shown_until__isnull=True)),
                name="identity_shown_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"

    @property
    def voice(self) -> Opinion | Objection:
        """What the person raised whose identity is asked for; the database keeps one of the two."""
        found = self.opinion or self.objection
        if found is None:
            raise ValueError("a request without opinion and objection")
        return found
