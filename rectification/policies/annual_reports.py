"""Whose annual report (年度整改报告) one makes: the office, whoever approves plans, supervision."""

from typing import Final

from rectification.models import Appointment, Organisation
from rectification.policies.authority import Authority
from rectification.roles import Role

_MAKING: Final = (Role.OFF, Role.PSE, Role.LG, Role.DIS, Role.LIA, Role.SEC)
"""Their own reach says of which organisations; a deputy's step is no reason to read figures."""


def report_places(authority: Authority) -> list[Organisation]:
    """Organisations at the head of what his offices reach."""
    held = [office for office in authority.appointments if office.role in _MAKING]
    return list({office.jurisdiction_id: office.jurisdiction for office in held}.values())


def makes_report(authority: Authority, organisation: Organisation) -> bool:
    return authority.office_reaching(organisation, *_MAKING) is not None


def issuing_office(authority: Authority, organisation: Organisation) -> Appointment | None:
    """As what he numbers it: the office, which signs it."""
    return authority.office_reaching(organisation, Role.OFF)
