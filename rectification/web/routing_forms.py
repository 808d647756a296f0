"""The form of a routing rule: when it fits, and what it then proposes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rectification.enums import Category, DeadlineClass, Severity, SourceKind
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Organisation

ANY = ("", _("any"))
NOTHING = ("", _("no proposal"))


class RuleForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.routing.enter_rule`."""

    name = forms.CharField(
        label=_("Name of the rule"),
        max_length=40,
        help_text=_("Shown at intake as the reason of the proposal."),
    )
    committee = forms.ModelChoiceField(
        label=_("Township"), queryset=Organisation.objects.none(), empty_label=None
    )
    source = forms.ChoiceField(
        label=_("When the source is"), choices=[ANY, *SourceKind.choices], required=False
    )
    category = forms.ChoiceField(
        label=_("When the category is"), choices=[ANY, *Category.choices], required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("When it is reported for"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("any"),
        help_text=_("Stands for what is below it too."),
    )
    keyword = forms.CharField(
        label=_("When the text has the word"),
        max_length=20,
        required=False,
        help_text=_("One word or phrase; no name of a person."),
    )
    owner = forms.ModelChoiceField(
        label=_("Then propose as responsible"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no proposal"),
    )
    deadline_class = forms.ChoiceField(
        label=_("Then propose the deadline class"),
        choices=[NOTHING, *DeadlineClass.choices],
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Then propose the severity"), choices=[NOTHING, *Severity.choices], required=False
    )

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [node.pk for node in nodes]
        below = Q(pk__in=[])
        for node in nodes:
            below |= Q(path__startswith=node.path)
        rows = Organisation.objects.filter(below, closed_on__isnull=True).order_by("code")
        for name in ("organisation", "owner"):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        committees = Organisation.objects.filter(pk__in=keys).order_by("code")
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]
        if len(nodes) == 1:
            del self.fields["committee"]
            self._only = nodes[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("committee", getattr(self, "_only", None))
        return data

    def refuse(self, error: CaseError) -> None:
        """Turn a refusal of the service into errors beside the fields it names."""
        if isinstance(error, InvalidInput):
            for name, text in error.errors.items():
                self.add_error(name, str(text))
        else:
            self.add_error(None, str(error.message))
