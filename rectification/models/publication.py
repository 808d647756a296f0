"""Publication: what is shown to whom, decided step by step, and the notice that comes of it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    Channel,
    HearingOutcome,
    PublicationPurpose,
    PublicationScope,
    PublicationStatus,
    Sensitivity,
    WaiverGround,
)
from rectification.models.case import Case
from rectification.models.constraints import other_hands
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.posting import Posting


class PublicationDecision(models.Model):
    """公开审批: propose, secrecy, redaction check, hearing, approval (docs/rules.md T22, T23).

    `text` is a text of its own approved for its scope, never a filter over the original.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="publications")
    purpose = models.CharField(
        max_length=14, choices=PublicationPurpose, default=PublicationPurpose.EFFECT
    )
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=12, choices=PublicationStatus, default=PublicationStatus.PROPOSED
    )
    scope = models.CharField(_("scope"), max_length=2, choices=PublicationScope)
    title = models.CharField(_("public title"), max_length=120, blank=True)
    text = models.TextField(_("public text"), blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"), default=5)
    necessity = models.CharField(_("why it is shown in this scope"), max_length=300, blank=True)
    waiver_ground = models.CharField(
        _("ground for no publication"), max_length=12, choices=WaiverGround, blank=True
    )
    waiver_reason = models.CharField(_("reason"), max_length=300, blank=True)
    answer_to_comment = models.TextField(_("answer to the comment"), blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_role = models.CharField(max_length=3)
    proposed_at = models.DateTimeField()
    secrecy_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    secrecy_at = models.DateTimeField(null=True, blank=True)
    redaction_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    redaction_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    hearing = models.CharField(max_length=12, choices=HearingOutcome, blank=True)
    comment = models.TextField(_("comment of the person concerned"), blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    scope_agreed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope_agreed_at = models.DateTimeField(null=True, blank=True)
    waiver_agreed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sensitivity = models.CharField(max_length=7, choices=Sensitivity, blank=True)
    """Raised, it stops the approval until the leading group has decided with a reason (4.6)."""
    sensitivity_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sensitivity_reason = models.TextField(_("reason of the leading group"), blank=True)
    return_reason = models.TextField(_("reason for the return"), blank=True)

    history = history()

    ERASABLE = (
        "title",
        "text",
        "necessity",
        "waiver_reason",
        "comment",
        "answer_to_comment",
        "return_reason",
        "sensitivity_reason",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose", "version"], name="publication_version_once"
            ),
            other_hands("redaction_by", "proposed_by", name="redactor_is_not_second_checker"),
            models.CheckConstraint(
                # The leading group sets right in one act what it has found to be wrong (T27).
                condition=models.Q(approved_by__isnull=True)
                | models.Q(purpose=PublicationPurpose.REHABILITATION)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="proposer_does_not_approve",
            ),
            other_hands(
                "waiver_agreed_by", "proposed_by", "approved_by", name="waiver_agreed_by_third"
            ),
            other_hands(
                "scope_agreed_by",
                "proposed_by",
                "redaction_by",
                "approved_by",
                name="scope_agreed_by_fourth",
            ),
            other_hands("sensitivity_by", "proposed_by", name="proposer_decides_no_sensitivity"),
            models.CheckConstraint(
                condition=models.Q(scope=PublicationScope.NONE)
                | models.Q(working_days__gte=5, working_days__lte=20),
                name="notice_days_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version} {self.scope}"

    @property
    def is_waiver(self) -> bool:
        return self.scope == PublicationScope.NONE

    @property
    def stands(self) -> bool:
        """Approved, and not returned or taken back since."""
        return self.status in (PublicationStatus.APPROVED, PublicationStatus.CARRIED_OUT)


class Notice(models.Model):
    """公示: runs from the day after posting to the end of `ends_on`, 24:00 Asia/Shanghai.

    `token` is the random address of the sheet's QR link (scope S4, docs/rules.md).
    While objections are open the clock stands still and `remaining_days` holds what is left.
    A rehabilitation notice (T27) `corrects` the one that was wrong; it ends with its last day.
    """

    decision = models.OneToOneField(PublicationDecision, models.CASCADE, related_name="notice")
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    token = models.CharField(max_length=43, unique=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    ends_provisional = models.BooleanField(default=False)
    first_ends_on = models.DateField()
    widest_scope = models.CharField(max_length=2, choices=PublicationScope)
    suspended_on = models.DateField(null=True, blank=True)
    remaining_days = models.PositiveSmallIntegerField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_on}–{self.ends_on}"

    @property
    def is_disclosure(self) -> bool:
        """Shown beside the procedure: no step waits for its end (docs/rules.md 4.6)."""
        return self.decision.purpose in PublicationPurpose.disclosures()

    @property
    def is_of_effect(self) -> bool:
        """The notice that stands in the way of the case (T22)."""
        return self.decision.purpose == PublicationPurpose.EFFECT

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.withdrawn_at is None


class NoticeChannel(models.Model):
    """One way in which the notice was shown (M45).

    Day and record stand here, or with the posting by which it was shown together with others. At
    two theme days it was shown twice: each posting has its own row.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="channels")
    kind = models.CharField(_("channel"), max_length=20, choices=Channel)
    held_on = models.DateField(_("date"), null=True, blank=True)
    record = models.CharField(_("record"), max_length=200, blank=True)
    posting = models.ForeignKey(
        Posting, models.PROTECT, null=True, blank=True, related_name="channels"
    )

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "kind"],
                condition=models.Q(posting__isnull=True),
                name="channel_once",
            ),
            models.UniqueConstraint(fields=["notice", "posting"], name="posted_once"),
            models.CheckConstraint(
                condition=models.Q(posting__isnull=True, held_on__isnull=False)
                | models.Q(posting__isnull=False, held_on__isnull=True, record=""),
                name="channel_has_one_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"

    @property
    def shown_on(self) -> date:
        day = self.posting.held_on if self.posting else self.held_on
        if day is None:
            raise ValueError("the row says when it was shown, or its posting does")
        return day
