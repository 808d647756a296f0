"""Where the rectification flow begins for a case that had come to an end."""

from viewflow import this
from viewflow.workflow import flow


class Anew:
    """Starts of the rectification flow beside discovery; each goes on from where the case stood."""

    # A report that had joined another case (scenario 9).
    resume_triage = flow.StartHandle(this.open_process).Next(this.triage)
    resume_dispatch = flow.StartHandle(this.open_process).Next(this.dispatch)
    # A relapse: everything from the plan on is made and approved anew (T34).
    plan_anew = flow.StartHandle(this.open_process).Next(this.draft_plan)
    # A closure that is void (4.8), or a long-term matter that was reviewed well (T33).
    verify_anew = flow.StartHandle(this.open_process).Next(this.assign_verifiers)
