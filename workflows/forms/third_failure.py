"""After the third failure: what the owner says, and what the leading group decides (8.12)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import DeadlineClass
from rectification.models import CaseEvent, VerificationAttempt
from rectification.policies.days import today
from rectification.policies.reclassifications import last_long_term_day
from rectification.policies.referrals import why_not_write
from rectification.selectors.calendar import current_calendar
from rectification.selectors.third_failure import failures_of, statement_of
from rectification.services import third_failure
from rectification.services.referrals import Draft
from rectification.web.dates import full_date, moment
from workflows.forms.base import REASON_MINIMUM, Decision, reason_field
from workflows.forms.choices import OrganisationField, narrow
from workflows.forms.dispatching import CaseForm
from workflows.forms.referrals import about_field, facts_field, ground_field, offer_concerned
from workflows.forms.reviewing import Facts
from workflows.forms.signed import SignedForm


class Failures:
    """What failed, for whoever answers for it and whoever decides about it."""

    case: Any

    @property
    def failures(self) -> list[tuple[str, Facts]]:
        """Each under the number by which the case page calls it."""
        return [
            (gettext("Verification %(number)d") % {"number": one.position}, self._facts(one))
            for one in failures_of(self.case)
        ]

    def _facts(self, attempt: VerificationAttempt) -> Facts:
        sheets = attempt.verifications.all()
        missed = sorted({r.get_criterion_display() for s in sheets for r in s.results.all()})
        found = " ".join(sheet.statement for sheet in sheets)
        return [
            (_("Concluded"), moment(attempt.concluded_at) if attempt.concluded_at else ""),
            (_("Conclusion"), attempt.get_conclusion_display()),
            (_("Criteria not met"), "; ".join(missed)),
            (_("What was found"), found),
        ]


class HearOwnerForm(Failures, SignedForm):
    """The owner's own words; silence is recorded as such and stops nothing."""

    decisions = (Decision("state", _("Send the statement"), needs=("statement",)),)

    @property
    def failures(self) -> list[tuple[str, Facts]]:
        """Whoever enters it for a member has his words on paper and needs no finding for it."""
        return [] if self.actor.enters_for_member else super().failures

    statement = reason_field(
        _("Your statement"),
        help_text=_("Why it did not succeed, what was done, and what would help."),
    )

    def carry_out(self) -> CaseEvent:
        return third_failure.state_before_decision(
            case=self.case, actor=self.actor, statement=self.cleaned_data["statement"]
        )


class DecideThirdFailureForm(Failures, CaseForm):
    """Three ways, and none is taken by itself; another lead unit stands first, as in 8.12.

    The fourth, a referral, is written beside one of them: alone it neither goes on with the case
    nor ends it.
    """

    OF_REFERRAL = ("about", "ground", "facts")

    REPLACE = Decision(
        "replace",
        _("Give it to another lead unit"),
        fields=("lead",),
        needs=("lead", "reason"),
        hint=_("It plans anew for its own approver. Nobody who verified so far verifies again."),
    )
    ANEW = Decision(
        "replace",
        _("Have it planned and verified anew"),
        needs=("reason",),
        hint=_("The case stays with the branch. Nobody who verified so far verifies again."),
    )
    decisions: tuple[Decision, ...] = (
        REPLACE,
        Decision(
            "reset",
            _("Make it a long-term matter"),
            fields=("target", "until"),
            needs=("target", "until", "reason"),
            hint=_("The owner plans anew, towards the stage target."),
        ),
        Decision(
            "give_up",
            _("End it as not solvable here"),
            fields=("reported_as",),
            needs=("reported_as", "reason"),
            hint=_("It is no closing: the level above is told in writing."),
        ),
    )

    reason = reason_field(_("Reason of the leading group"), help_text=_("The owner reads it."))
    lead = OrganisationField(label=_("New lead unit"))
    target = forms.CharField(
        label=_("Stage target"),
        required=False,
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateField(label=_("To be reached by"), required=False)
    reported_as = forms.CharField(
        label=_("Number of the report to the level above"), required=False, max_length=60
    )
    about = about_field()
    ground = ground_field(required=False)
    facts = facts_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_member_case:
            del self.fields["lead"]
            self.decisions = (self.ANEW, *self.decisions[1:])
        else:
            others = self.possible_owners().exclude(pk=self.case.owner_organisation_id)
            narrow(self.fields["lead"], others)
        last = last_long_term_day(self.case, current_calendar(), today())
        self.fields["until"].help_text = _("%(day)s at the latest.") % {"day": full_date(last)}
        if self.case.deadline_class == DeadlineClass.LONG_TERM:
            self.decisions = tuple(way for way in self.decisions if way.name != "reset")
            del self.fields["target"], self.fields["until"]
        if why_not_write(self.case, self.actor.role) is not None:
            for name in self.OF_REFERRAL:
                del self.fields[name]
        else:
            offer_concerned(self.fields["about"], self.case)

    @property
    def referral_fields(self) -> list[forms.BoundField]:
        """8.12 (c), beside whatever is decided: folded, for nobody has to write one."""
        return [self[name] for name in self.OF_REFERRAL if name in self.fields]

    def shared_fields(self) -> list[forms.BoundField]:
        return [bound for bound in super().shared_fields() if bound.name not in self.OF_REFERRAL]

    def clean(self) -> dict[str, Any]:
        """Whoever begins a referral writes all of it."""
        data = super().clean()
        begun = bool(data.get("ground") or data.get("facts"))
        for name in self.OF_REFERRAL:
            if begun and name in self.fields and name not in self.errors and not data.get(name):
                self.add_error(name, _("A referral names the organisation, the ground and facts."))
        return data

    @property
    def referral(self) -> Draft | None:
        data = self.cleaned_data
        if not data.get("facts"):
            return None
        return Draft(data["about"], data["ground"], data["facts"])

    @cached_property
    def statement(self) -> CaseEvent | None:
        """What the owner said, or that he said nothing."""
        return statement_of(self.case)

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        given: dict[str, Any] = {
            "case": self.case,
            "actor": self.actor,
            "reason": data["reason"],
            "referral": self.referral,
        }
        if self.chosen == "replace":
            return third_failure.replace_lead(lead=data.get("lead"), **given)
        if self.chosen == "reset":
            return third_failure.reset_target(until=data["until"], target=data["target"], **given)
        return third_failure.give_up(reported_as=data["reported_as"], **given)
