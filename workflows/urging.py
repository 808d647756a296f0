"""Urging is no step: it goes through the act door and moves nothing."""

from django.utils.translation import gettext as _

from rectification.exceptions import StepGone
from rectification.models import Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.urging import step_to_urge
from rectification.selectors.casefile import open_items
from rectification.selectors.sight import sight_of
from rectification.services import urging
from workflows.act import act_on_case


def urge(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """Whoever holds the first step that is due and not the person's own."""

    def act(locked: Case) -> CaseEvent:
        items = open_items(locked)
        mine = sight_of(locked, authority_of(user), items).mine
        item = step_to_urge(items, mine)
        if item is None:
            raise StepGone(_("Nothing lies with others now; there is nobody to urge."))
        return urging.urge(case=locked, actor=actor, item=item)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
