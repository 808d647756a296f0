"""What must be true of all cases at every moment; `check_invariants` and tests ask here."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Case as CaseWhen
from django.db.models import Count, F, OuterRef, Q, Subquery, When
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from rectification.audit.chain import broken_events, broken_stores
from rectification.audit.seals import broken_seals
from rectification.enums import CaseOutcome, CaseStage, Step
from rectification.models import (
    Case,
    Consultation,
    DeadlineRound,
    Merge,
    Pause,
    WorkItem,
)
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.disclosures import STEPS as DISCLOSURE_STEPS
from rectification.policies.entering import hands_for, has_account
from rectification.policies.facts import facts_of
from rectification.policies.resolution import can_be_taken
from rectification.roles import Role
from rectification.selectors.ownerless import without_organisation, without_person
from rectification.services.projections import stage_of

_OF_REQUEST = (Step.DECIDE_RECUSAL, Step.GIVE_OPINION, *Step.confidential())
_BESIDE = (Step.DECIDE_RECUSAL, *Step.confidential())
_OF_CIRCULAR = Q(
    step__in=[*DISCLOSURE_STEPS, Step.HANDLE_OBJECTION],
    case__outcome__in=[CaseOutcome.CLOSED, CaseOutcome.LONG_TERM],
)
"""A circular follows the closure, and whoever objects to what was disclosed is answered (4.6)."""
_LIVE = [STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED]


@dataclass(frozen=True)
class Breach:
    """`case` is a number or, before registration, the key with a hash sign."""

    rule: str
    case: str
    detail: str


def breaches() -> Iterator[Breach]:
    """Every breach found; an empty answer is the only good one."""
    yield from stages_not_as_computed()
    yield from open_work_on_ended_cases()
    yield from items_without_task()
    yield from tasks_without_item()
    yield from steps_held_twice()
    yield from steps_nobody_can_take()
    yield from cases_without_owner()
    yield from cases_without_work()
    yield from merges_not_as_recorded()
    yield from pauses_not_as_recorded()
    yield from days_not_as_recorded()
    yield from consultations_not_as_recorded()
    yield from chains_broken()
    yield from seals_broken()


def stages_not_as_computed() -> Iterator[Breach]:
    for case in Case.objects.order_by("pk").iterator():
        computed = stage_of(case)
        if case.stage != computed:
            yield Breach("stage_not_as_computed", str(case), f"{case.stage} ≠ {computed}")


def open_work_on_ended_cases() -> Iterator[Breach]:
    """A rehabilitation notice follows the end (T27), a request for recusal is answered, and of a
    report that has joined another case the withdrawal may be asked for (T8); what was struck off
    is looked at again (T32), and a referral outlives the case (8.12)."""
    leaving = Q(step=Step.DECIDE_WITHDRAWAL, case__stage=CaseStage.MERGED)
    items = (
        WorkItem.objects.filter(closed_at__isnull=True, case__stage__in=CaseStage.ended())
        .exclude(leaving | Q(step__in=[Step.POST_REHABILITATION, *_BESIDE]))
        .exclude(_OF_CIRCULAR)
        .exclude(stage=CaseStage.LOOK_BACK)
        .select_related("case")
    )
    for item in items.order_by("pk"):
        yield Breach("open_work_on_ended_case", str(item.case), item.step)


def items_without_task() -> Iterator[Breach]:
    live = Task.objects.filter(status__in=_LIVE).values("pk")
    items = WorkItem.objects.filter(closed_at__isnull=True).exclude(task_id__in=live)
    for item in items.select_related("case").order_by("pk"):
        yield Breach("item_without_task", str(item.case), item.step)


def tasks_without_item() -> Iterator[Breach]:
    open_items = WorkItem.objects.filter(closed_at__isnull=True).values("task_id")
    waiting = Task.objects.filter(status__in=_LIVE, flow_task_type__in=["HUMAN", "FUNCTION"])
    for task in waiting.exclude(pk__in=open_items).order_by("pk"):
        yield Breach("task_without_item", f"process {task.process_id}", task.flow_task.name)


def steps_held_twice() -> Iterator[Breach]:
    """Side by side lie only parts of a step: of a unit, a verifier, an objection, a request, an
    opinion, a referral, an order; those by hand, of the ladder and after failures have each their
    own (4.5)."""
    rows = (
        WorkItem.objects.filter(closed_at__isnull=True)
        .annotate(
            verifier=CaseWhen(When(step=Step.VERIFY, then=F("person"))),
            request=CaseWhen(When(step__in=_OF_REQUEST, then=F("process_id"))),
        )
        .values("case", "step", "assignment", "objection", "order", "verifier", "request")
        .annotate(held=Count("pk"))
        .filter(held__gt=1)
    )
    for row in rows.order_by("case", "step"):
        yield Breach("step_held_twice", f"#{row['case']}", row["step"])


def steps_nobody_can_take() -> Iterator[Breach]:
    """Neither the holder nor a deputy can, and no red mark and no pending request says so."""
    items = WorkItem.objects.filter(closed_at__isnull=True).exclude(step__in=Step.waits())
    items = items.select_related("case__owner_organisation", "organisation", "person")
    for item in items.prefetch_related("bars").order_by("pk"):
        if not _is_looked_after(item):
            yield Breach("step_nobody_can_take", str(item.case), item.step)


def _is_looked_after(item: WorkItem) -> bool:
    holders = in_office(item.role, item.organisation, today()).filter(user__is_active=True)
    if item.person is not None and item.role == Role.MEM:
        return has_account(item.person) or bool(hands_for(item))
    if item.person is not None:
        return holders.filter(pk=item.person.pk).exists()
    if item.unheld:
        return holders.exists()
    asked_about = facts_of(item.case).asked_about
    return can_be_taken(item) or holders.filter(pk__in=asked_about).exists()


def cases_without_owner() -> Iterator[Breach]:
    """A registered case is somebody's; one whose organisation is closed waits for a successor."""
    for rows, missing in (
        (without_person(), "person"),
        (without_organisation(today()), "organisation"),
    ):
        for case in rows:
            yield Breach("case_without_owner", str(case), missing)


def cases_without_work() -> Iterator[Breach]:
    """An open case must be somebody's turn, or in a running notice."""
    busy = WorkItem.objects.filter(closed_at__isnull=True).exclude(step__in=_BESIDE)
    idle = Case.objects.filter(stage__in=CaseStage.open()).exclude(pk__in=busy.values("case"))
    for case in idle.order_by("pk"):
        yield Breach("open_case_without_work", str(case), case.stage)


def merges_not_as_recorded() -> Iterator[Breach]:
    """A merged report is part of another case, and nothing else is (T6)."""
    standing = Merge.objects.filter(undone_at__isnull=True).values("case")
    merged = Q(outcome=CaseOutcome.MERGED)
    wrong = (merged & ~Q(pk__in=standing)) | (~merged & Q(pk__in=standing))
    for case in Case.objects.filter(wrong).order_by("pk"):
        yield Breach("merge_not_as_recorded", str(case), case.outcome)


def pauses_not_as_recorded() -> Iterator[Breach]:
    """A case says that it is paused while a pause of it runs, and only then (T18)."""
    running = Pause.objects.filter(paused_on__isnull=False, resumed_on__isnull=True).values("case")
    wrong = (Q(paused=True) & ~Q(pk__in=running)) | (Q(paused=False) & Q(pk__in=running))
    for case in Case.objects.filter(wrong).order_by("pk"):
        yield Breach("pause_not_as_recorded", str(case), str(case.paused))


def days_not_as_recorded() -> Iterator[Breach]:
    """A case is due on the day of its last round: nobody sets it without saying why."""
    rounds = DeadlineRound.objects.filter(case=OuterRef("pk")).order_by("-number")
    last = Case.objects.annotate(last_due_on=Subquery(rounds.values("due_on")[:1]))
    unrecorded = Q(due_on__isnull=False, last_due_on__isnull=True)
    for case in last.filter(unrecorded | ~Q(due_on=F("last_due_on"))).order_by("pk"):
        if case.due_on != case.last_due_on:
            yield Breach("day_not_as_recorded", str(case), str(case.due_on))


def consultations_not_as_recorded() -> Iterator[Breach]:
    """An opinion is asked for as long as its step is open, and only then (4.10)."""
    running = WorkItem.objects.filter(closed_at__isnull=True, step=Step.GIVE_OPINION)
    asked = Consultation.objects.filter(processes__in=running.values("process_id"))
    waiting = Consultation.objects.filter(Consultation.OPEN, item__closed_at__isnull=True)
    wrong = Consultation.objects.filter(Consultation.OPEN | Q(pk__in=asked.values("pk")))
    right = waiting.filter(pk__in=asked.values("pk"), case__sealed=False)
    for row in wrong.exclude(pk__in=right.values("pk")).select_related("case").order_by("pk"):
        yield Breach("consultation_not_as_recorded", str(row.case), f"consultation {row.pk}")


def chains_broken() -> Iterator[Breach]:
    for case, sequence, fault in chain(broken_events(), broken_stores()):
        yield Breach(fault.value, str(case), str(sequence))


def seals_broken() -> Iterator[Breach]:
    """What a checkpoint sealed is there unchanged, and so is the checkpoint."""
    for subject, detail, fault in broken_seals():
        yield Breach(fault.value, subject, detail)
