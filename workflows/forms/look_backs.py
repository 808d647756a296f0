"""Looking back: who looks, what he finds, and whether the problem is back (T32–T34)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import LookBackResult, VerificationMethod
from rectification.models import Case, CaseEvent, LookBack, Person
from rectification.policies.look_backs import (
    is_looked_at_above,
    look_back_under_way,
    why_not_propose_closing,
)
from rectification.policies.verifiers import lookers_for
from rectification.roles import Role
from rectification.services import look_back_results, look_backs, relapses
from rectification.web.bodies import files_rule
from rectification.web.parts import Refusal
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import PersonField, narrow
from workflows.forms.files import FILES_HELP, FilesField, file_input
from workflows.forms.naming import nobody_outside
from workflows.forms.reviewing import Facts


class BeginLookBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What makes you look again"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you saw, a check, a similar problem; neither name nor quote a reporter."),
    )


class BeginByNumberForm(BeginLookBackForm):
    """For whoever does not read the case; no word of it is shown."""

    number = forms.CharField(
        label=_("Case number"), max_length=40, help_text=_("As it stands in the list or on paper.")
    )

    field_order = ("number", "reason")


_RELAPSE_HINT = _("The office says whether it agrees; then a new round begins with a plan.")


def results_with(*needs: str) -> tuple[Decision, ...]:
    """The three results, told with these fields."""
    good, partial, back = LookBackResult
    return (
        Decision(good.value, _("It has stayed put right"), needs=needs),
        Decision(partial.value, _("It is back in part"), needs=needs, hint=_RELAPSE_HINT),
        Decision(back.value, _("It is back"), needs=needs, hint=_RELAPSE_HINT),
    )


def closing_with(*needs: str) -> Decision:
    return Decision(
        "propose_closing",
        _("Good again: have it verified for striking off"),
        needs=needs,
        hint=_("Two people verify it once more and sign; only then is it struck off."),
    )


class AssignLookBackForm(StepForm):
    """Somebody who had no part in any round, or the reply of the level above; an extract."""

    decisions: tuple[Decision, ...] = (Decision("name", _("Name this person"), needs=("looker",)),)

    looker = PersonField(label=_("Who looks back"))
    reply_number = forms.CharField(
        label=_("Number of the reply from the level above"),
        required=False,
        max_length=60,
        help_text=_("Of the paper by which the level above tells the result."),
    )
    statement = reason_field(_("What the reply says"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.from_above = is_looked_at_above(self.case)
        if self.from_above:
            del self.fields["looker"]
            self.decisions = _decisions(self.case, "reply_number", "statement")
            return
        del self.fields["reply_number"], self.fields["statement"]
        rows = Person.objects.filter(pk__in=[person.pk for person in self.free])
        narrow(self.fields["looker"], rows.order_by("code"))

    @cached_property
    def free(self) -> list[Person]:
        return lookers_for(self.case, self.actor.role, self.actor.hand)

    @property
    def too_few(self) -> Refusal | None:
        if self.from_above or self.free:
            return None
        if self.actor.role == Role.LG:
            return nobody_outside()
        return Refusal(
            _(
                "Nobody but yourself is free to look, and whoever looks does not name. Another "
                "member of the committee names who looks; where there is none the step passes to "
                "the leading group."
            ),
            rule="T32",
        )

    @property
    def facts(self) -> Facts:
        return [
            (_("Case number"), self.case.number),
            (_("Owner organisation"), self.case.owner_organisation),
            (_("To be done by"), self.item.due_on),
        ]

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if not self.from_above:
            return look_backs.assign_look_back(
                case=self.case, actor=self.actor, looker=data["looker"]
            )
        reply = {"reply_number": data["reply_number"], "statement": data["statement"]}
        if self.chosen == closing_with().name:
            return look_back_results.record_good_review(case=self.case, actor=self.actor, **reply)
        return look_back_results.record_look_back(
            case=self.case, actor=self.actor, result=self.chosen, **reply
        )


def _decisions(case: Case, *needs: str) -> tuple[Decision, ...]:
    """What may be found; after a good review also that it is to be struck off."""
    found = results_with(*needs)
    return found if why_not_propose_closing(case) else (*found, closing_with(*needs))


class LookBackForm(StepForm):
    """One result, how it was found and in which words; evidence is read, not asked for anew."""

    decisions = results_with("methods", "statement")

    methods = forms.MultipleChoiceField(
        label=pgettext_lazy("look-back", "How you checked"),
        choices=VerificationMethod,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    statement = reason_field(
        pgettext_lazy("look-back", "What you found"),
        help_text=_("What you saw, in your own words; at least ten characters."),
    )
    uploads = FilesField(
        label=pgettext_lazy("look-back", "Files of what you saw"),
        required=False,
        widget=file_input(),
        help_text=FILES_HELP,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = _decisions(self.case, "methods", "statement")
        self.fields["uploads"].widget.attrs["data-refusal"] = files_rule()

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        found = {name: data[name] for name in ("methods", "statement", "uploads")}
        if self.chosen == closing_with().name:
            return look_back_results.propose_closing(case=self.case, actor=self.actor, **found)
        return look_back_results.report_look_back(
            case=self.case, actor=self.actor, result=self.chosen, **found
        )


class RelapseForm(StepForm):
    """A step about a relapse that was found; its page shows the finding."""

    @cached_property
    def look_back(self) -> LookBack | None:
        return look_back_under_way(self.case)

    @property
    def facts(self) -> Facts:
        row = self.look_back
        if row is None:
            return []
        return [
            (pgettext_lazy("look-back", "Result"), row.get_result_display()),
            (_("Looked back by"), row.looker.name if row.looker else ""),
            (_("Number of the reply from the level above"), row.reply_number),
            (pgettext_lazy("look-back", "What was found"), row.statement),
            (_("Why the office does not agree"), row.decision_reason),
        ]


class DecideRelapseForm(RelapseForm):
    decisions = (
        Decision(
            "agree",
            _("Agree: the problem is back"),
            hint=_(
                "The case keeps its number and begins a new round with a plan; nothing approved "
                "or verified before is used again. It is no failure of whoever is in office now."
            ),
        ),
        Decision(
            "refuse",
            _("Do not agree"),
            fields=("reason",),
            needs=("reason",),
            hint=_("The head of the discipline committee then settles it in writing."),
        ),
    )

    reason = reason_field(_("Why the problem is not back"))

    def carry_out(self) -> CaseEvent:
        if self.chosen == "agree":
            return relapses.agree_relapse(case=self.case, actor=self.actor)
        return relapses.refuse_relapse(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
        )


class SettleRelapseForm(RelapseForm):
    decisions = (
        Decision("relapse", _("The problem is back"), needs=("reason",)),
        Decision("consolidated", _("It has stayed put right"), needs=("reason",)),
    )

    reason = reason_field(_("Reason"))

    def carry_out(self) -> CaseEvent:
        return relapses.settle_relapse(
            case=self.case,
            actor=self.actor,
            is_relapse=self.chosen == "relapse",
            reason=self.cleaned_data["reason"],
        )
