"""The opening of the paper box: who was there, and a part for each paper."""

from collections.abc import Collection, Mapping
from typing import Any, Final, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import ObjectionKind, ReporterMode
from rectification.models import Notice
from rectification.policies.days import today
from rectification.services.paper_box import ObjectionPaper, Opening
from rectification.web.dates import list_date

MOST_PAPERS: Final = 20
FIRST_PART: Final = "form-0"


class OpeningForm(forms.Form):
    opened_on = forms.DateField(label=_("The box was opened on"), initial=today)
    first_present = forms.CharField(
        label=_("Present: first person"), max_length=60, help_text=_("A villager may be one.")
    )
    second_present = forms.CharField(label=_("Present: second person"), max_length=60)
    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    @property
    def opening(self) -> Opening:
        names = Opening.__dataclass_fields__
        return Opening(**{name: self.cleaned_data[name] for name in names})


class NoticeField(forms.ModelChoiceField):
    """By title and days; of one that is hidden at present, by its days alone."""

    read: Collection[int] = ()

    def label_from_instance(self, obj: Any) -> str:
        shown = obj.decision.title if obj.pk in self.read else gettext("text not shown at present")
        return gettext("%(title)s (%(first)s to %(last)s)") % {
            "title": shown,
            "first": list_date(obj.starts_on),
            "last": list_date(obj.ends_on),
        }


class PaperForm(forms.Form):
    """One objection; what it says is read by whoever decides on it, and by nobody here again."""

    notice = NoticeField(
        label=_("Which notice is it about?"),
        queryset=Notice.objects.none(),
        empty_label=_("Please choose"),
    )
    received_on = forms.DateField(
        label=_("Day of the receipt stamp"),
        help_text=_("It decides whether the objection came in time."),
    )
    kind = forms.ChoiceField(
        label=_("What the objection is about"), choices=ObjectionKind, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What it says"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As it is written; leave out who wrote it."),
    )
    mode = forms.ChoiceField(
        label=_("How is it handed in?"),
        choices=ReporterMode,
        initial=ReporterMode.ANONYMOUS,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name of the sender"), required=False, max_length=60)
    contact = forms.CharField(label=_("How he can be reached"), required=False, max_length=120)

    def __init__(
        self, *args: Any, notices: QuerySet[Notice], read: Collection[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(NoticeField, self.fields["notice"])
        field.queryset, field.read = notices, read
        # A part that was asked for and not used is no paper; the first one is.
        self.empty_permitted = self.prefix != FIRST_PART

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == ReporterMode.ANONYMOUS:
            data["name"] = data["contact"] = ""
        return data

    @property
    def paper(self) -> ObjectionPaper:
        names = ObjectionPaper.__dataclass_fields__
        return ObjectionPaper(**{name: self.cleaned_data[name] for name in names})


def typed_so_far(data: Mapping[str, Any], total: int) -> list[dict[str, Any]]:
    """What stands in the parts, and one more part that is empty."""
    names = PaperForm.base_fields
    rows = [{name: data.get(f"form-{row}-{name}", "") for name in names} for row in range(total)]
    return [*rows, {}][:MOST_PAPERS]


Papers = forms.formset_factory(
    PaperForm, extra=0, min_num=1, validate_min=True, max_num=MOST_PAPERS, validate_max=True
)
"""Objections. Ballots lie in the same box and get a set of parts of their own beside this one."""
