"""Delegations and absences as lines and facts; which words a state goes by."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import AbsenceKind
from rectification.models import Absence, Delegation
from rectification.notifications import KINDS
from rectification.web.access import address
from rectification.web.case_file import Facts
from rectification.web.dates import list_date, span_words
from rectification.web.parts import Act, ActKind, Light, LightColour, Row
from rectification.web.rows import office_name


def office_of(delegation: Delegation) -> str:
    return office_name(delegation.appointment.role, delegation.appointment.organisation)


def state_of(delegation: Delegation, today: date) -> Light:
    """Where a delegation stands; only what is in force bears green."""
    if delegation.ended_on is not None and delegation.ended_on <= today:
        return Light(LightColour.GREY, _end_words(delegation))
    if delegation.valid_to < today:
        return Light(LightColour.GREY, pgettext("delegation", "Over"))
    if delegation.approved_at is None:
        return Light(LightColour.YELLOW, pgettext("delegation", "Awaiting approval"))
    if delegation.valid_from > today:
        word = gettext("Begins on %(day)s") % {"day": list_date(delegation.valid_from)}
        return Light(LightColour.BLUE, word)
    return Light(LightColour.GREEN, pgettext("delegation", "In force"))


def _end_words(delegation: Delegation) -> str:
    if delegation.approved_at is not None:
        return pgettext("delegation", "Ended")
    if delegation.refusal:
        return pgettext("delegation", "Refused")
    return pgettext("delegation", "Taken back")


def delegation_row(delegation: Delegation, today: date) -> Row:
    words = {"deputy": delegation.deputy.name, "delegator": delegation.delegator.name}
    return Row(
        title=gettext("%(deputy)s for %(delegator)s") % words,
        url=reverse("rectification:deputy", args=[delegation.pk]),
        light=state_of(delegation, today),
        meta=[
            office_of(delegation),
            delegation.get_scope_display(),
            span_words(delegation.valid_from, delegation.valid_to),
            delegation.reference,
        ],
    )


def delegation_facts(delegation: Delegation) -> Facts:
    approver = delegation.approved_by
    return [
        (pgettext("delegation", "Delegator"), delegation.delegator.name),
        (pgettext("delegation", "Deputy"), delegation.deputy.name),
        (pgettext("delegation", "Office"), office_of(delegation)),
        (pgettext("delegation", "What he may do"), delegation.get_scope_display()),
        (pgettext("delegation", "Days"), span_words(delegation.valid_from, delegation.valid_to)),
        (_("Reason"), delegation.reason),
        (pgettext("delegation", "Number"), delegation.reference),
        (_("Approved by"), approver.name if approver else ""),
        (_("Reason of the refusal"), delegation.refusal),
        (pgettext("delegation", "Ended on"), delegation.ended_on),
        (
            pgettext("delegation", "Ended by"),
            delegation.ended_by.name if delegation.ended_by else "",
        ),
    ]


def absence_row(absence: Absence, today: date, *, may_end: bool, own: bool) -> Row:
    """Whoever is suspended himself reads what that takes from him and what it leaves him."""
    suspended = absence.kind == AbsenceKind.SUSPENSION
    begun = absence.valid_from <= today
    word = absence.get_kind_display() if begun else pgettext("absence", "To come")
    return Row(
        title=absence.person.name,
        light=Light(LightColour.RED if suspended else LightColour.GREY, word),
        meta=[absence.get_kind_display(), span_words(absence.valid_from, absence.valid_to)],
        note=KINDS["suspended"].why if own and suspended else "",
        act=_end_act(absence) if may_end else None,
    )


def _end_act(absence: Absence) -> Act:
    """A suspension ends where it is shown first what comes back to whom."""
    if absence.kind == AbsenceKind.SUSPENSION:
        page = address("workflows:move", "reinstatement")
        label = gettext("End the suspension")
        return Act(label, f"{page}?absence={absence.pk}", about=absence.person.name)
    return Act(
        gettext("He is back, end it"),
        reverse("rectification:end_absence", args=[absence.pk]),
        kind=ActKind.POST,
        about=absence.person.name,
    )
