"""The page of a step rendered with a form that was filled in, without flow and request."""

from django.template.loader import render_to_string

from rectification.policies.visibility import FILE
from workflows.forms.base import StepForm


def rendered(form: StepForm) -> str:
    """What the holder of the step sees."""
    step = form.item.step
    context = {
        "case": form.case,
        "item": form.item,
        "form": form,
        "fields": FILE,
        "idempotency_key": "key",
        "back_url": "/case",
    }
    return render_to_string([f"workflows/steps/{step}.html", "workflows/step.html"], context)
