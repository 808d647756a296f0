"""What an empty list of work says: why nothing lies with this reader, and what he does next."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind
from rectification.models import Organisation
from rectification.policies.authority import Authority
from rectification.roles import WITHOUT_STEPS, Role
from rectification.web.parts import Text


@dataclass(frozen=True)
class Empty:
    title: Text
    hint: Text


NOTHING: Final = Empty(
    _("No step lies with you"),
    _("A step that comes to you appears here, and a message tells you."),
)
NEW_OFFICE: Final = {
    Role.ADM: Empty(
        _("The office has no branches and people yet"),
        _(
            "They come from the organisation officer and are entered on the server as "
            "docs/how-to/run-an-office.md says; there is no page for it yet."
        ),
    ),
    Role.ORG: Empty(
        _("The office has no branches and people yet"),
        _(
            "Next: list the branches, members and offices, and have the administrator enter them "
            "on the server; there is no page for it yet. Then reports and plans come here."
        ),
    ),
    Role.PSE: Empty(
        _("The office has no branches and people yet"),
        _(
            "The organisation officer and the administrator enter them next. Then the plans you "
            "approve come here."
        ),
    ),
}
WITHOUT_WORK: Final = {
    Role.ADM: Empty(
        _("An administrator has no steps to take"),
        _("You look after accounts and settings; the content of cases is not open to you."),
    ),
    Role.INS: Empty(
        _("No step lies with you"),
        _("As a supervisor, report what you find; what you have reported stays under “Submitted”."),
    ),
    Role.SUP: Empty(
        _("An observer has no steps to take"),
        _("Figures will be open to you; the page that shows them is not there yet."),
    ),
    Role.AUD: Empty(
        _("An auditor has no steps to take"),
        _("Records will be open to you; the page that shows them is not there yet."),
    ),
}


def empty_inbox(authority: Authority) -> Empty:
    """By the offices the reader holds today; asked only where nothing lies with him."""
    roles = {Role(office.role) for office in authority.appointments}
    for role, words in NEW_OFFICE.items():
        if role in roles and not _has_branches():
            return words
    if roles and roles <= WITHOUT_STEPS:
        return next(words for role, words in WITHOUT_WORK.items() if role in roles)
    return NOTHING


def _has_branches() -> bool:
    return Organisation.objects.filter(
        kind__in=(OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)
    ).exists()
