"""Ending a case without closure: the office proposes, the leading group decides (T27, T35)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import Channel, EventVerb, PublicationScope
from rectification.models import CaseEvent, Objection
from rectification.policies.rehabilitation import Reach, needs_rehabilitation
from rectification.selectors.objections import standing_answer
from rectification.selectors.rehabilitation import reach_of_wrong
from rectification.services import closing
from rectification.web.dates import moment
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.reviewing import Facts


class ProposeTerminationForm(forms.Form):
    """The office asks the leading group; the procedure goes on until it has decided."""

    reason = forms.CharField(
        label=_("Why the case should end without closure"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideTerminationForm(StepForm):
    """One decision for both ways in: the office's proposal, and an objection that was right."""

    decisions = (
        Decision(
            "agree",
            _("End the case"),
            fields=("text",),
            needs=("reason", "text"),
            hint=_("Every notice is withdrawn, and those concerned are told."),
        ),
        Decision(
            "refuse",
            _("Refuse, the case goes on"),
            needs=("reason",),
            hint=_("The procedure goes on where it stands."),
        ),
    )

    reason = reason_field(_("Reason of the leading group"))
    text = forms.CharField(
        label=_("Text of the rehabilitation notice"),
        required=False,
        min_length=REASON_MINIMUM,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Say what was wrong and that the notice is withdrawn; no names, no private matters. "
            "Where the check for leaks finds something, a plain standard text is shown instead."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.reach is None:
            del self.fields["text"]

    @cached_property
    def reach(self) -> Reach | None:
        """Where the rehabilitation notice will be shown; None where nothing wrong was shown."""
        if not needs_rehabilitation(self.case, self.item.objection):
            return None
        return reach_of_wrong(self.case)

    @property
    def reach_facts(self) -> Facts:
        if self.reach is None:
            return []
        channels = [str(Channel(kind).label) for kind in self.reach.channels]
        return [
            (_("Who may read it"), PublicationScope(self.reach.scope).label),
            (_("Working days"), self.reach.working_days),
            (_("Shown at"), ", ".join(channels)),
        ]

    @cached_property
    def proposal(self) -> CaseEvent | None:
        """The proposal that waits for an answer, with its words."""
        return (
            self.case.events.filter(verb=EventVerb.TERMINATION_PROPOSED)
            .select_related("payload", "actor")
            .order_by("-sequence")
            .first()
        )

    @property
    def original(self) -> str:
        return f"objection:{self.item.objection.pk}" if self.item.objection else ""

    @property
    def objection_facts(self) -> Facts:
        """What was found about the objection that calls the problem wrong, by its handler or by
        whoever reviewed his answer."""
        objection = self.item.objection
        if objection is None:
            return []
        found = standing_answer(objection)
        hand = found.handled_by if isinstance(found, Objection) else found.reviewed_by
        return [
            (_("Received"), moment(objection.received_at)),
            (_("What was found"), found.findings),
            (_("Proposed reply"), found.reply),
            (_("Handled by"), hand.name if hand else ""),
        ]

    def carry_out(self) -> CaseEvent:
        return closing.decide_termination(
            case=self.case,
            actor=self.actor,
            agrees=self.chosen == "agree",
            reason=self.cleaned_data["reason"],
            objection=self.item.objection,
            clarification=self.cleaned_data.get("text", ""),
        )
