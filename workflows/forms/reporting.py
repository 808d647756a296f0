"""The form for reporting a problem: at most six things to fill in (docs/rules.md T1, T2)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, Category, NegativeItem
from rectification.models import Case, Organisation
from rectification.policies.authority import Authority, today
from rectification.policies.owners import fits_level
from rectification.policies.reporting import fault_of_discovery, reportable_branches
from workflows.forms.base import REASON_MINIMUM
from workflows.forms.choices import OrganisationField, choice_or_none, narrow

SECRECY_ANSWERS: Final = [
    ("no", _("No, it contains nothing secret")),
    ("yes", _("Yes, or I am not sure")),
]


class ProblemForm(forms.Form):
    """A draft, or with `hand_in` among the data a report that must be complete.

    `cleaned_data` holds the arguments of `services.reporting.save_draft`.
    """

    organisation = OrganisationField(
        label=_("Whom is it about?"),
        empty_label=_("Myself"),
        blank=True,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("What is wrong, in one line.")
    )
    description = forms.CharField(
        label=_("What was done or left undone"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Conduct and facts: when, where, how often. No beliefs, no family matters."),
    )
    found_on = forms.DateField(label=_("Found on"), initial=today)
    category = forms.ChoiceField(label=_("Category"), required=False)
    standard_ref = forms.CharField(
        label=_("Standard not met"),
        required=False,
        max_length=200,
        help_text=_("Which rule or promise; needed when a person is concerned."),
    )
    negative_item = forms.ChoiceField(
        label=_("Negative list"),
        required=False,
        choices=choice_or_none(NegativeItem.choices),
        help_text=_("Only for a report on yourself. “Other” is explained in the description."),
    )
    secret = forms.TypedChoiceField(
        label=_("Does it contain state or work secrets?"),
        choices=SECRECY_ANSWERS,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=_("This system is not classified. A secret is handed over on paper."),
        error_messages={
            "required": _("Answer the question about secrets (T2); nothing is stored before.")
        },
    )

    def __init__(
        self, *args: Any, authority: Authority, draft: Case | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_written(draft), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        branches = reportable_branches(authority.person)
        self._narrow(branches, is_member=bool(authority.memberships))

    def _narrow(self, branches: list[Organisation], *, is_member: bool) -> None:
        """Offer himself to a member and a branch to its secretary or clerk, nothing else."""
        levels = [CaseLevel.MEMBER] if is_member or not branches else []
        if branches:
            levels.append(CaseLevel.BRANCH)
            keys = [branch.pk for branch in branches]
            narrow(self.fields["organisation"], Organisation.objects.filter(pk__in=keys))
            self._require_branch(is_member)
        else:
            del self.fields["organisation"]
        if CaseLevel.MEMBER not in levels:
            del self.fields["negative_item"]
        self.fields["category"].choices = choice_or_none(  # type: ignore[attr-defined]
            (value, label)
            for value, label in Category.choices
            if any(fits_level(value, level) for level in levels)
        )

    def _require_branch(self, is_member: bool) -> None:
        if is_member:
            return
        field = self.fields["organisation"]
        field.required = True
        field.empty_label = None  # type: ignore[attr-defined]

    @property
    def level(self) -> CaseLevel:
        return CaseLevel.BRANCH if self.cleaned_data.get("organisation") else CaseLevel.MEMBER

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "organisation" in self.errors:
            return data
        if self.level == CaseLevel.BRANCH and "negative_item" in data:
            data["negative_item"] = ""
        if data.get("category") and not fits_level(data["category"], self.level):
            self.add_error(
                "category", _("This check type belongs to another level; choose one that fits.")
            )
        self._check_other(data)
        if "hand_in" in self.data:
            self._check_complete(data)
        return data

    def _check_other(self, data: dict[str, Any]) -> None:
        explained = len(data.get("description", "").strip()) >= REASON_MINIMUM
        if data.get("negative_item") == NegativeItem.OTHER and not explained:
            self.add_error(
                "description", _("“Other” needs an explanation of at least ten characters.")
            )

    def _check_complete(self, data: dict[str, Any]) -> None:
        """T2 beside the fields; the service checks the same once more for every door."""
        needed = {
            "description": _("Before it is handed in: describe what was done or left undone (T2)."),
            "category": _("Before it is handed in: choose a category (T2)."),
        }
        if self.level == CaseLevel.MEMBER:
            needed["standard_ref"] = _(
                "Before it is handed in: name the rule that was not met (T2)."
            )
        for name, text in needed.items():
            if name not in self.errors and not data.get(name):
                self.add_error(name, text)
        found_on = data.get("found_on")
        if found_on is not None and (fault := fault_of_discovery(found_on)):
            self.add_error("found_on", fault)


def _written(draft: Case | None) -> dict[str, Any]:
    """What the draft says; the question about secrets is asked anew each time."""
    if draft is None:
        return {}
    return {
        "organisation": draft.owner_organisation if draft.level == CaseLevel.BRANCH else None,
        "title": draft.title,
        "description": draft.description,
        "found_on": draft.found_on,
        "category": draft.category,
        "standard_ref": draft.standard_ref,
        "negative_item": draft.negative_item,
    }
