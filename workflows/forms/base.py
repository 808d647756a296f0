"""The form of a step: fields, decisions, and the one service each decision calls."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, WorkItem
from rectification.policies.actors import Actor
from rectification.services.papers import Paper
from rectification.web.refusing import refuse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASON_MINIMUM = 10
"""A return needs a reason of at least ten characters (docs/rules.md, “Returns”)."""


@dataclass(frozen=True)
class Decision:
    """One way to answer the step: a button named by its effect, with the fields it needs.

    `fields` are shown with this decision only; `needs` are the fields that must then be filled.
    The first decision of a form is the expected one; the others are shown folded.
    """

    name: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    hint: str | Promise = ""


class StepForm(forms.Form):
    """Base of all step forms.

    Declare fields with `required=False` when only some decision needs them and list them in
    `Decision.needs`. Implement `carry_out`, calling exactly one service with `cleaned_data`.
    """

    decisions: tuple[Decision, ...] = ()

    is_signed = False
    """Whether the act door asks for proof that it is he (`forms.signing`)."""

    decision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, item: WorkItem, actor: Actor, **kwargs: Any) -> None:
        self.case = case
        self.item = item
        self.actor = actor
        self.refused_by = ""
        super().__init__(*args, **kwargs)

    def carry_out(self) -> CaseEvent:
        """Call the service of the chosen decision; runs inside the act door's transaction."""
        raise ImproperlyConfigured(f"{type(self).__name__} calls no service")

    def set_aside(self, asked: str) -> None:
        """Prepare the page that a button beside the decisions asks for; nothing is carried out."""

    @property
    def signed_paper(self) -> Paper | None:
        """What the person for whom the step is entered has signed."""
        return None

    @property
    def original(self) -> str:
        """Code of the reporter's own words that the page shows, as `opinion:12`; it is noted."""
        return ""

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data["decision"])

    def clean_decision(self) -> str:
        name = self.cleaned_data["decision"] or (self.decisions[0].name if self.decisions else "")
        if name not in {decision.name for decision in self.decisions}:
            raise ValidationError(_("Choose one of the ways to decide."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for decision in self.decisions:
            if decision.name == data.get("decision"):
                self._forget_other_ways(decision)
                self._require(decision, data)
        return data

    def _forget_other_ways(self, chosen: Decision) -> None:
        """What was typed for a decision that was then not taken stands in nobody's way."""
        for decision in self.decisions:
            for name in set(decision.fields) - set(chosen.fields):
                self.errors.pop(name, None)

    def _require(self, chosen: Decision, data: dict[str, Any]) -> None:
        for name in chosen.needs:
            if name in self.fields and name not in self.errors and is_empty(data.get(name)):
                self.add_error(name, _("This field is required for your decision."))

    def refuse(self, error: CaseError) -> None:
        """Show a refusal of the domain; a form whose fields go by other names says so here."""
        refuse(self, error)

    def shared_fields(self) -> list[forms.BoundField]:
        """Fields that belong to every decision."""
        special = {name for decision in self.decisions for name in decision.fields}
        return [self._shown(n) for n in self.fields if n not in special and n != "decision"]

    def sections(self) -> list[tuple[Decision, list[forms.BoundField]]]:
        """Each decision with its own fields, for the page; a form may have dropped some."""
        return [
            (d, [self._shown(name) for name in d.fields if name in self.fields])
            for d in self.decisions
        ]

    def _shown(self, name: str) -> forms.BoundField:
        """The field marked as required where its decision needs it; only the page says so."""
        if any(name in decision.needs for decision in self.decisions):
            self.fields[name].required = True
        return self[name]


def is_empty(value: object) -> bool:
    """Nothing typed, nothing chosen; an empty list of rows is nothing, a zero is something."""
    return value is None or value is False or (isinstance(value, Sized) and len(value) == 0)


def reason_field(label: "str | _StrPromise", **kwargs: Any) -> forms.CharField:
    """A reason that will be read by others: at least ten characters once it is needed."""
    return forms.CharField(
        label=label,
        required=False,
        min_length=REASON_MINIMUM,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        **kwargs,
    )
