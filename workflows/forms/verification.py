"""The check of the criteria by two people, and the settlement where they differ (4.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import (
    Criterion,
    CriterionAnswer,
    DeadlineClass,
    VerificationConclusion,
    VerificationMethod,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import CaseEvent, CriterionResult, Verification
from rectification.policies.resolution import needs_on_site
from rectification.selectors.closure import open_points
from rectification.selectors.verification import current_attempt, late_evidence, signatures
from rectification.services import verification
from rectification.web.case_file import Part
from rectification.web.parts import Cell, Column
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.proofs import PROOF, evidence_before_verifier, not_applicable
from workflows.forms.signing import SigningForm


def correction_field() -> forms.DateField:
    return forms.DateField(
        label=_("To be corrected by"),
        required=False,
        help_text=_("Only when the case does not pass: at most 15 working days from today."),
    )


def offer(form: StepForm, ways: Iterable[VerificationConclusion]) -> None:
    """Only a long-term matter has a stage target (T30)."""
    staged = form.case.deadline_class == DeadlineClass.LONG_TERM
    cast(forms.ChoiceField, form.fields["conclusion"]).choices = [
        (way.value, way.label)
        for way in ways
        if staged or way != VerificationConclusion.STAGE_PASSED
    ]


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with the two fields that answer it, and what belongs to it."""

    criterion: Criterion
    answer: forms.BoundField
    reason: forms.BoundField
    proof: Part


_FIELD_OF = {f"{c}_{part}": f"{c}-{part}" for c in Criterion for part in ("answer", "reason")}


class VerifyForm(SigningForm):
    """One verifier's own check: an answer to each criterion, and one conclusion.

    The fields of a criterion are `V1-answer` and `V1-reason`.
    """

    decisions = (Decision("sign", _("Sign the verification")),)

    methods = forms.MultipleChoiceField(
        label=_("How you checked"),
        choices=VerificationMethod,
        widget=forms.CheckboxSelectMultiple,
    )
    on_site = forms.BooleanField(label=_("I was on the spot"), required=False)
    conclusion = forms.ChoiceField(label=_("Conclusion"), widget=forms.RadioSelect)
    statement = forms.CharField(
        label=_("Statement"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you saw, in your own words; at least ten characters."),
    )
    correction_due_on = correction_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, VerificationConclusion)
        for criterion in Criterion:
            self.fields[f"{criterion}-answer"] = forms.ChoiceField(
                label=pgettext_lazy("criterion", "Answer"),
                choices=CriterionAnswer,
                widget=forms.RadioSelect,
            )
            self.fields[f"{criterion}-reason"] = forms.CharField(
                label=_("Reason"), required=False, max_length=300
            )
        for criterion, reason in not_applicable(self.case).items():
            self.initial[f"{criterion}-answer"] = CriterionAnswer.NOT_APPLICABLE
            self.initial[f"{criterion}-reason"] = reason

    @property
    def on_site_needed(self) -> bool:
        """One of the two must have been on the spot."""
        return needs_on_site(self.case)

    @property
    def late(self) -> bool:
        """Evidence was made afterwards: V4 then needs a reason whatever the answer."""
        return bool(late_evidence(self.case))

    @property
    def open_points(self) -> list[Promise]:
        """What still keeps the case from passing."""
        return open_points(self.case)

    def rows(self) -> list[CriterionRow]:
        return [
            CriterionRow(c, self[f"{c}-answer"], self[f"{c}-reason"], self._proof(c))
            for c in Criterion
        ]

    def _proof(self, criterion: Criterion) -> Part:
        if criterion == Criterion.V4:
            return evidence_before_verifier(self.case, self.actor.hand)
        return PROOF[criterion](self.case)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for criterion in Criterion:
            answer, reason = data.get(f"{criterion}-answer"), data.get(f"{criterion}-reason")
            if answer not in (None, CriterionAnswer.YES) and not reason:
                self.add_error(f"{criterion}-reason", _("Give the reason for this answer."))
        return data

    def refuse(self, error: CaseError) -> None:
        """The service names a criterion's fields as an argument would be: V4_reason."""
        if isinstance(error, InvalidInput):
            error = InvalidInput(
                {_FIELD_OF.get(name, name): text for name, text in error.errors.items()},
                rule=error.rule,
            )
        super().refuse(error)

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        return verification.sign_verification(
            case=self.case,
            actor=self.actor,
            answers={c.value: (data[f"{c}-answer"], data[f"{c}-reason"]) for c in Criterion},
            methods=data["methods"],
            on_site=data["on_site"],
            conclusion=data["conclusion"],
            statement=data["statement"],
            correction_due_on=data["correction_due_on"],
        )


def _answer_cell(result: CriterionResult | None) -> Cell:
    return Cell(result.get_answer_display(), meta=result.reason) if result else Cell("")


class SettleVerificationForm(SigningForm):
    """The two verifiers differ: the discipline committee settles it in writing."""

    decisions = (Decision("settle", _("Settle the verification"), needs=("reason",)),)

    conclusion = forms.ChoiceField(label=_("Conclusion"), widget=forms.RadioSelect)
    correction_due_on = correction_field()
    reason = reason_field(_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, VerificationConclusion)

    @cached_property
    def _sheets(self) -> list[Verification]:
        """The two signatures that differ."""
        attempt = current_attempt(self.case)
        return signatures(attempt) if attempt else []

    @property
    def columns(self) -> list[Column]:
        return [Column(_("Criterion")), *(Column(s.verifier.name) for s in self._sheets)]

    def rows(self) -> list[list[Cell]]:
        """Criterion by criterion, then conclusion and statement, one column a verifier."""
        found = [{r.criterion: r for r in s.results.all()} for s in self._sheets]
        answers = [
            [Cell(c.label), *(_answer_cell(results.get(c)) for results in found)] for c in Criterion
        ]
        conclusions = [Cell(s.get_conclusion_display(), meta=s.statement) for s in self._sheets]
        return [*answers, [Cell(_("Conclusion")), *conclusions]]

    def carry_out(self) -> CaseEvent:
        return verification.settle_verification(
            case=self.case,
            actor=self.actor,
            conclusion=self.cleaned_data["conclusion"],
            reason=self.cleaned_data["reason"],
            correction_due_on=self.cleaned_data["correction_due_on"],
        )
