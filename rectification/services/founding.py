"""The first hour of an office: its root organisation and the people who enter all the others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import OrganisationKind
from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Appointment, Organisation, Person, User
from rectification.policies.days import today
from rectification.policies.passwords import require_good_password
from rectification.roles import Role
from rectification.services.appointments import appoint, confirm_appointment
from rectification.services.organisations import found_organisation

OFFICE_SUFFIX: Final = "-ORG"
"""Makes the code of the organisation office from that of the root."""

LONGEST_CODE: Final = 32 - len(OFFICE_SUFFIX)
LONGEST_NAME: Final = 120
LONGEST_PERSON_NAME: Final = 60
_CODE: Final = re.compile(r"[\w.@+-]+")


@dataclass(frozen=True)
class Founder:
    """One of the first people: member code (also the user name), name and first password."""

    code: str
    name: str
    password: str


def check_empty() -> None:
    """Raises NotAllowed when somebody is at home here already."""
    if Organisation.objects.exists():
        raise NotAllowed(_("This database already belongs to an office."))


def check_code(code: str, taken: Sequence[str] = ()) -> None:
    """Raises InvalidInput for what cannot be a code, or for one of those given out already."""
    if not _CODE.fullmatch(code):
        raise InvalidInput({"code": _("A code is made of letters, digits and . _ - @ + only.")})
    if len(code) > LONGEST_CODE:
        words = _("A code has at most %(count)d characters.") % {"count": LONGEST_CODE}
        raise InvalidInput({"code": words})
    if code in taken:
        raise InvalidInput(
            {"code": _("Administrator, organiser and secretary are three different people.")}
        )


def check_name(name: str, longest: int = LONGEST_NAME) -> None:
    """Raises InvalidInput for an empty or overlong name."""
    if not name:
        raise InvalidInput({"name": _("A name is needed.")})
    if len(name) > longest:
        words = _("A name has at most %(count)d characters.") % {"count": longest}
        raise InvalidInput({"name": words})


def check_password(code: str, password: str) -> None:
    """Raises InvalidInput with every rule the password breaks."""
    require_good_password(password=password, user=User(username=code), field="password")


@transaction.atomic
def found_office(
    *, code: str, name: str, administrator: Founder, organiser: Founder, secretary: Founder
) -> Organisation:
    """Root committee, organisation office, and the first ADM, ORG and PSE.

    The only appointments that nobody confirms: there is nobody yet. Raises NotAllowed on a
    database that already has an organisation, InvalidInput for what the checks above refuse.
    """
    check_empty()
    check_code(code)
    check_name(name)
    day = today()
    root = found_organisation(code=code, name=name, kind=OrganisationKind.COMMITTEE, opened_on=day)
    office = found_organisation(
        code=f"{code}{OFFICE_SUFFIX}",
        name=_("Organisation office"),
        kind=OrganisationKind.BODY,
        opened_on=day,
        parent=root,
    )
    taken: list[str] = []
    for founder, role, organisation in (
        (administrator, Role.ADM, root),
        (organiser, Role.ORG, office),
        (secretary, Role.PSE, root),
    ):
        check_code(founder.code, taken)
        _install(founder, role, organisation, day)
        taken.append(founder.code)
    return root


def _install(founder: Founder, role: str, organisation: Organisation, day: date) -> Appointment:
    check_name(founder.name, LONGEST_PERSON_NAME)
    check_password(founder.code, founder.password)
    person = Person.objects.create(code=founder.code, name=founder.name)
    # Whoever installs the product knows these passwords; their holders choose others.
    User.objects.create_user(
        username=founder.code,
        person=person,
        password=founder.password,
        must_change_password=True,
    )
    appointment = appoint(person=person, role=role, organisation=organisation, valid_from=day)
    confirm_appointment(appointment=appointment, by=None)
    return appointment
