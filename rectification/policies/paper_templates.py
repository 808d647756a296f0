"""Who replaces the template of a paper, and who confirms it (docs/rules.md 5)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, PaperTemplate, Person
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.roles import Role

RULE: Final = "5"
DECIDING: Final = (Role.GEN, Role.ORG)


def keeping_office(authority: Authority) -> Appointment | None:
    """The general office gives numbers and codes and keeps the templates of its township."""
    return authority.first_office(Role.GEN)


def deciding_office(authority: Authority) -> Appointment | None:
    """A template stands behind every paper of its kind: somebody else of the general office looks
    at it first, or the organisation office, for a small township has one person for papers."""
    return authority.first_office(*DECIDING)


def why_not_decide_template(template: PaperTemplate, person: Person) -> Reason | None:
    if template.confirmed_at is not None or template.ended_at is not None:
        return Reason(_("This version of the template was decided on already."), RULE, CaseError)
    if template.uploaded_by_id == person.pk:
        text = _(
            "Whoever handed a template in does not confirm it; somebody else of the general office "
            "or of the organisation office does."
        )
        return Reason(text, RULE)
    return None
