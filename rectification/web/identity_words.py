"""Requests to read who reported, as lines and facts. Nothing here knows an identity."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import IdentityDecision
from rectification.models import IdentityRequest, Objection, Opinion
from rectification.policies.identities import is_pending
from rectification.web.case_file import Facts
from rectification.web.dates import list_date
from rectification.web.parts import Light, LightColour, Row


def voice_words(voice: Opinion | Objection) -> str:
    """Which voice it is, by its kind and the day on which it came."""
    if isinstance(voice, Opinion):
        return gettext("Opinion received on %(day)s") % {"day": list_date(voice.received_on)}
    return gettext("Objection received on %(day)s") % {"day": list_date(voice.received_at)}


def state_of(request: IdentityRequest, today: date) -> Light:
    if is_pending(request, today):
        return Light(LightColour.YELLOW, pgettext("identity", "Awaiting decision"))
    if request.decision == IdentityDecision.PENDING:
        return Light(LightColour.GREY, pgettext("identity", "Lapsed undecided"))
    if request.decision == IdentityDecision.REFUSED:
        return Light(LightColour.GREY, request.get_decision_display())
    if request.shown_until is not None and today > request.shown_until:
        return Light(LightColour.GREY, pgettext("identity", "Granted, days over"))
    return Light(LightColour.GREEN, request.get_decision_display())


def request_row(request: IdentityRequest, today: date) -> Row:
    return Row(
        title=gettext("%(number)s: %(voice)s")
        % {"number": str(request.case), "voice": voice_words(request.voice)},
        url=reverse("rectification:identity_request", args=[request.pk]),
        light=state_of(request, today),
        meta=[request.requested_by.name, request.document_number],
    )


def request_facts(request: IdentityRequest) -> Facts:
    """What whoever decides may know: number, owner organisation, and why it is asked."""
    decider, owner = request.decided_by, request.case.owner_organisation
    return [
        (_("Case number"), request.case.number),
        (_("Owner organisation"), owner.name if owner else ""),
        (_("Whose identity"), voice_words(request.voice)),
        (_("How it was raised"), request.voice.get_mode_display()),
        (_("Asked for by"), request.requested_by.name),
        (_("Number of the document"), request.document_number),
        (_("Why it must be known"), request.reason),
        (_("To be decided by"), request.decide_by),
        (_("Decided by"), decider.name if decider else ""),
        (_("Reasons of the decision"), request.answer),
        (_("Shown until"), request.shown_until),
    ]
