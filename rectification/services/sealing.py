"""Sealing a case in which a secret was found (封存): at once, and for everybody (scenario 11)."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import EventVerb, ObjectionDecision, SealingGround, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Sealing
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.sealing import (
    why_not_confirm,
    why_not_ground,
    why_not_number,
    why_not_seal,
)
from rectification.policies.townships import township_of
from rectification.roles import Role
from rectification.services.audience import body_people, owner_people
from rectification.services.events import record_event
from rectification.services.notices import withdraw_notice
from rectification.services.numbers import next_number
from rectification.services.objection_reviews import end_review
from rectification.services.opinions import write_answer
from rectification.services.transfers import seal_content


def seal_case(*, case: Case, actor: Actor, ground: str) -> CaseEvent:
    """Nobody reads it any more, its notices are withdrawn, its clocks stand still.

    Whoever objected or reported reads that it is sealed, and no word of it. Nothing is deleted:
    that follows the procedure of the secrecy office, which confirms what another office sealed,
    or has it lifted (`services.unsealing`).
    """
    allow(why_not_ground(ground))
    allow(why_not_seal(case))
    require_free(actor, Step.REVIEW_SECRECY, case)
    township = township_of(case)
    assert township is not None
    year = today().year
    now = timezone.now()
    confirmed = actor.role == Role.GEN and ground != SealingGround.UNDETERMINED
    sealing = Sealing.objects.create(
        case=case,
        township=township,
        number=f"封存〔{year}〕{next_number(series='sealing', year=year)}号",
        ground=ground,
        made_by=actor.hand,
        made_at=now,
        confirmed_by=actor.hand if confirmed else None,
        confirmed_at=now if confirmed else None,
    )
    for notice in case.notices.filter(withdrawn_at__isnull=True):
        withdraw_notice(notice=notice)
    _answer_everybody(case)
    _stop_clocks(case)
    seal_content(case=case)
    event = _record(sealing, EventVerb.SEALED, actor)
    notifications.queue(kind="case_sealed", recipients=owner_people(case), case=case, event=event)
    notifications.queue(
        kind="sealing_made",
        recipients=body_people(case, Role.GEN),
        about=f"sealing:{sealing.pk}",
    )
    return event


def confirm_sealing(
    *, sealing: Sealing, actor: Actor, ground: str, paper_number: str = ""
) -> CaseEvent:
    """The secrecy officer has determined what kind of secret it is; whoever sealed it is told."""
    require_free(actor, Step.REVIEW_SECRECY, sealing.case)
    allow(why_not_confirm(sealing))
    allow(why_not_ground(ground, determined=True))
    allow(why_not_number(sealing, paper_number))
    sealing.ground, sealing.paper_number = ground, paper_number
    sealing.confirmed_by, sealing.confirmed_at = actor.hand, timezone.now()
    sealing.save()
    notifications.queue(
        kind="sealing_confirmed",
        recipients=[sealing.made_by] if sealing.made_by != actor.hand else [],
        about=f"sealing:{sealing.pk}",
    )
    return _record(sealing, EventVerb.SEALING_CONFIRMED, actor)


def number_paper(*, sealing: Sealing, actor: Actor, paper_number: str) -> CaseEvent:
    """The number under which the paper is kept, once the secrecy officer has it."""
    require_free(actor, Step.REVIEW_SECRECY, sealing.case)
    if not paper_number:
        raise CaseError(_("Enter the number of the paper."), field="paper_number", rule="8.11")
    allow(why_not_number(sealing, paper_number))
    sealing.paper_number = paper_number
    sealing.save()
    return _record(sealing, EventVerb.PAPER_NUMBERED, actor)


def _record(sealing: Sealing, verb: EventVerb, actor: Actor) -> CaseEvent:
    return record_event(case=sealing.case, verb=verb, actor=actor, reference=sealing.number)


def _answer_everybody(case: Case) -> None:
    with override(settings.LANGUAGE_CODE):
        answer = _("This matter is sealed and is no longer made public.")
    for objection in case.objections.filter(decided_at__isnull=True):
        if not end_review(objection, reply=answer):
            objection.decision = ObjectionDecision.OUTSIDE
            objection.reply = answer
        objection.decided_at = timezone.now()
        objection.save()
    write_answer(case=case, text=answer)


def _stop_clocks(case: Case) -> None:
    """Open steps stay where they are and are due on no day."""
    for item in case.work_items.filter(closed_at__isnull=True):
        item.due_on, item.due_provisional = None, False
        item.save(update_fields=["due_on", "due_provisional"])
