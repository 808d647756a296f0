"""Voices from outside the procedure: opinions, objections, and who raised them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ObjectionDecision, ObjectionKind, OpinionChannel, ReporterMode
from rectification.models.case import Case
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.publication import Notice, PublicationDecision


class Opinion(models.Model):
    """What a resident or member told us, in his own words; only the intake officer reads it.

    Nothing here names the reporter: identity lies in `ReporterIdentity` alone, and the receipt
    code only as a hash.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="opinion")
    mode = models.CharField(_("how"), max_length=12, choices=ReporterMode)
    channel = models.CharField(
        _("channel"), max_length=10, choices=OpinionChannel, default=OpinionChannel.ONLINE
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    township = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The committee whose office received it; the case has none while nobody owns it."""
    text = models.TextField(_("opinion"))
    receipt_hash = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("text", "answer")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"opinion {self.pk}"


class Objection(models.Model):
    """Somebody entitled says the notice is wrong (异议); always answered with reasons.

    Before there is a notice the person concerned objects to the text that is to be shown (8.14);
    he does so as himself, so that no receipt code of it is given to anybody.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, blank=True, related_name="objections"
    )
    publication = models.ForeignKey(
        PublicationDecision, models.CASCADE, null=True, blank=True, related_name="objections"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=ObjectionKind)
    mode = models.CharField(_("how"), max_length=12, choices=ReporterMode)
    text = models.TextField(_("objection"))
    receipt_hash = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    timely = models.BooleanField(default=True)
    findings = models.TextField(_("findings"), blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=ObjectionDecision, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    handled_role = models.CharField(max_length=3, blank=True)
    """In which office: it says who reviews the decision (T25)."""
    prolonged_until = models.DateField(null=True, blank=True)
    prolonged_because = models.TextField(_("why it takes longer"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Who decided what the handler passed on (T27)."""
    decided_at = models.DateTimeField(null=True, blank=True)
    """When the decision that stands was taken; none while it is handled or reviewed."""

    history = history()

    ERASABLE = ("text", "findings", "reply", "prolonged_because")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["case", "decided_at"], name="objection_open")]
        constraints = [
            other_hands("decided_by", "handled_by", name="handler_does_not_decide"),
            models.CheckConstraint(
                condition=models.Q(notice__isnull=True) ^ models.Q(publication__isnull=True),
                name="objection_to_notice_or_text",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"

    @property
    def contested_text(self) -> PublicationDecision:
        """The text that is shown, or that is to be shown."""
        if self.notice is not None:
            return self.notice.decision
        if self.publication is None:
            raise ValueError("an objection is about a notice or about a text")
        return self.publication


class ObjectionReview(models.Model):
    """复核: whoever objected contests the answer, once; somebody else decides for good (T25).

    While it is open the objection is open again. `reason` is in the words of whoever asked.
    """

    objection = models.OneToOneField(Objection, models.CASCADE, related_name="review")
    contested = models.CharField(_("contested decision"), max_length=10, choices=ObjectionDecision)
    reason = models.TextField(_("why the answer is contested"))
    asked_at = models.DateTimeField()
    decision = models.CharField(_("decision"), max_length=10, choices=ObjectionDecision, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    reply = models.TextField(_("reply"), blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "findings", "reply")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"review of objection {self.objection_id}"


class ReporterIdentity(models.Model):
    """The only place where a reporter's name and contact exist, encrypted with IDENTITY_KEY.

    No history, no event, no log line, no process ever refers to it.
    """

    opinion = models.OneToOneField(
        Opinion, models.CASCADE, null=True, blank=True, related_name="identity"
    )
    objection = models.OneToOneField(
        Objection, models.CASCADE, null=True, blank=True, related_name="identity"
    )
    sealed = models.BinaryField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who read the name on the paper of an objection and entered it: he does not handle it. Of an
    anonymous paper nobody is kept (decision 0035)."""

    ERASABLE = ("sealed",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opinion__isnull=True) ^ models.Q(objection__isnull=True),
                name="identity_of_one_voice",
            ),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"
