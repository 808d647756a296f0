"""我的权限, card by card: offices with mandate, rights and steps, memberships, deputyships."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.enums import Step
from rectification.models import Appointment, Membership
from rectification.permissions import LABELS
from rectification.selectors.roster import Force
from rectification.web.case_file import Facts
from rectification.web.parts import Light, LightColour, Text
from rectification.web.rows import office_name
from rectification.web.rules import step_url
from workflows.authority.own import Office, StandingIn

LIGHTS: Final[Mapping[Force, Light]] = {
    Force.IN_FORCE: Light(LightColour.GREEN, pgettext_lazy("appointment", "In force")),
    Force.DISABLED: Light(LightColour.RED, _("The account is disabled: no rights")),
    Force.SUSPENDED: Light(LightColour.RED, _("Suspended: no rights from this office")),
    Force.UNCONFIRMED: Light(LightColour.YELLOW, _("Not confirmed yet: no rights")),
    Force.NOT_BEGUN: Light(LightColour.GREY, _("Not begun yet: no rights")),
}


@dataclass(frozen=True)
class OwnCard:
    title: Text
    light: Light | None
    facts: Facts
    rights: Sequence[Text]
    steps: Sequence[tuple[Text, str]]
    """Each step with the address of its line in the table."""


def office_card(office: Office) -> OwnCard:
    row = office.appointment
    facts: Facts = [
        (_("From"), row.valid_from),
        (_("Until"), row.valid_to or gettext("no end set")),
        (_("Duty"), row.get_duty_display() if row.duty else ""),
        (_("Mandate"), row.mandate),
        (_("Confirmed by"), _confirmed(row)),
        (_("Reaches"), row.jurisdiction.name),
    ]
    rights = [gettext(LABELS[right]) for right in office.rights]
    title = office_name(row.role, row.organisation)
    return OwnCard(title, LIGHTS[office.force], facts, rights, _linked(office.steps))


def _confirmed(row: Appointment) -> str:
    if row.confirmed_at is None:
        return ""
    if row.confirmed_by is None:
        return gettext("taken over when the office was set up")
    return row.confirmed_by.name


def member_card(membership: Membership, steps: Iterable[Step]) -> OwnCard:
    facts: Facts = [
        (_("Kind"), membership.get_kind_display()),
        (_("From"), membership.valid_from),
        (_("Until"), membership.valid_to or gettext("no end set")),
    ]
    rights = [
        gettext("Report one's own problems, see one's own cases, object, request a recusal"),
        gettext("Read the notices of the scopes one belongs to"),
    ]
    title = gettext("Member of %(branch)s") % {"branch": membership.organisation.name}
    return OwnCard(title, None, facts, rights, _linked(steps))


def deputy_card(standing_in: StandingIn) -> OwnCard:
    row = standing_in.deputyship.delegation
    office = office_name(row.appointment.role, row.appointment.organisation)
    facts: Facts = [
        (_("Number"), row.reference),
        (_("Scope"), row.get_scope_display()),
        (_("From"), row.valid_from),
        (_("Until"), row.valid_to),
    ]
    words = {"name": row.delegator.name, "office": office}
    title = gettext("Deputy of %(name)s, %(office)s") % words
    return OwnCard(title, None, facts, [], _linked(standing_in.steps))


def _linked(steps: Iterable[Step]) -> list[tuple[Text, str]]:
    return [(step.label, step_url(step)) for step in steps]
