"""Who settles where two findings of the discipline committee differ (docs/rules.md 4.8, T34)."""

from django.utils.translation import gettext as _

from rectification.enums import AppointmentDuty, Step
from rectification.models import Case, Person
from rectification.policies.absence import present
from rectification.policies.actors import Actor
from rectification.policies.authority import offices_on
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.places import body
from rectification.policies.reasons import Reason
from rectification.policies.separation import bar_of
from rectification.roles import Role


def why_not_settle(case: Case, actor: Actor, step: Step) -> Reason | None:
    """The head of DIS; where every head is barred or away, another of its members.

    Asked of somebody who is free himself. Where the step lies with the leading group, it settles.
    """
    if actor.role == Role.LG:
        return None
    facts = facts_of(case)
    heads = offices_on(today()).filter(
        organisation=body(case, Role.DIS), role=Role.DIS, duty=AppointmentDuty.HEAD
    )
    at_post = present(Person.objects.filter(pk__in=heads.values("person")), today())
    free = {pk for pk in at_post if bar_of(pk, step, facts) is None}
    if not free or actor.hand.pk in free:
        return None
    return Reason(_("The head of the discipline committee settles this."), "4.8")
