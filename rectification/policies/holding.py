"""Whether a person holds an open step, and if not, why not: asked by page, inbox and act door."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import RecusalGround, Step
from rectification.models import WorkItem
from rectification.policies.authority import Authority
from rectification.policies.separation import bar_of, facts_of
from rectification.roles import Role

CLERK_STEPS: Final = frozenset({Step.CARRY_OUT})
"""Steps of the secretary that the branch's clerk may take too: he enters progress and evidence."""


def has_office(item: WorkItem, authority: Authority) -> bool:
    """The step lies with the person, or with an office that he holds today."""
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


def holds_item(item: WorkItem, authority: Authority, right: str) -> bool:
    """Office held today and, where the step asks for one, the right that follows from it."""
    if not has_office(item, authority):
        return False
    if not right or item.role == Role.MEM or item.organisation is None:
        return True
    return authority.may(right, item.organisation)


def why_barred(item: WorkItem, authority: Authority) -> str | None:
    """Why this person must not take the step although his office would let him; else None.

    Checked afresh at every act: a part taken in the case since the step was given out counts.
    """
    ground = ground_of(item, authority)
    return None if ground is None else recusal_text(ground)


def ground_of(item: WorkItem, authority: Authority) -> RecusalGround | None:
    person_id = authority.person.pk
    bar = item.bars.filter(person_id=person_id).first()
    if bar is not None:
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
        RecusalGround.REQUESTED: _(
            "Your recusal was requested; until it is decided you do not act in this case."
        ),
    }[ground]
