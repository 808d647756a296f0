"""Leaving out is open to everybody in the chain of a notice, at once (docs/rules.md 4.6)."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, Sensitivity
from rectification.exceptions import CaseError
from rectification.models import Appointment, CaseEvent, Notice, PublicationDecision
from rectification.policies.authority import Authority
from rectification.policies.publication import is_off_the_board
from rectification.policies.reasons import Reason
from rectification.roles import Role

CHAIN: Final = frozenset(
    {
        EventVerb.PUBLICATION_PROPOSED,
        EventVerb.SECRECY_CLEARED,
        EventVerb.REDACTION_CONFIRMED,
        EventVerb.PUBLICATION_APPROVED,
        EventVerb.SCOPE_AGREED,
        EventVerb.NOTICE_POSTED,
        EventVerb.DISCLOSURE_POSTED,
        EventVerb.REHABILITATION_POSTED,
    }
)
"""Who did one of these for the text may narrow it, and whoever holds the same office today."""

STANDING: Final = (Role.GEN, Role.PUB)
"""Who answers for secrecy and for posting, whatever they did for this text."""

SEEING_SHOWN: Final = (*STANDING, Role.LG)
"""Who finds what is shown in a list of his own: the leading group only what it has decided on."""

DECIDED_ABOVE: Final = Q(corrects__isnull=False) | Q(decision__sensitivity=Sensitivity.CLEARED)
"""Texts that the leading group wrote itself (T27), or let be shown in spite of its sensitivity."""


OFFICES: Final = (
    Role.OFF,
    Role.SEC,
    Role.ORG,
    Role.LIA,
    Role.DPS,
    Role.PSE,
    Role.LG,
    *STANDING,
)
"""Offices that can be in the chain of a notice."""


def narrowing_office(
    notice: Notice, authority: Authority, events: Iterable[CaseEvent] | None = None
) -> Appointment | None:
    """The office of this reader by which he is in the chain of the notice.

    `events` are those of its case, where they are known already.
    """
    owner = notice.case.owner_organisation
    if owner is not None and (found := authority.office_reaching(owner, *_standing(notice))):
        return found
    if events is None:
        events = CaseEvent.objects.filter(case=notice.case_id, verb__in=CHAIN)
    about = (f"publication:{notice.decision_id}", f"notice:{notice.pk}")
    acted = {
        (event.acting_organisation_id, event.acting_role)
        for event in events
        if event.verb in CHAIN and event.reference in about
    }
    held = (a for a in authority.appointments if a.role in OFFICES)
    return next((a for a in held if (a.organisation_id, a.role) in acted), None)


def _standing(notice: Notice) -> tuple[Role, ...]:
    """`DECIDED_ABOVE`, of one notice."""
    cleared = notice.decision.sensitivity == Sensitivity.CLEARED
    return SEEING_SHOWN if notice.corrects_id is not None or cleared else STANDING


def why_not_narrow(notice: Notice) -> Reason | None:
    """Only what is being shown is narrowed, also in the days after its end (4.6, board)."""
    if notice.withdrawn_at is not None or notice.case.sealed or is_off_the_board(notice):
        return Reason(_("The notice is no longer shown."), "4.6", CaseError)
    return None


def texts_of(decision: PublicationDecision) -> dict[str, str]:
    """What is narrowed, by the name of its field."""
    return {"title": decision.title, "text": decision.text, "scope": decision.scope}
