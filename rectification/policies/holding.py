"""Whether a person holds an open step, and if not, why not: asked by page, inbox and act door."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import PartyReason, RecusalGround, Step
from rectification.models import CaseParty, WorkItem
from rectification.policies.actors import Actor, for_item
from rectification.policies.authority import Authority
from rectification.policies.deputies import NEVER, Deputyship
from rectification.policies.entering import hand_office, has_account
from rectification.policies.facts import facts_of
from rectification.policies.reasons import Reason
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import never_verifies
from rectification.roles import Role

CLERK_STEPS: Final = frozenset({Step.CARRY_OUT})
"""Steps of the secretary that the branch's clerk may take too: he enters progress and evidence."""


def has_office(item: WorkItem, authority: Authority) -> bool:
    """The step lies with the person, with an office that he holds today, or stands in for."""
    return _holds_office(item, authority) or deputyship_for(item, authority) is not None


def _holds_office(item: WorkItem, authority: Authority) -> bool:
    if item.person_id is not None:
        own = item.person_id == authority.person.pk
        if item.handed_by_id is not None or item.step == Step.GIVE_OPINION:
            return own and holds_its_office(item, authority)
        return own or hand_office(item, authority) is not None
    if holds_its_office(item, authority):
        return True
    return enters_for_secretary(item, authority)


def holds_its_office(item: WorkItem, authority: Authority) -> bool:
    """The office in which the step is taken is his own, whoever of it the step lies with."""
    return (item.organisation_id, item.role) in authority.offices()


def enters_for_secretary(item: WorkItem, authority: Authority) -> bool:
    """As clerk of the branch, and not as its secretary."""
    offices = authority.offices()
    return (
        item.role == Role.SEC
        and item.step in CLERK_STEPS
        and (item.organisation_id, item.role) not in offices
        and (item.organisation_id, Role.CLK.value) in offices
    )


def enters_for_another(item: WorkItem, authority: Authority) -> bool:
    """As clerk for the secretary of the branch, or for one of its members who has no account."""
    return enters_for_secretary(item, authority) or hand_office(item, authority) == Role.CLK


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
            is_office_of(deputyship, item)
            and item.step in deputyship.steps
            and deputyship.delegator.pk not in barred
        ):
            return deputyship
    return None


def acting_on(item: WorkItem, authority: Authority) -> Actor:
    """As what the person takes the step: in his own office, or on somebody's behalf."""
    if (office := hand_office(item, authority)) is not None:
        return Actor(
            person=authority.person,
            role=office,
            organisation=item.organisation,
            on_behalf_of=item.person,
        )
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
    own = item.person_id == authority.person.pk
    if not right or (own and item.role == Role.MEM) or item.organisation is None:
        return True
    if item.step in (Step.VERIFY, Step.LOOK_BACK) and item.role != Role.DIS:
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


def why_not(item: WorkItem, authority: Authority) -> Reason | None:
    """Why this person may not take the open step; None where nothing stands in his way.

    Of a case he sees: whose step it is stands on its page anyway. The ground is his own to read.
    """
    return why_refused(item, authority) or why_elsewhere(item, authority)


def why_refused(item: WorkItem, authority: Authority) -> Reason | None:
    """Why his office does not let him take the step; asked by page and act door alike.

    Checked afresh at every act: a part taken in the case since the step was given out counts.
    """
    ground = ground_of(item, authority)
    if ground is not None:
        return Reason(recusal_text(ground), "4.4")
    deputyship = deputyship_for(item, authority)
    if deputyship is not None and _is_barred(deputyship.delegator.pk, item):
        return Reason(_delegator_barred(), "4.4")
    if item.unheld and has_office(item, authority):
        return Reason(_nobody_left(), "4.4")
    checking = item.step in (Step.VERIFY, Step.LOOK_BACK)
    if checking and has_office(item, authority) and never_verifies(authority):
        return Reason(_shut_out_by_office(), "4.4")
    return None


def why_elsewhere(item: WorkItem, authority: Authority) -> Reason | None:
    """Why the step does not lie with somebody who is not barred from it."""
    if has_office(item, authority):
        return None
    standing_in = [d for d in authority.deputyships if is_office_of(d, item)]
    if item.person_id is None and standing_in:
        if item.step in NEVER:
            return Reason(_("Decisions of the verification are not delegated."), "4.1")
        if all(item.step not in deputyship.steps for deputyship in standing_in):
            return Reason(_("Your delegation does not reach this step."), "4.1")
        return Reason(_delegator_barred(), "4.4")
    if item.role == Role.MEM and item.person is not None and not has_account(item.person):
        return Reason(_entered_for(), "4.1")
    if item.handed_by_id is not None:
        return Reason(_handed_over(), "4.10")
    if item.person_id is not None:
        return Reason(_("This step belongs to one person, and nobody else can take it."), "4.1")
    return Reason(_("This step lies with an office that you do not hold."), "4.4")


def is_office_of(deputyship: Deputyship, item: WorkItem) -> bool:
    return deputyship.office == (item.organisation_id, item.role)


def _is_barred(person_id: int, item: WorkItem) -> bool:
    return bar_of(person_id, item.step, facts_of(item.case)) is not None


def _delegator_barred() -> str:
    return _("The person you stand in for is recused from this step, and so is his deputy.")


def _entered_for() -> str:
    return _(
        "The person concerned has no account: the secretary of his branch enters the step for "
        "him, with what he signed; the clerk where the secretary is not free."
    )


def _shut_out_by_office() -> str:
    return _(
        "You hold an office meanwhile in which nobody verifies: it plans, approves or advises. "
        "Others are named in your place."
    )


def _handed_over() -> str:
    return _(
        "The step was handed over to one person of the office. He takes it, hands it on or hands "
        "it back; once he is away or no longer free it lies with the whole office again."
    )


def _nobody_left() -> str:
    return _(
        "Nobody else is free to take this step. It lies with the office until the leading "
        "group names somebody; it is never approved by silence."
    )


def ground_of(item: WorkItem, authority: Authority) -> RecusalGround | None:
    """The ground that bars the person himself."""
    person_id = authority.person.pk
    bar = next((bar for bar in item.bars.all() if bar.person_id == person_id), None)
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
