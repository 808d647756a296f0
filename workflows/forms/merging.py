"""Making a report part of another case, at intake or before it is dispatched (T6)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Case, CaseEvent
from rectification.selectors.duplicates import Likeness, likenesses_of
from rectification.selectors.similar import struck_off_alike
from rectification.services import merging
from workflows.forms.base import Decision, StepForm
from workflows.forms.choices import OneOf, narrow

MERGE = Decision(
    "merge",
    _("Merge with another case"),
    fields=("master",),
    needs=("master",),
    hint=_(
        "Only for the same fact and the same organisation or person. Every reporter keeps his "
        "receipt code and gets the answer; the earliest receipt rules the clock. You can undo it."
    ),
)


class MasterField(OneOf):
    """The case of which the report becomes part."""

    def __init__(self) -> None:
        super().__init__(
            Case.objects.none(),
            label=_("Part of which case?"),
            required=False,
            blank=False,
            widget=forms.RadioSelect,
        )

    def label_from_instance(self, obj: Any) -> str:
        words = (obj.number, obj.title, obj.get_stage_display())
        return " · ".join(word for word in words if word)


class Merging(StepForm):
    """Offers the open cases beside the report; without one there is nothing to merge with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joinable = [one.case.pk for one in self.similar if one.can_join]
        if joinable:
            self.fields["master"] = MasterField()
            narrow(self.fields["master"], Case.objects.filter(pk__in=joinable).order_by("-pk"))
        else:
            self.decisions = tuple(d for d in self.decisions if d is not MERGE)

    @cached_property
    def similar(self) -> list[Likeness]:
        """Open cases that may tell of the same fact; a hint and no more."""
        return likenesses_of(self.case, self.actor.hand)

    @cached_property
    def struck_off(self) -> list[Case]:
        """Cases of the owner that were struck off and are like it: they may be back."""
        return struck_off_alike(self.case, self.actor.hand)

    def merge(self) -> CaseEvent:
        return merging.merge_case(
            case=self.case, actor=self.actor, master=self.cleaned_data["master"]
        )
