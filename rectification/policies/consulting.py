"""加签: whoever decides a step asks one person for one opinion (docs/rules.md 4.10)."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, PartyReason, Step
from rectification.models import Appointment, CaseParty, Consultation, Person, WorkItem
from rectification.permissions import READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.policies.absence import present
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.holding import has_office, holds_its_office
from rectification.policies.offices import reaches
from rectification.policies.places import owner_office, owner_organisation
from rectification.policies.reasons import Reason
from rectification.policies.recusal import ACTING_ROLES
from rectification.policies.separation import bar_of
from rectification.roles import ROLES, Role

CONSULTED_ON: Final = frozenset(
    {
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.ADVISE_CHANGE,
        Step.APPROVE_CHANGE,
        Step.FIRST_REVIEW,
        Step.APPROVE_PUBLICATION,
        Step.APPROVE_DISCLOSURE,
        Step.HANDLE_OBJECTION,
        Step.DECIDE_TERMINATION,
        Step.DECIDE_SHARE,
        Step.SETTLE_OWNER,
        Step.DECIDE_DATES,
        Step.REVIEW_EXTENSION,
        Step.DECIDE_EXTENSION,
        Step.DECIDE_RECLASSIFICATION,
    }
)
"""Approvals, reviews, opinions and objections that are decided on the file."""

ALONE: Final = frozenset(
    {
        Step.CHECK_REDACTION,
        Step.CHECK_DISCLOSURE,
        Step.AGREE_WAIVER,
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.REVIEW_OBJECTION,
    }
)
"""Each a second look by somebody independent, who judges for himself."""

ADVISERS: Final = ACTING_ROLES - {Role.CLK, Role.DIS}
"""The discipline committee keeps itself free for the verification; a clerk answers for nothing."""


def consults(item: WorkItem, authority: Authority) -> bool:
    """The step lies with him in an office of his own, and whoever takes it reads the file.

    What is decided on an extract alone is shown to nobody else.
    """
    mine = holds_its_office(item, authority) and has_office(item, authority)
    decides = item.step in CONSULTED_ON and item.opens_case
    return decides and mine and not item.unheld


def why_not_consult(item: WorkItem, *, is_asked: bool) -> Reason | None:
    """Asked of one's own step; `is_asked` says that an opinion waits there or was given."""
    if item.step in ALONE:
        text = _("This is an independent second look: whoever takes the step judges alone.")
        return Reason(text, "4.10")
    if is_asked:
        text = _("One opinion is asked for on a step, and this one has its own. Decide with it.")
        return Reason(text, "4.10")
    return None


def why_nobody_to_consult(advisers: list[Appointment]) -> Reason | None:
    if advisers:
        return None
    text = _(
        "Nobody else who reads the case by his office is free to give an opinion. Decide without "
        "it."
    )
    return Reason(text, "4.10")


def standing_consultation(item: WorkItem) -> Consultation | None:
    """What was asked for on the step and has not lapsed."""
    rows = Consultation.objects.filter(item=item, lapsed_at__isnull=True)
    return rows.select_related("person", "organisation", "asked_by").first()


def advisers_for(item: WorkItem, asker: Person) -> list[Appointment]:
    """Whoever reads the case by his office anyway and could lawfully take the step himself, for
    all that everybody knows: a missing name would tell of a recusal.

    Not who answers for the owner, nor who verifies; each once, by the first of his offices.
    """
    shut = {asker.pk, item.person_id, *_verifying(item)}
    found: dict[int, Appointment] = {}
    for appointment in _reading_offices(item):
        if appointment.person_id not in shut:
            found.setdefault(appointment.person_id, appointment)
    # Whoever gave an opinion in another round of the step may give one again.
    facts = replace(facts_of(item.case), recused={}, asked_about=frozenset(), advisers={})
    here = present([appointment.person for appointment in found.values()], today())
    return [
        appointment
        for pk, appointment in found.items()
        if pk in here and bar_of(pk, item.step, facts) is None
    ]


def is_still_asked(consultation: Consultation) -> bool:
    """Whether the person would be offered today as well: not away, in office, with no other part.

    A recusal ends nothing at once: it would tell of itself. It lets the days run out.
    """
    advisers = advisers_for(consultation.item, consultation.asked_by)
    return any(adviser.person_id == consultation.person_id for adviser in advisers)


def _reading_offices(item: WorkItem) -> list[Appointment]:
    case, owner = item.case, owner_organisation(item.case)
    member = case.level == CaseLevel.MEMBER
    right = READ_MEMBER_CASES if member else READ_BRANCH_CASES
    roles = [role for role in ADVISERS if right in ROLES[role].grants]
    rows = offices_on(today()).filter(
        role__in=roles, jurisdiction__in={owner.pk, *owner.ancestor_ids()}
    )
    rows = rows.select_related("person", "organisation", "jurisdiction")
    answering = None if member else owner_office(owner)
    return [
        row
        for row in rows.order_by("person__code", "pk")
        if reaches(row, owner) and (row.role, row.organisation) != answering
    ]


def _verifying(item: WorkItem) -> set[int]:
    """Who verifies, or may have to: of the discipline committee today, or named in the case."""
    committee = offices_on(today()).filter(role=Role.DIS).values_list("person", flat=True)
    named = CaseParty.objects.filter(
        case=item.case, reason=PartyReason.VERIFIER, until__isnull=True
    )
    return {*committee, *named.values_list("person", flat=True)}
