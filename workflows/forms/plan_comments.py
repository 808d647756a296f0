"""Fields for comments on single points of the plan that lies before somebody (T14)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.models import Measure, Plan, PlanPart
from rectification.services.plan_comments import CommentDraft
from workflows.forms.base import StepForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SHOWN = 60
"""So much of the words is shown beside the field that asks for the comment."""


def _field(label: "str | _StrPromise", about: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=1000,
        help_text=Truncator(about).chars(_SHOWN),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _points(plan: Plan) -> Iterator[tuple[str, Measure | None, forms.CharField]]:
    yield PlanPart.CAUSE, None, _field(gettext_lazy("On the cause"), plan.cause)
    yield (
        PlanPart.TARGET_OUTCOME,
        None,
        _field(gettext_lazy("On the outcome aimed at"), plan.target_outcome),
    )
    for measure in plan.measures.all():
        label = _("On measure %(number)d") % {"number": measure.position}
        yield PlanPart.MEASURE, measure, _field(label, measure.text)


def comment_name(about: str, measure: Measure | None) -> str:
    return f"comment-{measure.pk if measure else about}"


class CommentFields(StepForm):
    """Mixed into a form with a `plan`; its comments come with the opinion or the return."""

    plan: Plan | None

    def add_comment_fields(self) -> tuple[str, ...]:
        """One field for each point of the plan; returns their names."""
        self._commented: dict[str, tuple[str, Measure | None]] = {}
        if self.plan is None:
            return ()
        for about, measure, field in _points(self.plan):
            name = comment_name(about, measure)
            self._commented[name] = (about, measure)
            self.fields[name] = field
        return tuple(self._commented)

    def comment_fields(self) -> list[BoundField]:
        return [self[name] for name in self._commented]

    @property
    def has_comments(self) -> bool:
        """Something stands, or is wrong, in one of them."""
        return any(bound.value() or bound.errors for bound in self.comment_fields())

    def comments(self) -> list[CommentDraft]:
        return [
            CommentDraft(about, self.cleaned_data.get(name) or "", measure)
            for name, (about, measure) in self._commented.items()
        ]
