"""Handing a step over is no step: it goes through the act door and opens nothing new."""

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, CaseEvent, Person, User, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.handing_over import colleagues_for, hands_over, why_not_hand_over
from rectification.policies.holding import acting_on
from rectification.policies.reasons import allow
from rectification.services import handing_over
from workflows.act import act_on_case, check_of


def hand_over(
    *, user: User, item: WorkItem, to: Person | None, reason: str, key: str = ""
) -> CaseEvent | None:
    """To a colleague who could take the step now; None gives it back to the whole office."""

    def act(case: Case) -> CaseEvent:
        rows = WorkItem.objects.select_for_update(of=("self",)).prefetch_related("bars")
        locked = rows.select_related("organisation").get(pk=item.pk)
        authority = authority_of(user)
        check_of(authority, locked)
        if not hands_over(locked, authority):
            raise NotVisible
        _check_receiver(locked, to, user.person)
        actor = acting_on(locked, authority)
        return handing_over.hand_over(case=case, actor=actor, item=locked, to=to, reason=reason)

    return act_on_case(user=user, case_id=item.case_id, act=act, key=key)


def _check_receiver(item: WorkItem, to: Person | None, giver: Person) -> None:
    if to is None and item.handed_by_id is not None:
        return
    colleagues = colleagues_for(item, giver)
    allow(why_not_hand_over(colleagues))
    if to not in colleagues:
        text = _("Choose somebody of your office who is free to take the step.")
        raise CaseError(text, field="to", rule="4.10")
