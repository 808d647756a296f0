"""The form of a posting: how, when and before how many, and which notices."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import Again, Channel
from rectification.models import Notice, Occasion
from rectification.policies.days import today
from rectification.services.postings import Shown
from rectification.web.dates import list_date
from rectification.wording import listed


class NoticesField(forms.ModelMultipleChoiceField):
    """Each by its public title, with its last day, its readers and the theme day it waits for."""

    planned: Mapping[int, date]

    def label_from_instance(self, obj: Any) -> str:
        told = [
            gettext("until %(day)s") % {"day": list_date(obj.ends_on)},
            str(obj.decision.get_scope_display()),
        ]
        if day := self.planned.get(obj.pk):
            told.append(gettext("on the agenda of %(day)s") % {"day": list_date(day)})
        return gettext("%(title)s (%(told)s)") % {
            "title": obj.decision.title,
            "told": listed(told),
        }


class RecordField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{list_date(obj.held_on)} {obj.get_kind_display()}"


class PostingForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("How they were shown"),
        choices=[(kind.value, kind.label) for kind in Channel.by_hand()],
        initial=Channel.THEME_DAY,
        widget=forms.RadioSelect,
    )
    held_on = forms.DateField(label=_("Day"), initial=today)
    attendance = forms.IntegerField(
        label=_("Number of those present"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("At a meeting: a number, nobody's name."),
    )
    occasion = RecordField(
        label=_("Record of the meeting"),
        queryset=Occasion.objects.none(),
        required=False,
        empty_label=_("None in the system"),
    )
    record = forms.CharField(
        label=_("Where the record is kept"),
        required=False,
        max_length=200,
        help_text=_("Not needed when you choose the record of the meeting."),
    )
    notices = NoticesField(
        label=_("Which notices"),
        queryset=Notice.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    again = forms.ChoiceField(
        label=_("It was shown in this way before"),
        choices=Again,
        required=False,
        widget=forms.HiddenInput,
    )
    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        notices: Any,
        planned: Mapping[int, date],
        records: Sequence[Occasion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(NoticesField, self.fields["notices"])
        field.queryset, field.planned = notices, planned
        self.initial["notices"] = list(planned)
        if records:
            rows = Occasion.objects.filter(pk__in=[record.pk for record in records])
            record = cast(RecordField, self.fields["occasion"])
            record.queryset = rows.order_by("-held_on", "-pk")
        else:
            del self.fields["occasion"]
            self.fields["record"].help_text = ""

    def ask_again(self) -> None:
        """Nobody is asked before something was entered a second time."""
        self.fields["again"].widget = forms.RadioSelect(choices=Again.choices)

    @property
    def shown(self) -> Shown:
        data = self.cleaned_data
        return Shown(
            channel=data["channel"],
            held_on=data["held_on"],
            record=data["record"],
            occasion=data.get("occasion"),
            attendance=data["attendance"],
            again=data["again"],
        )
