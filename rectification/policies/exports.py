"""Who takes records out of the house, and with what (docs/rules.md 4.9)."""

from django.utils.translation import gettext as _

from rectification.permissions import READ_RECORDS
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.roles import Role


def may_export(authority: Authority) -> bool:
    """Whoever reads the records today."""
    return bool(authority.nodes(READ_RECORDS))


def keeps_seals(authority: Authority) -> bool:
    """Who prints the weekly sheet: those who read the records, the office, and the discipline
    committee, which keeps it."""
    return may_export(authority) or authority.holds(Role.OFF) or authority.holds(Role.DIS)


def why_not_words(actor: Actor) -> Reason | None:
    """Whoever reads the records reads no words, so he takes none with him either."""
    if actor.person is None:
        return None
    return Reason(
        _(
            "Records are taken out without what people wrote. Where the words are wanted, whoever "
            "runs the server exports them on a written decision."
        ),
        "4.9",
    )
