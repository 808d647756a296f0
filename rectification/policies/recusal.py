"""The refusal every deciding service repeats: who is barred may not act, whatever door he took."""

from django.utils.translation import gettext as _

from rectification.exceptions import NotAllowed
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.deputies import NEVER
from rectification.policies.holding import recusal_text
from rectification.policies.separation import bar_of, facts_of


def require_free(actor: Actor, step: str, case: Case) -> None:
    """Raise NotAllowed with the ground when this actor may not take this step of the case.

    Where he acts for somebody, both must be free: no deputy decides in his delegator's own matter.
    """
    facts = facts_of(case)
    ground = bar_of(actor.hand.pk, step, facts)
    if ground is not None:
        raise NotAllowed(recusal_text(ground), rule="4.4")
    if actor.on_behalf_of is None:
        return
    if step in NEVER:
        raise NotAllowed(_("Decisions of the verification are not delegated."), rule="4.4")
    if bar_of(actor.on_behalf_of.pk, step, facts) is not None:
        raise NotAllowed(
            _("The person you stand in for is recused from this step, and so is his deputy."),
            rule="4.4",
        )
