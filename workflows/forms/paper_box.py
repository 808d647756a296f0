"""The opening of the paper box: who was there, and a part for each paper."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import BallotAnswer, ObjectionKind, ReporterMode
from rectification.exceptions import CaseError
from rectification.models import Ballot, Notice, Person
from rectification.policies.ballots import MOST_SHEETS
from rectification.policies.days import today
from rectification.services.paper_box import BallotSheets, ObjectionPaper, Opening
from rectification.web.dates import list_date
from workflows.forms.choices import PersonField, narrow

MOST_PAPERS: Final = 20
FIRST_PART: Final = "form-0"


def _number(answer: BallotAnswer) -> forms.IntegerField:
    return forms.IntegerField(
        label=answer.label, required=False, min_value=0, max_value=MOST_SHEETS
    )


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


def _notice_words(notice: Notice, read: Collection[int]) -> str:
    shown = notice.decision.title if notice.pk in read else gettext("text not shown at present")
    return gettext("%(title)s (%(first)s to %(last)s)") % {
        "title": shown,
        "first": list_date(notice.starts_on),
        "last": list_date(notice.ends_on),
    }


class NoticeField(forms.ModelChoiceField):
    """By title and days; of one that is hidden at present, by its days alone."""

    read: Collection[int] = ()

    def label_from_instance(self, obj: Any) -> str:
        return _notice_words(obj, self.read)


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
"""Objections. Ballots lie in the same box and have a set of parts of their own beside this one."""


class CountForm(forms.Form):
    """Paper answers to one ballot: three numbers, and nothing of any single sheet."""

    satisfied = _number(BallotAnswer.SATISFIED)
    fairly = _number(BallotAnswer.FAIRLY)
    dissatisfied = _number(BallotAnswer.DISSATISFIED)

    def __init__(
        self,
        data: Any,
        *,
        ballot: Ballot,
        read: Collection[int],
        typed: Mapping[str, Any] | None,
    ) -> None:
        prefix = f"ballot-{ballot.pk}"
        stood = {name: (typed or {}).get(f"{prefix}-{name}", "") for name in self.base_fields}
        super().__init__(data, prefix=prefix, initial=stood)
        self.ballot = ballot
        self.title = _notice_words(ballot.notice, read)

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.cleaned_data.get(name) or 0 for name in BallotAnswer.values}


class CounterForm(forms.Form):
    """Who counted with whoever fills the form; asked once for all ballots of an opening."""

    second = PersonField(
        label=_("Who counted with you"),
        help_text=_("He is told that he stands on record for it."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["second"], people)


class Counts:
    """A part for each ballot that is open, whether or not sheets for it lay in the box."""

    def __init__(
        self,
        data: Any,
        *,
        ballots: Sequence[Ballot],
        read: Collection[int],
        people: QuerySet[Person],
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """`typed` is what stood in the parts when the page was asked for one more."""
        self.forms = [CountForm(data, ballot=row, read=read, typed=typed) for row in ballots]
        self.counter = CounterForm(data, people=people, initial=typed)

    def at_fault(self, row: int, error: CaseError) -> forms.Form:
        return self.counter if error.field == "second" else self.used[row]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in (*self.forms, self.counter)])

    @property
    def used(self) -> list[CountForm]:
        return [form for form in self.forms if sum(form.counts.values())]

    @property
    def sheets(self) -> list[BallotSheets]:
        second = self.counter.cleaned_data["second"]
        return [
            BallotSheets(ballot=form.ballot, second=second, counts=form.counts)
            for form in self.used
        ]
