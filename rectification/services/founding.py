"""The first hour of an office: its root organisation and the people who enter all the others."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import OrganisationKind
from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Appointment, Organisation, Person, User
from rectification.policies.authority import today
from rectification.policies.passwords import require_good_password
from rectification.roles import Role
from rectification.services.appointments import appoint, confirm_appointment
from rectification.services.organisations import found_organisation


@dataclass(frozen=True)
class Founder:
    """One of the first people: member code (also the user name), name and first password."""

    code: str
    name: str
    password: str


@transaction.atomic
def found_office(
    *, code: str, name: str, administrator: Founder, organiser: Founder, secretary: Founder
) -> Organisation:
    """Root committee, organisation office, and the first ADM, ORG and PSE.

    The only appointments that nobody confirms: there is nobody yet. Raises NotAllowed on a
    database that already has an organisation, InvalidInput for a password the rules refuse.
    """
    if Organisation.objects.exists():
        raise NotAllowed(_("This database already belongs to an office."))
    codes = {administrator.code, organiser.code, secretary.code}
    if len(codes) < 3:
        raise InvalidInput({"code": _("Administrator, organiser and secretary must differ.")})
    day = today()
    root = found_organisation(code=code, name=name, kind=OrganisationKind.COMMITTEE, opened_on=day)
    office = found_organisation(
        code=f"{code}-ORG",
        name=_("Organisation office"),
        kind=OrganisationKind.BODY,
        opened_on=day,
        parent=root,
    )
    _install(administrator, Role.ADM, root, day)
    _install(organiser, Role.ORG, office, day)
    _install(secretary, Role.PSE, root, day)
    return root


def _install(founder: Founder, role: str, organisation: Organisation, day: date) -> Appointment:
    person = Person.objects.create(code=founder.code, name=founder.name)
    # Whoever installs the product knows these passwords; their holders choose others.
    user = User(username=founder.code, person=person, must_change_password=True)
    require_good_password(password=founder.password, user=user, field=founder.code)
    user.set_password(founder.password)
    user.save()
    appointment = appoint(person=person, role=role, organisation=organisation, valid_from=day)
    confirm_appointment(appointment=appointment, by=None)
    return appointment
