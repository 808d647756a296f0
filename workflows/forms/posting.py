"""Posting the approved text (T22), and the text that sets a wrong one right (T27)."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rectification.calendar.clocks import Clock, due
from rectification.calendar.periods import working_days
from rectification.enums import Channel, PublicationScope
from rectification.models import CaseEvent, Notice
from rectification.selectors.calendar import current_calendar
from rectification.selectors.rehabilitation import channels_to_repeat, rehabilitation_of
from rectification.services import notices, publication, rehabilitation
from rectification.web.parts import NoticeSheet
from rectification.web.shown import faces_of
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.reviewing import RETURN, ProposalForm, sheet_of

OFFLINE = [choice for choice in Channel.choices if choice[0] != Channel.BOARD_ONLINE]


def channel_fields(kind: str, *, required: bool) -> dict[str, forms.Field]:
    """When the channel was used, and where that is recorded."""
    return {
        f"{kind}-held_on": forms.DateField(
            label=_("Date"), required=required, initial=timezone.localdate
        ),
        f"{kind}-record": forms.CharField(
            label=_("Where the record is kept"), required=required, max_length=200
        ),
    }


class PostNoticeForm(ProposalForm):
    """On the online board always; each other channel with its day and where the record is kept.

    The fields of a channel are `<kind>-held_on` and `<kind>-record`. What the check for leaks
    stops can only go back.
    """

    decisions = (Decision("post", _("Post the notice")), RETURN)

    reason = reason_field(_("Reasons for the return"))

    channels = forms.MultipleChoiceField(
        label=_("Shown in other ways too"),
        required=False,
        choices=OFFLINE,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, _label in OFFLINE:
            self.fields.update(channel_fields(kind, required=False))
        if not self.is_bound and self._reaches_residents:
            self.initial["channels"] = [Channel.BOARD_SHEET]

    @property
    def _reaches_residents(self) -> bool:
        """Residents without an account read the posted sheet (docs/rules.md 4.6)."""
        return self.proposal is not None and self.proposal.scope >= PublicationScope.VILLAGE

    @property
    def ends_on(self) -> date | None:
        """The last day of the notice when it is posted today."""
        if self.proposal is None:
            return None
        period = working_days(self.proposal.working_days)
        return due(Clock.NOTICE, timezone.localdate(), current_calendar(), period=period).on

    def rows(self) -> list[tuple[BoundWidget, list[BoundField]]]:
        """Each channel's box with its two fields, for the page."""
        return [
            (box, [self[f"{kind}-held_on"], self[f"{kind}-record"]])
            for box, (kind, _label) in zip(self["channels"].subwidgets, OFFLINE, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        posts = data.get("decision") == "post"
        for kind in data.get("channels", []) if posts else ():
            for name in (f"{kind}-held_on", f"{kind}-record"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Needed for a channel you chose."))
        return data

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.chosen == RETURN.name:
            return publication.return_publication(
                case=self.case, actor=self.actor, reason=data["reason"], **self.about
            )
        used = [
            (kind, data[f"{kind}-held_on"], data[f"{kind}-record"]) for kind in data["channels"]
        ]
        online = (Channel.BOARD_ONLINE.value, timezone.localdate(), "")
        return notices.post_notice(
            case=self.case,
            actor=self.actor,
            channels=[online, *used],
            show=faces_of,
            **self.about,
        )


class PostRehabilitationForm(StepForm):
    """T27: every other channel in which the withdrawn notice was shown, each to be filled in."""

    decisions = (Decision("post", _("Shown in these channels")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in self.channels:
            self.fields.update(channel_fields(kind, required=True))

    @cached_property
    def channels(self) -> list[str]:
        return channels_to_repeat(self.case)

    @cached_property
    def notice(self) -> Notice | None:
        return rehabilitation_of(self.case)

    @property
    def sheet(self) -> NoticeSheet | None:
        """The text to be shown, and nothing else of the case."""
        return sheet_of(self.notice.decision) if self.notice else None

    def rows(self) -> list[tuple[Any, list[BoundField]]]:
        """Each channel with its two fields, for the page."""
        return [
            (Channel(kind).label, [self[f"{kind}-held_on"], self[f"{kind}-record"]])
            for kind in self.channels
        ]

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        used = [(kind, data[f"{kind}-held_on"], data[f"{kind}-record"]) for kind in self.channels]
        return rehabilitation.spread_rehabilitation(case=self.case, actor=self.actor, channels=used)
