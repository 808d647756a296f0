"""How referrals for accountability are worded for the few who know of them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from rectification.enums import EventVerb
from rectification.models import AccountabilityReferral, Case, CaseEvent
from rectification.policies.authority import Authority
from rectification.roles import Role
from rectification.selectors.referrals import referrals_in
from rectification.selectors.timeline import signature
from rectification.web.case_file import Facts, Part
from rectification.web.dates import full_date, local_day
from rectification.web.parts import Cell, CellKind, Column, Entry, Light, LightColour, Row
from rectification.wording import listed_apart

_COLUMNS = [
    Column(_("Organisation concerned")),
    Column(pgettext_lazy("referral", "Number")),
    Column(_("State"), CellKind.SIGN),
]


def state_of(referral: AccountabilityReferral) -> Light:
    """Never yellow or red: nobody has been found at fault, and it is no light of the case."""
    if referral.outcome_on is not None:
        return Light(LightColour.GREY, pgettext("referral", "Sent, outcome entered"))
    if referral.sent_at is not None:
        return Light(LightColour.GREY, pgettext("referral", "Sent"))
    if referral.dropped_at is not None:
        return Light(LightColour.GREY, pgettext("referral", "Dropped"))
    if referral.answered_at is not None:
        return Light(LightColour.BLUE, pgettext("referral", "Answered"))
    if referral.unanswered_at is not None:
        return Light(LightColour.GREY, pgettext("referral", "No answer came"))
    return Light(LightColour.GREEN, pgettext("referral", "Awaits the answer"))


def referrals_part(case: Case, authority: Authority) -> Part | None:
    """On the page of the case, for those who may know; others find no trace of it."""
    found = referrals_in(case, authority)
    if not found:
        return None
    rows = [
        [
            Cell(row.organisation.name, reverse("rectification:referral", args=[row.pk])),
            Cell(row.number or "–"),
            Cell(light=state_of(row)),
        ]
        for row in found
    ]
    return Part(title=_("Referrals for accountability"), columns=_COLUMNS, rows=rows)


def referral_row(referral: AccountabilityReferral) -> Row:
    return Row(
        title=referral.organisation.name,
        url=reverse("rectification:referral", args=[referral.pk]),
        light=state_of(referral),
        meta=[
            referral.number,
            referral.case.number or "",
            full_date(local_day(referral.written_at)),
        ],
    )


def facts_of(referral: AccountabilityReferral) -> Facts:
    """Once it was sent: number, day and body, and by which number it was answered."""
    sent, outcome = referral.sent_at, referral.outcome_on
    return [
        (_("State"), state_of(referral).word),
        (_("Organisation concerned"), referral.organisation.name),
        (_("Case number"), referral.case.number or ""),
        (_("Written by"), Role(referral.role).label),
        (_("Number of the paper"), referral.number),
        (_("Sent on"), local_day(sent) if sent else None),
        (_("Sent to"), referral.sent_to),
        (_("Number of the outcome"), referral.outcome_number),
        (_("Day of the outcome"), outcome),
    ]


def facts_in_full(referral: AccountabilityReferral) -> Facts:
    """While it is open, before those who have to read it."""
    answered = referral.answered_at
    return [
        (_("Organisation concerned"), referral.organisation.name),
        (_("Case number"), referral.case.number or ""),
        (pgettext("referral", "Ground"), referral.get_ground_display()),
        (_("Written by"), listed_apart((Role(referral.role).label, referral.written_by.name))),
        (_("Written on"), local_day(referral.written_at)),
        (_("Answered on"), local_day(answered) if answered else None),
    ]


def course_entries(events: Sequence[CaseEvent]) -> list[Entry]:
    return [
        Entry(title=str(EventVerb(event.verb).label), at=event.at, who=_hand(event))
        for event in events
    ]


def _hand(event: CaseEvent) -> str:
    if event.actor is None:
        return str(event.get_actor_kind_display())
    office = event.acting_organisation.name if event.acting_organisation else ""
    return " · ".join(word for word in (signature(event), office) if word)
