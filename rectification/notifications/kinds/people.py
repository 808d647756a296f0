"""About who acts: recusals, deputies, absences, offices, work that lies with nobody."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.why import OFFICE

_ASKED = _("Somebody concerned asked that you do not act in the case.")
_RECUSAL = _("You requested the recusal, or it was requested of you.")
_DECIDER = _("You decide on deputies for your township.")
_DELEGATOR = _("You asked for a deputy in your office.")
_DEPUTY = _("You are deputy or delegator in this delegation.")
_ABSENT = _("The organisation office has recorded your absence.")
_SUSPENDED = _(
    "While you are suspended your offices give you no rights and their steps go to others. What "
    "belongs to you as a member stays: your own case, comment, objection and request for recusal."
)
_PAGE: Final = "rectification:deputies"

PEOPLE: Final = (
    NoticeKind(
        "orphans_found",
        _("The nightly check found open work that lies with nobody."),
        _("You look after the office's work or the installation."),
    ),
    NoticeKind("owner_left", _("The owner of the case has left."), OFFICE),
    NoticeKind(
        "recusal_requested",
        _("Your recusal was requested; until it is decided you do not act in the case."),
        _ASKED,
    ),
    NoticeKind("recusal_decided", _("A request for recusal was decided."), _RECUSAL),
    NoticeKind(
        "recusal_lapsed", _("The case has ended, and a request for recusal with it."), _RECUSAL
    ),
    NoticeKind(
        "nobody_left",
        _("Nobody is left to take a step."),
        OFFICE,
        _("Nobody is left to take the step: %(step)s"),
    ),
    NoticeKind("delegation_asked", _("A deputy is asked for."), _DECIDER, page=_PAGE),
    NoticeKind("delegation_approved", _("Your deputy was approved."), _DELEGATOR, page=_PAGE),
    NoticeKind("delegation_refused", _("Your deputy was refused."), _DELEGATOR, page=_PAGE),
    NoticeKind("delegation_started", _("You are deputy from now on."), _DEPUTY, page=_PAGE),
    NoticeKind("delegation_ended", _("A delegation is over."), _DEPUTY, page=_PAGE),
    NoticeKind(
        "paper_template_waits",
        _("A template of a paper waits to be confirmed."),
        _("You confirm what somebody else of the general office handed in."),
        page="rectification:paper_templates",
    ),
    NoticeKind("absence_recorded", _("You are recorded as absent."), _ABSENT, page=_PAGE),
    NoticeKind("suspended", _("You are suspended from your offices."), _SUSPENDED, page=_PAGE),
    NoticeKind(
        "suspension_ended",
        _("Your suspension is over; your offices give their rights again."),
        _("The organisation office has ended your suspension."),
        page=_PAGE,
    ),
    NoticeKind(
        "office_taken",
        _("You have taken over an office; its open steps are yours."),
        _("You hold the office from that day on; the organisation office had it confirmed."),
        page="rectification:inbox",
    ),
    NoticeKind(
        "office_passed_on",
        _("Your office has passed to your successor; its open steps are his."),
        _("Your acts remain under your name and office."),
        page="rectification:done",
    ),
    NoticeKind(
        "responsible_changed",
        _("The case has a new first responsible person."),
        OFFICE,
    ),
    NoticeKind(
        "draft_moved",
        _("The branch of your draft has closed; the draft goes on under its successor."),
        _("You wrote the draft; nobody else reads it."),
    ),
    NoticeKind(
        "draft_homeless",
        _("The branch of your draft has closed; choose anew which branch it is about."),
        _("You wrote the draft; nobody else reads it."),
    ),
)
