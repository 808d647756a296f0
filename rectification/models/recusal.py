"""Requests for recusal (申请回避), and recusals that hold for every case of an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import RecusalDecision, RecusalGround
from rectification.models.case import Case
from rectification.models.constraints import declarable_ground, one_open, period
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person

_UNDECIDED = models.Q(decision__in=[RecusalDecision.PENDING, RecusalDecision.LAPSED])


class RecusalRequest(models.Model):
    """Somebody concerned asks that a person act no more in his case.

    Until it is decided the person does not act there (暂停办理). Only the ground is known of the
    relation between people; no family data.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusal_requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="recusal_requests")
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=12, choices=RecusalGround)
    reason = models.TextField(_("reason"))
    requested_at = models.DateTimeField()
    decision = models.CharField(
        max_length=8, choices=RecusalDecision, default=RecusalDecision.PENDING
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "answer")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(decision=RecusalDecision.PENDING),
                name="one_pending_recusal_request",
            ),
            declarable_ground(name="recusal_request_ground"),
            models.CheckConstraint(
                condition=~models.Q(requested_by=models.F("person")),
                name="recusal_requested_by_another",
            ),
            models.CheckConstraint(
                condition=(_UNDECIDED & models.Q(decided_by__isnull=True))
                | (
                    ~_UNDECIDED
                    & ~models.Q(decided_by=models.F("person"))
                    & ~models.Q(decided_by=models.F("requested_by"))
                    & models.Q(decided_by__isnull=False)
                ),
                name="recusal_request_decided_by_third",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"


class OrganisationRecusal(models.Model):
    """A person's own declaration for every case of an organisation, both days included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="organisation_recusals")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="organisation_recusals"
    )
    ground = models.CharField(_("ground"), max_length=12, choices=RecusalGround)
    reason = models.TextField(_("reason"), blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    history = history()

    ERASABLE = ("reason",)

    class Meta:
        default_permissions = ()
        constraints = [
            one_open("person", "organisation", end="until", name="one_open_organisation_recusal"),
            declarable_ground(name="organisation_recusal_ground"),
            period("since", "until", name="organisation_recusal_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"
