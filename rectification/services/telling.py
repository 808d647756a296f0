"""书面告知: what a member without account was told of his case is handed to him on paper."""

from django.utils.translation import gettext as _

from rectification.enums import EventVerb
from rectification.exceptions import CaseError, NotVisible, StepGone
from rectification.models import Case, CaseEvent
from rectification.policies.actors import Actor
from rectification.policies.entering import has_account
from rectification.policies.papers import person_told, tells
from rectification.services.events import record_event
from rectification.services.reading import mark_notices_read


def tell_on_paper(*, case: Case, actor: Actor, up_to_id: int) -> CaseEvent:
    """The messages up to this one were printed and handed over; later ones stay to be told."""
    if not tells(case, actor.hand) or person_told(case) != actor.principal:
        raise NotVisible
    if has_account(actor.principal):
        told = _("He has an account by now and reads his messages himself.")
        raise CaseError(told, rule="0.6")
    if not mark_notices_read(person=actor.principal, up_to_id=up_to_id, case=case):
        raise _told_before(case)
    return record_event(
        case=case, verb=EventVerb.TOLD_ON_PAPER, actor=actor, reference=f"told:{up_to_id}"
    )


def _told_before(case: Case) -> StepGone:
    told = case.events.filter(verb=EventVerb.TOLD_ON_PAPER, actor__isnull=False)
    last = told.select_related("actor").order_by("-sequence").first()
    if last is None or last.actor is None:
        return StepGone(_("There is nothing to tell."), rule="0.6")
    return StepGone(
        _("Told already by %(name)s; nothing is left to tell.") % {"name": last.actor.name},
        rule="0.6",
    )
