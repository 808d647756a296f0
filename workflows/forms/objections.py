"""Objecting to a notice, and deciding on an objection (T24–T27)."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    ObjectionDecision,
    ObjectionKind,
    ReporterMode,
)
from rectification.models import CaseEvent, Objection, ObjectionReview
from rectification.policies.objections import lawful_decisions, why_not_prolong
from rectification.policies.publication import readers
from rectification.services import objection_decisions, objection_reviews
from rectification.web.dates import moment
from rectification.web.parts import NoticeSheet
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.reviewing import Facts, sheet_of


class ObjectionForm(forms.Form):
    """What somebody who may read a notice says against it; a name is never asked for."""

    kind = forms.ChoiceField(
        label=_("What the objection is about"), choices=ObjectionKind, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What is wrong with the notice"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("State secrets must not be entered here."),
    )
    mode = forms.ChoiceField(
        label=_("How you want to object"),
        choices=ReporterMode,
        initial=ReporterMode.ANONYMOUS,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("Kept sealed. Not stored at all when you object anonymously."),
    )
    contact = forms.CharField(label=_("How to reach you"), required=False, max_length=120)

    def __init__(self, *args: Any, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        """`kinds` are those the reader is entitled to; none given means all."""
        super().__init__(*args, **kwargs)
        if kinds:
            offered = [(kind, label) for kind, label in ObjectionKind.choices if kind in kinds]
            cast(forms.ChoiceField, self.fields["kind"]).choices = offered

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == ReporterMode.ANONYMOUS:
            data["name"] = data["contact"] = ""
        elif data.get("mode") == ReporterMode.NAMED and not data.get("name"):
            self.add_error("name", _("Give your name, or choose another way to object."))
        return data


class ReviewRequestForm(forms.Form):
    """Sent from the page of the receipt; the code travels in the body."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Why you contest the answer"),
        min_length=REASON_MINIMUM,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Somebody else reads it. Nothing secret, please."),
    )


_NARROWED = ("title", "text", "scope")
PROLONG: Final = "prolong"


class _DecidesObjection(StepForm):
    """Whoever decides finds and replies. No way of deciding is put before the others."""

    decisions: tuple[Decision, ...] = (
        Decision(ObjectionDecision.DISMISSED, ObjectionDecision.DISMISSED.label),
        Decision(ObjectionDecision.CORRECTED, ObjectionDecision.CORRECTED.label, fields=_NARROWED),
        Decision(ObjectionDecision.UPHELD, ObjectionDecision.UPHELD.label),
        Decision(ObjectionDecision.WRONG, ObjectionDecision.WRONG.label),
        Decision(ObjectionDecision.OUTSIDE, ObjectionDecision.OUTSIDE.label),
    )

    findings = reason_field(_("What you found"))
    reply = reason_field(
        _("Reply to the objector"),
        help_text=_("With reasons and the way of review. It is read with the receipt code."),
    )
    title = forms.CharField(label=_("Public title"), required=False, max_length=120)
    text = forms.CharField(
        label=_("Public text"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Only leave out whole clauses, or put the sign for “somebody” in place of words; "
            "then the period goes on."
        ),
    )
    scope = forms.ChoiceField(label=_("Who may read it"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = self.objection.contested_text
        self.fields["findings"].required = self.fields["reply"].required = True
        self.fields["decision"] = forms.ChoiceField(
            label=_("Decision"),
            choices=self.lawful,
            widget=forms.RadioSelect,
        )
        if self.objection.notice is None:
            for name in _NARROWED:
                del self.fields[name]
            return
        scope = cast(forms.ChoiceField, self.fields["scope"])
        scope.choices = [(s.value, s.coded) for s in sorted(readers(published.scope))]
        if not self.is_bound:
            self.initial.update({name: getattr(published, name) for name in _NARROWED})

    @property
    def objection(self) -> Objection:
        if self.item.objection is None:
            raise ValueError("the step is about an objection")
        return self.item.objection

    @property
    def lawful(self) -> list[tuple[str, Any]]:
        ways = lawful_decisions(self.objection.kind, ended=not self.case.is_open)
        return [(way.value, self._label(way)) for way in ways]

    def _label(self, way: ObjectionDecision) -> str | Promise:
        """Nothing goes back to rectification for a text that is shown beside the procedure, and
        nothing is narrowed that nobody has read yet."""
        notice = self.objection.notice
        if notice is None and way == ObjectionDecision.CORRECTED:
            return _("Upheld in part, the text goes back to be worded anew")
        if way == ObjectionDecision.UPHELD and notice is not None and notice.is_disclosure:
            return _("Upheld, the text is taken down for good")
        return way.label

    @property
    def original(self) -> str:
        return f"objection:{self.objection.pk}"

    @property
    def facts(self) -> Facts:
        """When and about what; nothing that leads to the objector."""
        before = self.objection.notice is None
        return [
            (_("Kind of objection"), self.objection.get_kind_display()),
            (_("Received"), moment(self.objection.received_at)),
            (
                _("By whom"),
                _("The person concerned, before anything is published") if before else "",
            ),
        ]

    @property
    def sheet(self) -> NoticeSheet:
        """The text that the objection is about."""
        return sheet_of(self.objection.contested_text)

    @property
    def narrows(self) -> bool:
        return self["decision"].value() == ObjectionDecision.CORRECTED

    def decided(self) -> dict[str, str]:
        """What both services are given; the text counts only where it is corrected."""
        data = self.cleaned_data
        corrected = self.chosen == ObjectionDecision.CORRECTED
        return {
            "decision": self.chosen,
            "findings": data["findings"],
            "reply": data["reply"],
            **{name: data.get(name, "") if corrected else "" for name in _NARROWED},
        }


class HandleObjectionForm(_DecidesObjection):
    """The first answer; once, the handler takes ten working days more instead."""

    decisions = (
        *_DecidesObjection.decisions,
        Decision(PROLONG, "", fields=("because",), needs=("because",)),
    )
    because = reason_field(
        _("Why it takes longer"),
        help_text=_("Whoever objected and the owner read it. It can be done once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if why_not_prolong(self.objection, self.item.due_on) is not None:
            del self.fields["because"]
            return
        ways = cast(forms.ChoiceField, self.fields["decision"])
        ways.choices = [*self.lawful, (PROLONG, _("Nothing yet: take ten working days more"))]
        if self.prolongs:
            # Nothing is decided yet, so no finding and no reply need be written.
            self.fields["findings"].required = self.fields["reply"].required = False

    @property
    def prolongs(self) -> bool:
        return bool(self["decision"].value() == PROLONG)

    def carry_out(self) -> CaseEvent:
        if self.chosen == PROLONG:
            return objection_reviews.prolong_objection(
                objection=self.objection, actor=self.actor, reason=self.cleaned_data["because"]
            )
        return objection_decisions.decide_objection(
            case=self.case, objection=self.objection, actor=self.actor, **self.decided()
        )


class ReviewObjectionForm(_DecidesObjection):
    """Once and for good: somebody else looks at the answer that is contested."""

    @property
    def review(self) -> ObjectionReview:
        return self.objection.review

    def carry_out(self) -> CaseEvent:
        return objection_reviews.decide_review(
            objection=self.objection, actor=self.actor, **self.decided()
        )
