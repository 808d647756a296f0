"""How the work goes in the cases that an office reads (docs/rules.md 4.9, 6).

Of the committee and of branches alone: what a member told of himself stands in no rate. Each is
told with both its numbers; nothing is counted by person, and no organisation is set beside another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.utils import timezone

from rectification.enums import (
    CaseStage,
    ClaimKind,
    DeadlineClass,
    EventVerb,
    ObjectionDecision,
    RequestDecision,
    SourceKind,
    Step,
    VerificationConclusion,
)
from rectification.models import (
    Case,
    Claim,
    Extension,
    LookBack,
    Objection,
    Plan,
    PlanStatus,
    SupervisionOrder,
    VerificationAttempt,
    WorkItem,
)
from rectification.selectors.figures import AT_ONCE, closing_sheets, counted_by, days_kept
from rectification.selectors.publication import notices_of_effect, standing_waivers

Counts = Iterator[tuple[str, int]]
Cases = QuerySet[Case]

BY: Final = {
    "level": "level",
    "sector": "owner_organisation__sector",
    "source": "source",
    "category": "category",
}
"""Problems by what they are; in the order of the words, never of the sums."""
_UPHELD: Final = (ObjectionDecision.CORRECTED, ObjectionDecision.UPHELD, ObjectionDecision.WRONG)


@dataclass(frozen=True)
class Rates:
    """`counts` by name, of a part its whole as well, with `of_` before the name; `by` the problems
    by level, sector, source and category, and what was not shown by its ground; `took` how long a
    step of a stage lay open on average, of those `done`."""

    counts: Mapping[str, int]
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    took: Mapping[str, timedelta] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)


def rates_of(keys: Sequence[int]) -> Rates:
    """Of the cases with these keys that have a number; many cost the queries of one."""
    counts: Counter[str] = Counter()
    by: dict[str, Counter[str]] = {name: Counter() for name in (*BY, "waiver_ground")}
    lasted: dict[str, timedelta] = {}
    ended: Counter[str] = Counter()
    for start in range(0, len(keys), AT_ONCE):
        cases = Case.objects.filter(pk__in=keys[start : start + AT_ONCE], number__isnull=False)
        for counted in _COUNTED:
            for name, count in counted(cases):
                counts[name] += count
        for name, column in BY.items():
            by[name].update(counted_by(cases, column))
        by["waiver_ground"].update(counted_by(standing_waivers(cases), "waiver_ground"))
        for stage, count, took in _stages(cases):
            ended[stage] += count
            lasted[stage] = lasted.get(stage, timedelta()) + took
    order = [stage.value for stage in CaseStage if stage in ended]
    average = {stage: lasted[stage] / ended[stage] for stage in order}
    return Rates(counts, by, average, ended)


def _stages(cases: Cases) -> Iterator[tuple[str, int, timedelta]]:
    """Of steps that are done: how many, and how long they lay open together."""
    lay = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    done = _done(cases).exclude(stage="")
    yield from done.values_list("stage").annotate(count=Count("pk"), took=Sum(lay))


def _done(cases: Cases) -> QuerySet[WorkItem]:
    """What was taken away or back is not: whoever has it then has it with its first day."""
    closed = WorkItem.objects.filter(case__in=cases, closed_at__isnull=False)
    return closed.exclude(outcome__in=["", EventVerb.RECALLED_STEP])


def _problems(cases: Cases) -> Counts:
    found = cases.aggregate(
        all=Count("pk"),
        self_found=Count("pk", filter=Q(source__in=SourceKind.self_reports())),
        at_once=Count("pk", filter=Q(deadline_class=DeadlineClass.IMMEDIATE)),
        dated=Count("pk", filter=Q(due_on__isnull=False)),
    )
    yield from (("self_found", found["self_found"]), ("of_self_found", found["all"]))
    yield from (("at_once", found["at_once"]), ("of_at_once", found["all"]))
    yield "of_extended", found["dated"]


def _claims(cases: Cases) -> Counts:
    named = (ClaimKind.VOLUNTARY, ClaimKind.DESIGNATED)
    rows = Claim.objects.filter(case__in=cases, kind__in=named).values_list("kind", flat=True)
    kinds = Counter(rows)
    yield from (("claimed_freely", kinds[named[0]]), ("of_claimed_freely", kinds.total()))


def _plans(cases: Cases) -> Counts:
    decided = (PlanStatus.RETURNED, PlanStatus.APPROVED)
    rows = Plan.objects.filter(case__in=cases, status__in=decided).values_list("status", flat=True)
    found = Counter(rows)
    yield from (("plans_returned", found[decided[0]]), ("of_plans_returned", found.total()))


def _extensions(cases: Cases) -> Counts:
    granted = Extension.objects.filter(case__in=cases, decision=RequestDecision.GRANTED)
    yield "extended", granted.values("case").distinct().count()


def _days_kept(cases: Cases) -> Counts:
    kept = [in_time for in_time, _first in days_kept(cases)]
    yield from (("in_time", sum(kept)), ("of_in_time", len(kept)))


def _verifications(cases: Cases) -> Counts:
    """The first one of each round; a void one counts as none."""
    rows = VerificationAttempt.objects.filter(
        case__in=cases, concluded_at__isnull=False, void_at__isnull=True
    ).order_by("-position")
    first = {(case, of): end for case, of, end in rows.values_list("case", "round", "conclusion")}
    good = sum(end in VerificationConclusion.good() for end in first.values())
    yield from (("passed_at_first", good), ("of_passed_at_first", len(first)))


def _publications(cases: Cases) -> Counts:
    shown = set(notices_of_effect(cases).values_list("case", flat=True))
    waived = set(standing_waivers(cases).values_list("case", flat=True))
    yield from (("shown", len(shown)), ("of_shown", len(shown | waived)))


def _objections(cases: Cases) -> Counts:
    found = Objection.objects.filter(case__in=cases).aggregate(
        all=Count("pk"),
        decided=Count("pk", filter=Q(decided_at__isnull=False)),
        upheld=Count("pk", filter=Q(decided_at__isnull=False, decision__in=_UPHELD)),
    )
    yield from (("objections", found["all"]), ("upheld", found["upheld"]))
    yield "of_upheld", found["decided"]


def _answers(cases: Cases) -> Counts:
    """By the day on which the answer was due to whoever gave it: whoever handled the objection, or
    the leading group where he passed it on (T27)."""
    handled = Q(step=Step.HANDLE_OBJECTION) & ~Q(outcome=EventVerb.TERMINATION_PROPOSED)
    decided = Q(step=Step.DECIDE_TERMINATION, objection__isnull=False)
    rows = _done(cases).filter(handled | decided, due_on__isnull=False)
    kept = [
        timezone.localdate(closed_at) <= due_on
        for closed_at, due_on in rows.values_list("closed_at", "due_on")
        if closed_at is not None and due_on is not None
    ]
    yield from (("answered_in_time", sum(kept)), ("of_answered_in_time", len(kept)))


def _look_backs(cases: Cases) -> Counts:
    looks = LookBack.objects.filter(case__in=cases, ended_at__isnull=False)
    ended = list(looks.filter(void_at__isnull=True).values_list("case", "is_relapse"))
    struck_off = set(closing_sheets(cases).values_list("case", flat=True))
    looked = {case for case, _relapse in ended}
    yield from (("looked_back", len(looked & struck_off)), ("of_looked_back", len(struck_off)))
    yield from (("relapsed", sum(relapse for _case, relapse in ended)), ("of_relapsed", len(ended)))


def _orders(cases: Cases) -> Counts:
    orders = SupervisionOrder.objects.filter(case__in=cases, void_at__isnull=True)
    yield "orders", orders.count()
    yield "orders_open", orders.filter(SupervisionOrder.OPEN).count()


_COUNTED: Final[Sequence[Callable[[Cases], Counts]]] = (
    *(_problems, _claims, _plans, _extensions, _days_kept, _verifications, _publications),
    *(_objections, _answers, _look_backs, _orders),
)
