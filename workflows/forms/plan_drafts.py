"""The draft of the plan (T13): a returned version is where the next one starts."""

from functools import cached_property

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rectification.calendar.working import Due
from rectification.models import CaseEvent, Measure, Plan, PlanStatus
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plan_checks import Faults, PlanDraft, faults_of
from rectification.selectors.third_failure import decision_of
from rectification.services import plans
from workflows.forms.base import Decision
from workflows.forms.plan_rows import PlanRowsForm
from workflows.forms.plans import shown_plan
from workflows.forms.signed import SignedForm


class DraftPlanForm(SignedForm, PlanRowsForm):
    """Cause, outcome and measures, laid before the approver."""

    decisions = (Decision("submit", _("Submit the plan for approval")),)

    @cached_property
    def limit(self) -> Due:
        """The last day a measure may be due."""
        return rectification_limit(self.case, today(), current_calendar())

    @cached_property
    def begun_by(self) -> CaseEvent | None:
        """What the leading group has decided, with the stage target; the owner's own to read."""
        return None if self.actor.enters_for_member else decision_of(self.case)

    @cached_property
    def plan(self) -> Plan | None:
        """The version that was returned, with the reasons; they hold for one taken back as well."""
        if self.start is None or self.start.status == PlanStatus.RETURNED:
            return self.start
        returned = self.case.plans.filter(round=self.case.round, status=PlanStatus.RETURNED)
        return returned.order_by("-version").first()

    @cached_property
    def start(self) -> Plan | None:
        """What was returned, or taken back: nothing is typed twice."""
        plan = shown_plan(self.case)
        begun = (PlanStatus.RETURNED, PlanStatus.WITHDRAWN)
        return plan if plan is not None and plan.status in begun else None

    @cached_property
    def former(self) -> list[Measure]:
        return list(self.start.measures.all()) if self.start is not None else []

    def shared_fields(self) -> list[BoundField]:
        """The texts alone: what was signed is handed in after the measures."""
        signed = {bound.name for bound in self.signed_fields}
        return [bound for bound in super().shared_fields() if bound.name not in signed]

    def faults(self, draft: PlanDraft) -> Faults:
        return faults_of(self.case, draft)

    def carry_out(self) -> CaseEvent:
        return plans.submit_plan(case=self.case, actor=self.actor, draft=self.draft())
