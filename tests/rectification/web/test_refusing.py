"""A refusal of the domain stands beside the field it names, else above the form."""

from django import forms

from rectification.exceptions import CaseError, InvalidInput
from rectification.web.refusing import refuse


class Paper(forms.Form):
    title = forms.CharField(required=False)


def sent() -> Paper:
    form = Paper({})
    form.is_valid()
    return form


def test_a_refusal_stands_beside_its_field_and_cites_its_rule() -> None:
    form = sent()
    refuse(form, CaseError("Give a title.", field="title", rule="T2"))
    assert form.errors == {"title": ["Give a title."]}
    assert form.refused_by == "T2"


def test_a_refusal_of_no_field_of_this_form_stands_above_it() -> None:
    form = sent()
    refuse(form, CaseError("Not now."))
    refuse(form, CaseError("No such field here.", field="minutes"))
    assert form.errors == {"__all__": ["Not now.", "No such field here."]}


def test_several_fields_at_fault_are_named_at_once() -> None:
    form = sent()
    refuse(form, InvalidInput({"title": "Too short.", "minutes": "Missing."}, rule="T15"))
    assert form.errors == {"title": ["Too short."], "__all__": ["Missing."]}
    assert form.refused_by == "T15"
