"""Step forms filled in by somebody, without flow and page."""

from typing import Any, TypeVar

from rectification.enums import Step
from rectification.models import Case, Objection, Person, WorkItem
from tests.factories import acting
from tests.published import signing
from workflows.forms.base import StepForm

Form = TypeVar("Form", bound=StepForm)


def filled(
    form_class: type[Form],
    case: Case,
    who: Person,
    data: dict[str, Any] | None = None,
    *,
    step: Step = Step.PROPOSE_PUBLICATION,
    objection: Objection | None = None,
) -> Form:
    """The form as the act door makes it; empty when no data is given."""
    item = WorkItem(case=case, step=step, objection=objection)
    # The act door has let in whoever signs.
    actor = signing(who) if form_class.is_signed else acting(who)
    return form_class(data, case=case, item=item, actor=actor)
