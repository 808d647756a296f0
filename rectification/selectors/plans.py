"""The plan a case works on, and what is left of it."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, Q, QuerySet

from rectification.enums import ShareAnswer, UnitKind
from rectification.models import (
    Assignment,
    Case,
    Evidence,
    Measure,
    Organisation,
    Plan,
    PlanStatus,
    Progress,
)


def current_plan(case: Case) -> Plan | None:
    """The newest version of the round, whatever became of it."""
    return case.plans.filter(round=case.round).order_by("-version").first()


def versions_of(case: Case) -> list[Plan]:
    """Every version with all that was planned and said in it, latest first."""
    measures = Measure.objects.select_related("organisation", "person").order_by("position")
    return list(
        case.plans.exclude(status=PlanStatus.DRAFT)
        .select_related("drafted_by")
        .prefetch_related(
            Prefetch("measures", measures),
            "measures__milestones",
            "measures__comments",
            "comments",
        )
        .order_by("-version")
    )


def proved_measures(case: Case, organisation: Organisation | None = None) -> list[Measure]:
    """Measures of the approved plan with their notes and files, for a page."""
    notes = Progress.objects.select_related("reported_by").order_by("pk")
    rows = measures_of(case, organisation).prefetch_related(
        Prefetch("progress", notes), Prefetch("progress__evidence", Evidence.objects.order_by("pk"))
    )
    return list(rows)


def approved_plan(case: Case) -> Plan | None:
    """The version that is being carried out."""
    plans = case.plans.filter(round=case.round, status=PlanStatus.APPROVED)
    return plans.order_by("-version").first()


def planned_version(case: Case) -> Plan | None:
    """The version in force, else the one under approval."""
    plans = case.plans.filter(
        round=case.round, status__in=[PlanStatus.APPROVED, PlanStatus.SUBMITTED]
    )
    # By the word “approved” before “submitted”.
    return plans.order_by("status", "-version").first()


def origin_of(measure: Measure, plan: Plan) -> Measure | None:
    """The measure of that version which this one follows, over however many versions."""
    found: Measure | None = measure
    while found is not None and found.plan_id != plan.pk:
        found = found.follows
    return found


def done_and_open(start: Plan, in_force: Plan) -> tuple[list[Measure], list[Measure]]:
    """Measures of the version from which a change begins: done by now, and still to be done.

    What the version in force does without is in neither; what a change that was not approved
    wanted to drop is.
    """
    done: list[Measure] = []
    still_open: list[Measure] = []
    measures = start.measures.select_related("organisation", "person", "follows")
    for row in measures.prefetch_related("milestones", "comments").order_by("position"):
        if row.dropped_at and (start.pk == in_force.pk or not row.drop_reason):
            continue
        origin = origin_of(row, in_force)
        is_done = origin is not None and origin.done_at is not None
        (done if is_done else still_open).append(row)
    return done, still_open


def returns_in_round(case: Case) -> int:
    return case.plans.filter(round=case.round, status=PlanStatus.RETURNED).count()


def measures_of(case: Case, organisation: Organisation | None = None) -> QuerySet[Measure]:
    """Measures of the approved plan that are somebody's duty, of one unit or of all, in order."""
    rows = (
        Measure.objects.filter(plan=approved_plan(case), dropped_at__isnull=True)
        .exclude(organisation__in=undecided_units(case))
        .select_related("organisation", "person", "plan")
    )
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return rows.order_by("position")


def open_measures(case: Case, organisation: Organisation | None = None) -> QuerySet[Measure]:
    """Measures of the approved plan that are not done."""
    return measures_of(case, organisation).filter(done_at__isnull=True)


def dated_measures(case: Case) -> QuerySet[Measure]:
    """What is not done of the version in force, and of a change of it that waits for approval.

    Whatever moves the days of a case moves theirs: nobody loses days because others decide.
    """
    waiting = case.plans.filter(round=case.round, status=PlanStatus.SUBMITTED)
    rows = Measure.objects.filter(
        Q(plan=approved_plan(case)) | Q(plan__in=waiting),
        dropped_at__isnull=True,
        done_at__isnull=True,
    )
    rows = rows.exclude(organisation__in=undecided_units(case))
    return rows.select_related("follows").order_by("plan", "position")


def follows_any(measure: Measure, named: Collection[int]) -> bool:
    """Whether it is one of these, or follows one of them over however many versions."""
    found: Measure | None = measure
    while found is not None and found.pk not in named:
        found = found.follows
    return found is not None


def unproved(measures: Iterable[Measure]) -> list[Measure]:
    """Measures without a single file among all their notes."""
    proved = set(
        Evidence.objects.filter(progress__measure__in=list(measures)).values_list(
            "progress__measure_id", flat=True
        )
    )
    return [measure for measure in measures if measure.pk not in proved]


def undecided_units(case: Case) -> QuerySet[Assignment, int]:
    """Keys of co-units that have not taken their part: asked, silent or in dispute.

    Their measures stand in the plan and are nobody's duty (docs/rules.md, scenario 7).
    """
    rows = _co_units(case).exclude(answer__in=ShareAnswer.taken())
    return rows.values_list("organisation_id", flat=True)


def planning_units(case: Case) -> list[Organisation]:
    """For whom measures may be planned: the lead unit, and each co-unit that is asked (T13)."""
    asked = [row.organisation for row in _co_units(case).select_related("organisation")]
    lead = [case.owner_organisation] if case.owner_organisation else []
    return list(dict.fromkeys([*lead, *asked]))


def _co_units(case: Case) -> QuerySet[Assignment]:
    return case.assignments.filter(kind=UnitKind.CO, ended_at__isnull=True).order_by("pk")
