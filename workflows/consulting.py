"""Asking for an opinion is no step: it goes through the act door and opens one beside it."""

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, CaseEvent, Person, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.consulting import advisers_for, consults, why_nobody_to_consult
from rectification.policies.reasons import allow
from rectification.services import consulting
from workflows.flows import ConsultationFlow
from workflows.own_steps import act_on_own_step


def consult(
    *, user: User, item: WorkItem, person: Person | None, question: str, key: str = ""
) -> CaseEvent | None:
    """The step stays with whoever asks, and may be done at any time."""

    def act(case: Case, locked: WorkItem, actor: Actor) -> CaseEvent:
        adviser = _adviser(locked, user.person, person)
        event, consultation = consulting.consult(
            case=case, actor=actor, item=locked, adviser=adviser, question=question
        )
        ConsultationFlow.ask.run(consultation=consultation)
        return event

    return act_on_own_step(user=user, item=item, holds=consults, act=act, key=key)


def _adviser(item: WorkItem, asker: Person, person: Person | None) -> Appointment:
    advisers = advisers_for(item, asker)
    allow(why_nobody_to_consult(advisers))
    adviser = next((row for row in advisers if row.person == person), None)
    if adviser is None:
        text = _("Choose somebody who reads the case by his office and is free.")
        raise CaseError(text, field="person", rule="4.10")
    return adviser
