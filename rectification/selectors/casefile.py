"""What lies in the file of a case: plans with their proof, publication, objections, verification.

Called only for cases that passed the gate; which parts are shown is for `policies.visibility`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from rectification.enums import Step
from rectification.models import (
    Appointment,
    Case,
    Closure,
    Evidence,
    LookBack,
    Measure,
    NoticeChannel,
    Objection,
    Organisation,
    Person,
    Plan,
    PlanStatus,
    Progress,
    PublicationDecision,
    Verification,
    VerificationAttempt,
    WorkItem,
)
from rectification.policies.days import today, valid_on
from rectification.roles import Role
from rectification.selectors.lights import with_progress
from rectification.selectors.plans import undecided_units
from rectification.selectors.urging import with_urges


def plans_of(case: Case) -> list[Plan]:
    """All submitted versions, latest first, with measures, progress and evidence."""
    return list(_with_measures(_plans(case), Measure.objects.all()))


def owner_at(case: Case, at: datetime) -> Organisation | None:
    """The organisation that was responsible then; a case may have passed to another since."""
    versions = case.history.filter(history_date__lte=at).order_by("-history_id")
    found = versions.values_list("owner_organisation", flat=True)[:1]
    return Organisation.objects.filter(pk__in=list(found)).first() or case.owner_organisation


def own_measures(case: Case, units: Sequence[Organisation]) -> list[Measure]:
    """The measures of these units in the plan in force, else in the one under approval."""
    measures = Measure.objects.filter(organisation__in=units, dropped_at__isnull=True)
    measures = measures.exclude(organisation__in=undecided_units(case))
    plans = _plans(case).filter(status__in=[PlanStatus.APPROVED, PlanStatus.SUBMITTED])
    # A change under approval is nobody's duty yet: “approved” comes before “submitted”.
    plan = _with_measures(plans.order_by("-round", "status", "-version"), measures).first()
    return list(plan.measures.all()) if plan else []


def _plans(case: Case) -> QuerySet[Plan]:
    plans = Plan.objects.filter(case=case).exclude(status=PlanStatus.DRAFT)
    return plans.select_related("drafted_by", "decided_by").order_by("-version")


def _with_measures(plans: QuerySet[Plan], measures: QuerySet[Measure]) -> QuerySet[Plan]:
    evidence = Evidence.objects.order_by("pk")
    progress = Progress.objects.select_related("reported_by").order_by("pk")
    return plans.prefetch_related(
        Prefetch(
            "measures",
            measures.select_related("organisation", "person").order_by("position"),
        ),
        "measures__milestones",
        Prefetch("measures__progress", progress),
        Prefetch("measures__progress__evidence", evidence),
    )


def liaisons_of(case: Case) -> list[Person]:
    """Liaison leaders of the owner organisation today."""
    return liaisons_at([case.owner_organisation_id])[case.owner_organisation_id]


def liaisons_at(organisations: Collection[int | None]) -> dict[int | None, list[Person]]:
    """Liaison leaders today, by the key of the organisation."""
    held = Appointment.objects.filter(
        valid_on(today()),
        organisation__in=organisations,
        role=Role.LIA,
        confirmed_at__isnull=False,
    )
    found: dict[int | None, list[Person]] = {key: [] for key in organisations}
    for row in held.select_related("person").order_by("valid_from", "pk"):
        found[row.organisation_id].append(row.person)
    return found


def publications_of(case: Case) -> list[PublicationDecision]:
    """Decisions on publication, latest first, each with its notice and the notice's channels."""
    return list(
        PublicationDecision.objects.filter(case=case)
        .select_related("notice")
        .prefetch_related(
            Prefetch("notice__channels", NoticeChannel.objects.select_related("posting"))
        )
        .order_by("-pk")
    )


def objections_of(case: Case) -> list[Objection]:
    """Kind and result only: text and objector are the handler's business."""
    rows = Objection.objects.filter(case=case).order_by("-pk")
    return list(rows.only("case_id", "kind", "timely", "received_at", "decision", "decided_at"))


def attempts_of(case: Case) -> list[VerificationAttempt]:
    """Attempts at verification, latest first, with each verifier's answers."""
    checks = Verification.objects.select_related("verifier").prefetch_related("results")
    return list(
        VerificationAttempt.objects.filter(case=case)
        .prefetch_related(Prefetch("verifications", checks.order_by("pk")))
        .order_by("-pk")
    )


def closures_of(case: Case) -> list[Closure]:
    return list(Closure.objects.filter(case=case).order_by("-pk"))


def look_backs_of(case: Case) -> list[LookBack]:
    """Those planned and done, latest first."""
    rows = case.look_backs.select_related("looker").prefetch_related("files")
    return list(rows.order_by("-pk"))


def open_items(*cases: Case) -> list[WorkItem]:
    """Whose turn it is, earliest first, with whoever must not act; each has the case at hand.

    What is known to its holders alone is in their inbox and on no page of the case.
    """
    by_key = {case.pk: case for case in cases}
    rows = WorkItem.objects.filter(closed_at__isnull=True).exclude(step__in=Step.confidential())
    items = with_urges(with_progress(rows))
    found = list(
        items.filter(case__in=by_key)
        .select_related("organisation", "person__user", "assignment__organisation")
        .prefetch_related("bars__person")
        .order_by("due_on", "pk")
    )
    for item in found:
        item.case = by_key[item.case_id]
    return found


def evidence_by_id(pk: int) -> Evidence | None:
    return (
        Evidence.objects.filter(pk=pk)
        .select_related("progress__measure__plan", "progress__measure__organisation")
        .first()
    )
