"""How a form shows that the domain refused what was typed."""

from django import forms

from rectification.exceptions import CaseError, InvalidInput


def refuse(form: forms.Form, error: CaseError) -> None:
    """The refusal beside the field it names, else above the form, with the rule it cites."""
    form.refused_by = error.rule  # type: ignore[attr-defined]
    named = error.errors if isinstance(error, InvalidInput) else {error.field: error.message}
    for name, text in named.items():
        form.add_error(name if name in form.fields else None, str(text))
