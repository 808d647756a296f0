"""What the lights of cases are read from: marks and the rule in force, beside each row.

Lists ask no query more for their lights: everything comes in columns of the rows themselves.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject

from rectification.enums import EventVerb, ShareAnswer, UnitKind
from rectification.models import (
    ANCESTOR_LEVELS,
    Assignment,
    Case,
    CaseEvent,
    LightRule,
    Measure,
    Organisation,
    Plan,
    PlanStatus,
    WorkItem,
)
from rectification.policies.days import today
from rectification.policies.lights import LONG_STEPS, THRESHOLDS, Marks, standard

Row = TypeVar("Row", bound=Model)

_FAULTS = (
    EventVerb.PLAN_RETURNED,
    EventVerb.REVIEW_RETURNED,
    EventVerb.OBJECTION_UPHELD,
    EventVerb.VERIFICATION_FAILED,
)
"""Returns of what the owner handed in, and failures; a returned publication is the office's."""


def with_marks(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Each case with the marks of its round, in the same query; read by `marks_of`."""
    measures = _measures("pk", "round")
    return cases.annotate(
        marks_measures=count_of(measures),
        marks_done=count_of(measures.filter(done_at__isnull=False)),
        marks_faults=count_of(_events(_FAULTS)) - count_of(_events([EventVerb.CONCLUSION_VOIDED])),
        marks_late=Exists(_closed_late()),
        marks_rule=_rule(),
    )


def with_rules(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Each case with the thresholds in force for it alone; read by `rule_of`."""
    return cases.annotate(marks_rule=_rule())


def with_progress(items: "QuerySet[WorkItem]") -> "QuerySet[WorkItem]":
    """Each step with what its own unit has to do and has done; read by `marks_of`."""
    measures = _measures("case_id", "case__round").filter(
        organisation=OuterRef("assignment__organisation_id")
    )
    return items.annotate(
        marks_measures=count_of(measures),
        marks_done=count_of(measures.filter(done_at__isnull=False)),
        marks_rule=_rule("case__"),
    )


def marks_of(row: Case | WorkItem) -> Marks:
    """Of a row that was read without marks, none."""
    found: dict[str, Any] = vars(row)
    return Marks(
        measures=found.get("marks_measures", 0),
        done=found.get("marks_done", 0),
        faults=found.get("marks_faults", 0),
        late=found.get("marks_late", False),
    )


def count_of(rows: "QuerySet[Row]") -> Subquery:
    """How many rows there are, as a column beside another one."""
    counted = rows.order_by().annotate(count=Func(F("pk"), function="Count")).values("count")
    return Subquery(counted, output_field=IntegerField())


def _measures(case: str, round_: str) -> "QuerySet[Measure]":
    """Measures of the plan in force that are somebody's duty, as `selectors.plans` has them."""
    plans = Plan.objects.filter(
        case=OuterRef(OuterRef(case)), round=OuterRef(OuterRef(round_)), status=PlanStatus.APPROVED
    )
    undecided = Assignment.objects.filter(
        case=OuterRef("plan__case"),
        organisation=OuterRef("organisation"),
        kind=UnitKind.CO,
        ended_at__isnull=True,
    ).exclude(answer__in=ShareAnswer.taken())
    current = Subquery(plans.order_by("-version").values("pk")[:1])
    return Measure.objects.filter(~Exists(undecided), plan=current, dropped_at__isnull=True)


def _events(verbs: Sequence[str]) -> "QuerySet[CaseEvent]":
    return CaseEvent.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), verb__in=verbs)


def _closed_late() -> "QuerySet[WorkItem]":
    return WorkItem.objects.filter(
        case=OuterRef("pk"),
        round=OuterRef("round"),
        step__in=LONG_STEPS,
        closed_at__date__gt=F("due_on"),
    )


def _rule(case: str = "") -> Subquery:
    """The thresholds in force for the case of the row, all in one column."""
    above = Q()
    for level in range(1, ANCESTOR_LEVELS + 1):
        above |= Q(committee=OuterRef(f"{case}ancestor_{level}"))
    found = _in_force().filter(above)
    thresholds = JSONObject(**{name: name for name in THRESHOLDS})
    return Subquery(found.values(thresholds=thresholds)[:1], output_field=JSONField())


def _in_force() -> "QuerySet[LightRule]":
    """The rule of the nearest township above comes first, and of it the latest."""
    rows = LightRule.objects.filter(confirmed_at__isnull=False, in_force_from__lte=today())
    return rows.order_by("-committee__path", "-in_force_from")


def with_rule(measures: "QuerySet[Measure]") -> "QuerySet[Measure]":
    """Each measure with the thresholds in force for its case; read by `rule_of`."""
    return measures.annotate(marks_rule=_rule("plan__case__"))


def rule_of(row: Case | WorkItem | Measure) -> LightRule:
    """The rule in force for a row that was read with its marks."""
    thresholds = vars(row).get("marks_rule")
    return LightRule(**thresholds) if thresholds else standard()


def rule_for(organisation: Organisation) -> LightRule:
    """The rule in force where the organisation lies."""
    found = _in_force().filter(committee__in=organisation.ancestor_ids()).first()
    return found or standard()


def light_rules_of(nodes: Sequence[Organisation]) -> "QuerySet[LightRule]":
    """Every version of these townships, latest first."""
    rows = LightRule.objects.filter(committee__in=[node.pk for node in nodes])
    people = ("committee", "entered_by", "tried_by", "confirmed_by")
    return rows.select_related(*people).order_by("-in_force_from", "-pk")
