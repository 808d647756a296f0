"""Fields for choosing organisations, people and measures; people are never free text."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure, Organisation, Person

Choices = list[tuple[str, str | Promise]]


def choice_or_none(choices: Iterable[tuple[str, Any]]) -> Choices:
    """The choices of a list behind an empty first line, so that nothing is chosen by chance."""
    return [("", _("Please choose")), *choices]


class OrganisationField(forms.ModelChoiceField):
    """One organisation of those offered; the form narrows the queryset."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Please choose"))
        super().__init__(queryset=Organisation.objects.none(), required=False, **kwargs)


class OrganisationsField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Organisation.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class PersonChoice(forms.ModelChoiceField):
    """One person of a queryset; the member code tells people of the same name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class PersonField(PersonChoice):
    """One person of those offered; the form narrows the queryset."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Please choose"))
        super().__init__(queryset=Person.objects.none(), required=False, **kwargs)


class PeopleField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Person.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


def named(person: Person) -> str:
    return f"{person.name} ({person.code})"


class MeasureField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Measure.objects.none(),
            required=False,
            blank=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.position}. {obj.text}"


class MeasuresField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Measure.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.position}. {obj.text}"


class FilesInput(forms.ClearableFileInput):
    """A file input that hands over all files chosen, not the last one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        if hasattr(files, "getlist"):
            return list(files.getlist(name))
        chosen = files.get(name) or []
        return list(chosen) if isinstance(chosen, (list, tuple)) else [chosen]


class FilesField(forms.FileField):
    """Several files; what is in them is judged by `policies.uploads`."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if self.required and not data:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(data or [])


def narrow(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Offer only these rows."""
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{field!r} offers no rows")
    field.queryset = rows
