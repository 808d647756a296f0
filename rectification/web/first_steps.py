"""What an empty list of work says: why nothing lies with this reader, and what he does next."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind
from rectification.models import Organisation
from rectification.notifications import KINDS
from rectification.policies.absence import suspended_on
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.roles import WITHOUT_STEPS, Role
from rectification.web.access import address
from rectification.web.parts import Act, Text


@dataclass(frozen=True)
class Empty:
    """`page` and `label` name the page where the reader goes on, if there is one."""

    title: Text
    hint: Text
    page: str = ""
    label: Text = ""

    @property
    def act(self) -> Act | None:
        url = address(self.page) if self.page else ""
        return Act(self.label, url, due=True) if url else None


NOTHING: Final = Empty(
    _("No step lies with you"),
    _("A step that comes to you appears here, and a message tells you."),
)
_TITLE: Final = _("The office has no branches and people yet")
NEW_OFFICE: Final = {
    Role.ORG: Empty(
        _TITLE,
        _("Next: enter branches, members and offices. Then reports and plans come here."),
        "rectification:roster",
        _("Import a roster"),
    ),
    Role.PSE: Empty(
        _TITLE,
        _(
            "The organisation officer enters them next; you confirm the offices. Then the plans "
            "you approve come here."
        ),
        "rectification:pending_appointments",
        _("Confirm appointments"),
    ),
    Role.ADM: Empty(
        _TITLE,
        _("The organisation officer enters them next; then you open their accounts."),
        "rectification:accounts",
        _("Accounts"),
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
        _("What was done and who looked at what stands under Records."),
    ),
}


def empty_inbox(authority: Authority) -> Empty:
    """By the offices the reader holds today; asked only where nothing lies with him."""
    if suspended_on(today()).filter(person=authority.person).exists():
        return Empty(_("You are suspended from your offices"), KINDS["suspended"].why)
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
