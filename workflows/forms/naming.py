"""Who verifies: named by the discipline committee or the leading group, or from above (4.4)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import VerificationConclusion
from rectification.models import CaseEvent, Person
from rectification.policies.owner_kinds import Team, row_of
from rectification.policies.verifiers import (
    Choice,
    choice_of,
    discipline_names,
    pool_of,
    told_ground,
)
from rectification.roles import Role
from rectification.services import naming
from rectification.web.parts import Refusal
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import PersonField, narrow
from workflows.forms.reviewing import Facts
from workflows.forms.verification import correction_field, offer


class NamingForm(StepForm):
    """A step at which people are named who then verify; the page shows an extract."""

    @cached_property
    def choice(self) -> Choice:
        return choice_of(self.case, self.actor.role)

    @property
    def facts(self) -> Facts:
        """What whoever names verifiers may know of the case before he is one (4.9)."""
        return [
            (_("Case number"), self.case.number),
            (_("Owner organisation"), self.case.owner_organisation),
            (_("Verification due"), self.item.due_on),
        ]

    @property
    def too_few(self) -> Refusal | None:
        return None

    def barred(self) -> list[tuple[str, str]]:
        """Who of the discipline committee may not verify; the ground is for its own eyes only."""
        grounds = pool_of(self.case).barred
        people = Person.objects.filter(pk__in=grounds).order_by("code")
        return [(p.name, told_ground(grounds[p.pk], self.actor.role)) for p in people]


def _narrow(form: forms.Form, name: str, people: list[Person]) -> None:
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    narrow(form.fields[name], rows.order_by("code"))


_RECORD = Decision(
    "record",
    _("Record the result from above"),
    needs=("reply_number", "conclusion", "statement"),
)
_NAME_ONE = Decision(
    "name",
    _("Name this one, the leading group names the other"),
    fields=("first",),
    needs=("first",),
)


class AssignVerifiersForm(NamingForm):
    """Two who are free, or the reply of the level above where that verifies.

    The leading group is asked where the discipline committee has too few, or is itself the owner.
    """

    decisions = (
        Decision(
            "name",
            _("Name these two"),
            fields=("first", "second"),
            needs=("first", "second"),
        ),
    )

    first = PersonField(label=_("First verifier"))
    second = PersonField(label=_("Second verifier"))
    reply_number = forms.CharField(
        label=_("Number of the reply from the level above"),
        required=False,
        max_length=60,
        help_text=_("Of the paper by which the level above tells the result."),
    )
    conclusion = forms.ChoiceField(label=_("Conclusion"), required=False, widget=forms.RadioSelect)
    statement = reason_field(_("What the reply says"))
    correction_due_on = correction_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.from_above:
            self.decisions = (_RECORD,)
            self._keep("reply_number", "conclusion", "statement", "correction_due_on")
            offer(self, (way for way in VerificationConclusion if way != "unverifiable"))
            return
        self._keep("first", "second")
        _narrow(self, "first", self.choice.first)
        _narrow(self, "second", self.choice.second)
        if self.names_one:
            self.decisions = (_NAME_ONE,)
            del self.fields["second"]

    def _keep(self, *names: str) -> None:
        for name in set(self.fields) - {*names, "decision"}:
            del self.fields[name]

    @cached_property
    def from_above(self) -> bool:
        return row_of(self.case).team == Team.ABOVE

    @cached_property
    def names_one(self) -> bool:
        """The other one is named by the leading group in a step of its own."""
        return row_of(self.case).team == Team.WITH_OUTSIDER and self.actor.role != Role.LG

    @property
    def too_few(self) -> Refusal | None:
        """Fewer than two are free: nothing is verified by one."""
        if self.from_above:
            return None
        if self.actor.role == Role.LG:
            return None if self.choice.second else nobody_outside()
        if discipline_names(self.case):
            return None
        return Refusal(
            _(
                "Fewer than two members of the discipline committee are free. The step passes to "
                "the leading group, which names a member of another body."
            ),
            rule="8.2",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first") is not None and data.get("first") == data.get("second"):
            self.add_error("second", _("Name two different persons."))
        return data

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.from_above:
            return naming.record_reply(
                case=self.case,
                actor=self.actor,
                reply_number=data["reply_number"],
                conclusion=data["conclusion"],
                statement=data["statement"],
                correction_due_on=data["correction_due_on"],
            )
        return naming.name_verifiers(
            case=self.case, actor=self.actor, first=data["first"], second=data.get("second")
        )


class NameOutsiderForm(NamingForm):
    """The leading group adds somebody who is not of the discipline committee."""

    decisions = (
        Decision("name", _("Name this person"), fields=("outsider",), needs=("outsider",)),
    )

    outsider = PersonField(label=_("Verifier from another body"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _narrow(self, "outsider", self.choice.second)

    @property
    def too_few(self) -> Refusal | None:
        return None if self.choice.second else nobody_outside()

    def carry_out(self) -> CaseEvent:
        return naming.name_outsider(
            case=self.case, actor=self.actor, outsider=self.cleaned_data["outsider"]
        )


def nobody_outside() -> Refusal:
    return Refusal(
        _(
            "Nobody of another body is free to verify. Have a discipline member of another branch "
            "or a member of another body entered among the appointments, then name him here."
        ),
        rule="8.2",
    )
