"""Reports that had joined another case go on from where they stood (scenario 9, T8)."""

from rectification.enums import Step
from rectification.models import Case, WorkItem
from rectification.services.projections import project_stage
from workflows.flows.rectification import RectificationFlow
from workflows.processes import cancel_processes


def resume(case: Case) -> None:
    """Begin the step anew from which the report was merged.

    A withdrawal asked for meanwhile is the author's own again: no plan is approved (T8).
    """
    cancel_processes(case)
    flow = RectificationFlow
    start = flow.resume_triage if case.registered_at is None else flow.resume_dispatch
    start.run(case=case)
    case.refresh_from_db()
    project_stage(case=case)


def resume_parted(master: Case) -> None:
    """Those that parted from the case just now: open, and nobody's turn yet."""
    busy = WorkItem.objects.filter(closed_at__isnull=True).exclude(step=Step.DECIDE_WITHDRAWAL)
    parted = Case.objects.filter(merges__master=master, outcome="")
    parted = parted.exclude(pk__in=busy.values("case"))
    for entry in parted.distinct().order_by("pk"):
        resume(entry)
