"""Looking back: who looks, what he finds, and whether the problem is back (T32–T34)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import LookBackKind, LookBackResult, VerificationMethod
from rectification.models import CaseEvent, LookBack, Person
from rectification.policies.look_backs import (
    GOOD_REVIEWS,
    is_looked_at_from_outside,
    open_look_back,
)
from rectification.policies.verifiers import may_look_back
from rectification.roles import Role
from rectification.services import closing, look_backs, relapses
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import PersonField, narrow
from workflows.forms.reviewing import Facts


class BeginLookBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What makes you look again"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A new opinion, a check, a similar problem; name no reporter."),
    )


class AssignLookBackForm(StepForm):
    """Somebody who had no part in any round; the page shows an extract."""

    decisions = (Decision("name", _("Name this person"), needs=("looker",)),)

    looker = PersonField(label=_("Who looks back"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = self.actor.role == Role.LG or is_looked_at_from_outside(self.case)
        free = may_look_back(self.case, from_outside=outside)
        rows = Person.objects.filter(pk__in=[person.pk for person in free])
        narrow(self.fields["looker"], rows.order_by("code"))

    @property
    def facts(self) -> Facts:
        return [
            (_("Case number"), self.case.number),
            (_("Owner organisation"), self.case.owner_organisation),
            (_("To be done by"), self.item.due_on),
        ]

    def carry_out(self) -> CaseEvent:
        return look_backs.assign_look_back(
            case=self.case, actor=self.actor, looker=self.cleaned_data["looker"]
        )


_NEEDS = ("methods", "statement")
_RESULTS = (
    Decision(LookBackResult.CONSOLIDATED.value, _("It has stayed put right"), needs=_NEEDS),
    Decision(
        LookBackResult.PARTIAL_RELAPSE.value,
        _("It is back in part"),
        needs=_NEEDS,
        hint=_("The office says whether it agrees; then a new round begins with a plan."),
    ),
    Decision(
        LookBackResult.RELAPSE.value,
        _("It is back"),
        needs=_NEEDS,
        hint=_("The office says whether it agrees; then a new round begins with a plan."),
    ),
)
_STRIKE_OFF = Decision(
    "strike_off",
    _("Good again: strike the matter off"),
    needs=_NEEDS,
    hint=_("It was reviewed well before. The final closing sheet gets its own number."),
)


class LookBackForm(StepForm):
    """One result, how it was found and in which words; evidence is read, not asked for anew."""

    decisions: tuple[Decision, ...] = _RESULTS

    methods = forms.MultipleChoiceField(
        label=_("How you checked"),
        choices=VerificationMethod,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    statement = reason_field(
        _("Statement"),
        help_text=_("What you saw, in your own words; at least ten characters."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._may_be_struck_off():
            self.decisions = (*_RESULTS, _STRIKE_OFF)

    def _may_be_struck_off(self) -> bool:
        look_back = open_look_back(self.case)
        is_review = look_back is not None and look_back.kind == LookBackKind.REVIEW
        return is_review and look_backs.good_reviews(self.case) >= GOOD_REVIEWS - 1

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        found = {"methods": data["methods"], "statement": data["statement"]}
        if self.chosen == _STRIKE_OFF.name:
            return closing.close_after_review(case=self.case, actor=self.actor, **found)
        return look_backs.report_look_back(
            case=self.case, actor=self.actor, result=self.chosen, **found
        )


class RelapseForm(StepForm):
    """A step about a relapse that was found; its page shows the finding."""

    @cached_property
    def look_back(self) -> LookBack | None:
        return open_look_back(self.case)

    @property
    def facts(self) -> Facts:
        row = self.look_back
        if row is None:
            return []
        return [
            (_("Result"), row.get_result_display()),
            (_("Looked back by"), row.looker.name if row.looker else ""),
            (_("Statement"), row.statement),
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
