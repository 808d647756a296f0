"""Recusal through the act door: it takes effect in the same transaction, step by step."""

from contextlib import suppress

from rectification.acting import acting_as
from rectification.enums import CaseStage
from rectification.exceptions import Busy
from rectification.models import Case, CaseEvent, Organisation, OrganisationRecusal, Person, User
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.services import recusals
from workflows.act import act_on_case
from workflows.flows.recusal import RecusalFlow, replace_recused


def declare(
    *, user: User, case: Case, actor: Actor, ground: str, reason: str = "", key: str = ""
) -> CaseEvent | None:
    """声明回避 in one case; the person's open steps pass on at once."""

    def act(locked: Case) -> CaseEvent:
        event = recusals.declare_recusal(case=locked, actor=actor, ground=ground, reason=reason)
        replace_recused(locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def enter(
    *,
    user: User,
    case: Case,
    actor: Actor,
    person: Person | None,
    ground: str,
    reason: str,
    key: str = "",
) -> CaseEvent | None:
    """A recusal found by the office or the discipline committee, before or after closing."""

    def act(locked: Case) -> CaseEvent:
        event = recusals.enter_recusal(
            case=locked, actor=actor, person=person, ground=ground, reason=reason
        )
        replace_recused(locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def request(
    *,
    user: User,
    case: Case,
    actor: Actor,
    person: Person | None,
    ground: str,
    reason: str,
    key: str = "",
) -> CaseEvent | None:
    """申请回避: asks the head of the person's body; the procedure goes on without the person."""

    def act(locked: Case) -> CaseEvent:
        event, row = recusals.request_recusal(
            case=locked, actor=actor, person=person, ground=ground, reason=reason
        )
        RecusalFlow.ask.run(request=row)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def declare_for_organisation(
    *,
    user: User,
    authority: Authority,
    organisation: Organisation | None,
    ground: str,
    reason: str = "",
) -> OrganisationRecusal:
    """Recused from all cases of an organisation; each open one is passed on under its own lock.

    A case that is being acted on at this moment is shut to the person all the same; its steps
    are passed on with the next sweep.
    """
    with acting_as(user.pk):
        row = recusals.declare_for_organisation(
            authority=authority, organisation=organisation, ground=ground, reason=reason
        )
    cases = Case.objects.filter(
        owner_organisation=row.organisation, stage__in=CaseStage.open(), sealed=False
    )
    for pk in cases.order_by("pk").values_list("pk", flat=True):
        with suppress(Busy):
            act_on_case(user=user, case_id=pk, act=_pass_on)
    return row


def _pass_on(case: Case) -> CaseEvent:
    replace_recused(case)
    return case.events.latest("sequence")


def end_for_organisation(*, user: User, recusal_id: int) -> OrganisationRecusal:
    """The person's own declaration ends today; raises CaseError when there is none."""
    with acting_as(user.pk):
        return recusals.end_for_organisation(person=user.person, recusal_id=recusal_id)
