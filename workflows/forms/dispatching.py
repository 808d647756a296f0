"""Forms from dispatch to claim: to whom the case goes, and whether he owns up to it (T9–T12)."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, ClaimKind, EventVerb, Step
from rectification.models import (
    Assignment,
    CaseEvent,
    Claim,
    Dispute,
    Organisation,
)
from rectification.policies.days import today
from rectification.policies.owners import may_own, open_organisations
from rectification.selectors.copies import officials_at
from rectification.selectors.intake import line_of
from rectification.selectors.recalling import reason_taken_back, units_taken_back
from rectification.selectors.shares import insistence, open_dispute
from rectification.services import dispatching, shares
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, OrganisationsField, PeopleField, narrow
from workflows.forms.merging import MERGE, Merging
from workflows.forms.signed import SignedForm


class CaseForm(StepForm):
    """A step of the claim: which organisations it may offer."""

    @property
    def is_member_case(self) -> bool:
        return self.case.level == CaseLevel.MEMBER

    def organisations(self) -> QuerySet[Organisation]:
        """Open organisations of the township."""
        near = self.case.owner_organisation or self.actor.organisation
        return open_organisations(near, today())

    def possible_owners(self) -> QuerySet[Organisation]:
        """Organisations with which a case of this level may lie."""
        rows = self.organisations()
        keys = [row.pk for row in rows if may_own(row, self.case.level)]
        return rows.filter(pk__in=keys)


class DispatchForm(Merging, CaseForm):
    """T9; a case of a member stays in his branch and is nobody else's business."""

    decisions = (
        Decision(
            "dispatch",
            _("Dispatch the case"),
            fields=("lead", "reason", "co_units", "copies"),
            needs=("lead",),
            hint=_("The owner has three working days to claim it."),
        ),
        MERGE,
    )

    lead = OrganisationField(label=_("Lead unit"), help_text=_("The lead unit owns the case."))
    reason = reason_field(
        _("Why it stays with a unit that declined"),
        help_text=_(
            "Needed only then; the unit reads it. If it declines again, the leading group decides."
        ),
    )
    co_units = OrganisationsField(
        label=_("Co-responsible units"),
        help_text=_("They are asked; only units that accept can be given measures."),
    )
    copies = PeopleField(
        label=_("Copies to"),
        help_text=_("A copy opens nothing that the person may not see anyway."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["copies"], officials_at(self.organisations()))
        if self.declined is None:
            del self.fields["reason"]
        else:
            self.initial.setdefault("reason", reason_taken_back(self.case))
        if self.is_member_case:
            del self.fields["lead"], self.fields["co_units"]
            return
        narrow(self.fields["lead"], self.possible_owners())
        narrow(self.fields["co_units"], self.organisations())
        self.initial.setdefault("lead", self._proposed_lead())
        self.initial.setdefault("co_units", self._proposed_units())

    def _proposed_lead(self) -> int | None:
        """Whom the unit that declined named in its place, where a case may lie there (T12)."""
        proposed = self.declined.proposed_owner if self.declined is not None else None
        if proposed is not None and may_own(proposed, self.case.level):
            return proposed.pk
        return self.case.owner_organisation_id

    def _proposed_units(self) -> list[int]:
        """Of a dispatch that was taken back, else those that the list of the problem names."""
        before = units_taken_back(self.case)
        if before:
            return before
        line = line_of(self.case)
        return [unit.pk for unit in line.co_units.all()] if line is not None else []

    @cached_property
    def declined(self) -> Claim | None:
        """The last answer, when the owner said that it concerns somebody else (T12)."""
        claims = self.case.claims.select_related("organisation", "proposed_owner", "made_by")
        last = claims.order_by("-pk").first()
        return last if last is not None and last.kind == ClaimKind.DECLINED else None

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.chosen == MERGE.name:
            return self.merge()
        return dispatching.dispatch(
            case=self.case,
            actor=self.actor,
            lead=data.get("lead"),
            co_units=list(data.get("co_units", [])),
            copies=list(data["copies"]),
            reason=data.get("reason", ""),
        )


class ClaimForm(SignedForm, CaseForm):
    """One tap to claim; whoever declines names the reason and the one it concerns."""

    @property
    def insisted(self) -> CaseEvent | None:
        """Why the office gave it once more to a unit that had declined."""
        return insistence(self.case)

    decisions = (
        Decision(
            "claim",
            _("Claim the problem"),
            hint=_("You answer for its rectification; the next step is the plan."),
        ),
        Decision(
            "decline",
            _("Not ours: back to the office"),
            fields=("reason", "proposed_owner"),
            needs=("reason", "proposed_owner"),
            hint=_("The office decides within three working days."),
        ),
    )

    reason = reason_field(_("Why it does not concern you"))
    proposed_owner = OrganisationField(label=_("Whom it concerns"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_member_case:
            del self.fields["proposed_owner"]
            return
        others = self.possible_owners()
        if self.case.owner_organisation is not None:
            others = others.exclude(pk=self.case.owner_organisation.pk)
        narrow(self.fields["proposed_owner"], others)

    def carry_out(self) -> CaseEvent:
        if self.chosen == "decline":
            return dispatching.decline(
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["reason"],
                proposed_owner=self.cleaned_data.get("proposed_owner"),
            )
        return dispatching.claim(case=self.case, actor=self.actor)


class AssignOwnerForm(CaseForm):
    """T11: nobody claimed in time; silence is no consent, so the office designates."""

    decisions = (
        Decision(
            "designate",
            _("Designate the owner"),
            fields=("reason",),
            needs=("reason",),
            hint=_("It is recorded as designated, not as claimed."),
        ),
    )

    reason = reason_field(_("Reason for the designation"))

    @property
    def reminded_at(self) -> datetime | None:
        """When the owner was told once more (T11)."""
        reminders = self.case.events.filter(verb=EventVerb.REMINDED, step=Step.CLAIM)
        return reminders.order_by("-sequence").values_list("at", flat=True).first()

    def carry_out(self) -> CaseEvent:
        return dispatching.designate(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
        )


class AcceptShareForm(CaseForm):
    """A co-responsible unit answers; the lead unit goes on either way (scenario 7)."""

    decisions = (
        Decision(
            "accept",
            _("Accept the share"),
            hint=_("From now on the plan may give your unit measures."),
        ),
        Decision("decline", _("Decline the share"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Why your unit has no share"))

    @property
    def assignment(self) -> Assignment:
        if self.item.assignment is None:
            raise ValueError("this step needs the unit that is asked")
        return self.item.assignment

    @property
    def agreed(self) -> Dispute | None:
        """What the office has recorded as agreed; the unit confirms it, or declines again."""
        return open_dispute(self.assignment)

    def carry_out(self) -> CaseEvent:
        if self.chosen == "decline":
            return shares.decline_share(
                case=self.case,
                actor=self.actor,
                assignment=self.assignment,
                reason=self.cleaned_data["reason"],
            )
        return shares.accept_share(case=self.case, actor=self.actor, assignment=self.assignment)
