"""Asking for an opinion is no step: it goes through the act door and opens one beside it."""

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, CaseEvent, Person, User, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.consulting import advisers_for, consults, why_nobody_to_consult
from rectification.policies.holding import acting_on
from rectification.policies.reasons import allow
from rectification.services import consulting
from workflows.act import act_on_case, check_of
from workflows.flows import ConsultationFlow


def consult(
    *, user: User, item: WorkItem, person: Person | None, question: str, key: str = ""
) -> CaseEvent | None:
    """The step stays with whoever asks, and may be done at any time."""

    def act(case: Case) -> CaseEvent:
        rows = WorkItem.objects.select_for_update(of=("self",)).prefetch_related("bars")
        locked = rows.select_related("organisation").get(pk=item.pk)
        authority = authority_of(user)
        check_of(authority, locked)
        if not consults(locked, authority):
            raise NotVisible
        advisers = advisers_for(locked, user.person)
        allow(why_nobody_to_consult(advisers))
        adviser = next((row for row in advisers if row.person == person), None)
        if adviser is None:
            text = _("Choose somebody who reads the case by his office and is free.")
            raise CaseError(text, field="person", rule="4.10")
        event, consultation = consulting.consult(
            case=case,
            actor=acting_on(locked, authority),
            item=locked,
            adviser=adviser,
            question=question,
        )
        ConsultationFlow.ask.run(consultation=consultation)
        return event

    return act_on_case(user=user, case_id=item.case_id, act=act, key=key)
