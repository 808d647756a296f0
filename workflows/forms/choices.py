"""Fields for choosing organisations, people and measures; people are never free text."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure, Organisation, Person

Choices = list[tuple[str, str | Promise]]


def choice_or_none(choices: Iterable[tuple[str, Any]]) -> Choices:
    """The choices of a list behind an empty first line, so that nothing is chosen by chance."""
    return [("", _("Please choose")), *choices]


class OfferedRows:
    """A key beyond what the database can count to is not offered; SQLite would break down on it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)  # type: ignore[misc]
        except OverflowError as error:
            raise ValidationError(_("Choose from the list."), code="invalid_choice") from error


class OneOf(OfferedRows, forms.ModelChoiceField):
    """One row of those offered."""


class SomeOf(OfferedRows, forms.ModelMultipleChoiceField):
    """Any of the rows offered, as boxes."""

    def __init__(self, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class OrganisationField(OneOf):
    """One organisation of those offered; the form narrows the queryset."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Please choose"))
        super().__init__(queryset=Organisation.objects.none(), required=False, **kwargs)


class OrganisationsField(SomeOf):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.none(), **kwargs)


class PersonChoice(OneOf):
    """One person of a queryset; the member code tells people of the same name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class PersonField(PersonChoice):
    """One person of those offered; the form narrows the queryset."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Please choose"))
        super().__init__(queryset=Person.objects.none(), required=False, **kwargs)


class PeopleField(SomeOf):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


def named(person: Person) -> str:
    return f"{person.name} ({person.code})"


class MeasureField(OneOf):
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


class MeasuresField(SomeOf):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Measure.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.position}. {obj.text}"


def narrow(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Offer only these rows."""
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{field!r} offers no rows")
    field.queryset = rows
