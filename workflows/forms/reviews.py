"""The form of the first review: is everything there? (T20, T21)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rectification.models import CaseEvent
from rectification.selectors.plans import measures_of
from rectification.services import reviews
from workflows.forms.base import Decision, reason_field
from workflows.forms.choices import MeasuresField, narrow
from workflows.forms.progress import WorkForm


class FirstReviewForm(WorkForm):
    """Completeness only; it replaces no verification."""

    decisions = (
        Decision(
            "pass",
            _("Pass, on to publication review"),
            hint=_("You confirm that everything is there, not that the problem is gone."),
        ),
        Decision(
            "return",
            _("Return with reasons"),
            fields=("measures", "reason"),
            needs=("measures", "reason"),
            hint=_("The measures you choose are open again."),
        ),
    )

    measures = MeasuresField(label=_("Measures that are not done"))
    reason = reason_field(_("Reasons for the return"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["measures"], measures_of(self.case))

    def carry_out(self) -> CaseEvent:
        if self.chosen == "return":
            return reviews.return_review(
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["reason"],
                measures=list(self.cleaned_data["measures"]),
            )
        return reviews.pass_review(case=self.case, actor=self.actor)
