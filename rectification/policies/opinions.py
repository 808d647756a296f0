"""Who has to do with opinions: who takes them in, and who shows the way to hand them in."""

from django.db.models import Q, QuerySet

from rectification.enums import AppointmentDuty, OrganisationKind
from rectification.models import Organisation, Person
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import Authority, members_of, offices_on
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.roles import Role

BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)
"""Organisations that opinions are about."""


def townships_taken_in(authority: Authority) -> list[Organisation]:
    """The committees whose opinions the person's office takes in."""
    return authority.nodes(TRIAGE_CASES)


def branches_written_for(authority: Authority) -> list[Organisation]:
    """Branches whose secretary or clerk the person is: he hands in what came on paper."""
    today_open = {
        a.organisation_id: a.organisation
        for a in authority.appointments
        if a.role in (Role.SEC, Role.CLK)
    }
    rows = open_organisations(None, today()).filter(pk__in=today_open)
    return list(rows)


def members_without_account(branch: Organisation) -> QuerySet[Person]:
    """Members who cannot report themselves: what they signed on paper is entered for them."""
    return members_of(branch, today()).filter(user__isnull=True)


def may_post(authority: Authority) -> QuerySet[Organisation]:
    """Branches for which the person prints the sheet that leads to the public page."""
    reach = Q(pk__in=[branch.pk for branch in branches_written_for(authority)])
    for township in townships_taken_in(authority):
        reach |= Q(path__startswith=township.path)
    return open_organisations(None, today()).filter(reach, kind__in=BRANCHES)


def has_to_do_with_opinions(authority: Authority) -> bool:
    return bool(townships_taken_in(authority) or branches_written_for(authority))


def intake_officers(office: Organisation) -> list[Person]:
    """Those who read opinions there; where nobody is named, everybody of the office."""
    held = offices_on(today()).filter(role=Role.OFF, organisation=office)
    named = held.filter(duty=AppointmentDuty.INTAKE_OFFICER)
    found = (named if named.exists() else held).values("person")
    return list(Person.objects.filter(pk__in=found).order_by("code"))


def reads_opinions(person: Person) -> bool:
    """The intake officer; in an office that named none, everybody of the office."""
    offices = offices_on(today()).filter(role=Role.OFF)
    own = offices.filter(person=person)
    if own.filter(duty=AppointmentDuty.INTAKE_OFFICER).exists():
        return True
    named = offices.filter(
        organisation__in=own.values("organisation"), duty=AppointmentDuty.INTAKE_OFFICER
    )
    return own.exists() and not named.exists()
