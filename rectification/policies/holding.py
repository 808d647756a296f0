"""Whether a person holds an open step, and if not, why not: asked by page, inbox and act door."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import PartyReason, RecusalGround, Step
from rectification.models import CaseParty, WorkItem
from rectification.policies.actors import Actor, for_item
from rectification.policies.authority import Authority
from rectification.policies.deputies import Deputyship
from rectification.policies.separation import bar_of, facts_of
from rectification.roles import Role

CLERK_STEPS: Final = frozenset({Step.CARRY_OUT})
"""Steps of the secretary that the branch's clerk may take too: he enters progress and evidence."""


def has_office(item: WorkItem, authority: Authority) -> bool:
    """The step lies with the person, with an office that he holds today, or stands in for."""
    return _holds_office(item, authority) or deputyship_for(item, authority) is not None


def _holds_office(item: WorkItem, authority: Authority) -> bool:
    if item.person_id is not None:
        return item.person_id == authority.person.pk
    offices = authority.offices()
    if (item.organisation_id, item.role) in offices:
        return True
    return (
        item.role == Role.SEC
        and item.step in CLERK_STEPS
        and (item.organisation_id, Role.CLK.value) in offices
    )


def deputyship_for(item: WorkItem, authority: Authority) -> Deputyship | None:
    """By which delegation the person may take the step; None where he acts in his own name.

    Nobody stands in for a delegator who is barred from the step himself (scenario 1).
    """
    if item.person_id is not None or not authority.deputyships:
        return None
    if _holds_office(item, authority):
        return None
    barred = item.barred()
    for deputyship in authority.deputyships:
        if (
            deputyship.office == (item.organisation_id, item.role)
            and item.step in deputyship.steps
            and deputyship.delegator.pk not in barred
        ):
            return deputyship
    return None


def acting_on(item: WorkItem, authority: Authority) -> Actor:
    """As what the person takes the step: in his own office, or on somebody's behalf."""
    deputyship = deputyship_for(item, authority)
    if deputyship is None:
        return for_item(authority.person, item)
    return Actor(
        person=authority.person,
        role=item.role,
        organisation=item.organisation,
        on_behalf_of=deputyship.delegator,
        delegation=deputyship.delegation,
    )


def holds_item(item: WorkItem, authority: Authority, right: str) -> bool:
    """Office held today and, where the step asks for one, the right that follows from it."""
    if not has_office(item, authority):
        return False
    if not right or item.role == Role.MEM or item.organisation is None:
        return True
    if item.step == Step.VERIFY and item.role != Role.DIS:
        return _is_named_verifier(item, authority)
    deputyship = deputyship_for(item, authority)
    if deputyship is not None:
        return deputyship.may(right, item.organisation)
    return authority.may(right, item.organisation)


def _is_named_verifier(item: WorkItem, authority: Authority) -> bool:
    """A verifier from outside has no grant: he was named in an office he still holds."""
    if (item.organisation_id, item.role) not in authority.offices():
        return False
    named = CaseParty.objects.filter(
        case=item.case_id,
        person=authority.person,
        reason=PartyReason.VERIFIER,
        until__isnull=True,
    )
    return named.exists()


def why_barred(item: WorkItem, authority: Authority) -> str | None:
    """Why this person must not take the step although his office would let him; else None.

    Checked afresh at every act: a part taken in the case since the step was given out counts.
    """
    ground = ground_of(item, authority)
    if ground is not None:
        return recusal_text(ground)
    deputyship = deputyship_for(item, authority)
    if deputyship is None:
        return None
    if bar_of(deputyship.delegator.pk, item.step, facts_of(item.case)) is None:
        return None
    return _("The person you stand in for is recused from this step, and so is his deputy.")


def ground_of(item: WorkItem, authority: Authority) -> RecusalGround | None:
    """The ground that bars the person himself."""
    person_id = authority.person.pk
    bar = item.bars.filter(person_id=person_id).first()
    if bar is not None and (bar.ground != RecusalGround.ABSENT or not has_office(item, authority)):
        return RecusalGround(bar.ground)
    if not has_office(item, authority):
        return None
    return bar_of(person_id, item.step, facts_of(item.case))


def recusal_text(ground: RecusalGround) -> str:
    """The refusal as the person himself, the office and the discipline committee read it."""
    return {
        RecusalGround.OWN_CASE: _("You are concerned by this case yourself and are recused."),
        RecusalGround.OWN_BRANCH: _("The case concerns your own branch; you are recused."),
        RecusalGround.TOOK_PART: _("You took part in this case before; you are recused."),
        RecusalGround.LIAISON: _("You are liaison leader of the organisation; you are recused."),
        RecusalGround.SAME_HAND: _("Somebody else must check what you did; you are recused."),
        RecusalGround.RELATIVE: _("A near relative is concerned; you are recused."),
        RecusalGround.INTEREST: _("You have an interest in the matter; you are recused."),
        RecusalGround.OTHER: _("You are recused from this case."),
        RecusalGround.ABSENT: _("You were recorded as absent when the step was given out."),
        RecusalGround.REQUESTED: _(
            "Your recusal was requested; until it is decided you do not act in this case."
        ),
    }[ground]
