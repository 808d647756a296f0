"""The process rows of the engine. Engine state, no record: what happened is in the case events."""

from django.db import models
from viewflow.workflow.models import Process

from rectification.enums import ProcessKind
from rectification.models import (
    AccountabilityReferral,
    Assignment,
    Case,
    Consultation,
    Objection,
    RecusalRequest,
    SupervisionOrder,
)


class CaseProcess(Process):
    """One run of one flow for one case; a closed run stays closed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="processes")
    kind = models.CharField(max_length=20, choices=ProcessKind)
    round = models.PositiveSmallIntegerField()
    objection = models.ForeignKey(
        Objection, models.CASCADE, null=True, blank=True, related_name="processes"
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="processes"
    )
    recusal_request = models.ForeignKey(
        RecusalRequest, models.CASCADE, null=True, blank=True, related_name="processes"
    )

    order = models.ForeignKey(
        SupervisionOrder, models.CASCADE, null=True, blank=True, related_name="processes"
    )

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, null=True, blank=True, related_name="processes"
    )

    referral = models.ForeignKey(
        AccountabilityReferral, models.CASCADE, null=True, blank=True, related_name="processes"
    )

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["case", "kind"], name="processes_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
