"""Six human tasks in a row, each behind a permission."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import CreateProcessView, UpdateProcessView

from tools.bench.stock.models import Problem


def _task(following: Any) -> Any:
    page = UpdateProcessView.as_view(fields=["words"])
    return flow.View(page).Permission(auto_create=True).Next(following)


class ProblemFlow(flow.Flow):
    """Problem

    Found, claimed, planned, approved, carried out, verified."""

    process_class = Problem
    lock_impl = lock.select_for_update_lock

    report = (
        flow.Start(CreateProcessView.as_view(fields=["words"]))
        .Permission(auto_create=True)
        .Next(this.claim)
    )
    claim = _task(this.draft_plan)
    draft_plan = _task(this.approve_plan)
    approve_plan = _task(this.carry_out)
    carry_out = _task(this.verify)
    verify = _task(this.end)
    end = flow.End()


STEPS = ("claim", "draft_plan", "approve_plan", "carry_out", "verify")
