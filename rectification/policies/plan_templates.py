"""Who keeps the templates of measures (docs/rules.md T13)."""

from rectification.models import Appointment
from rectification.policies.authority import Authority
from rectification.roles import Role


def template_office(authority: Authority) -> Appointment | None:
    """The office in which he keeps them for his township: ORG; None for everybody else."""
    return authority.first_office(Role.ORG)
