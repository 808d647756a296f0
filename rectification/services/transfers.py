"""Handing over (移送): the content is sealed, and only the reference number stays (T7)."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import (
    CaseOutcome,
    EventVerb,
    PaperGround,
    Step,
    TransferDestination,
    TransferGround,
)
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, CaseEvent, Organisation, PaperEntry, Transfer
from rectification.policies.actors import Actor
from rectification.policies.authority import committee_above
from rectification.policies.days import today
from rectification.policies.merging import entries_of
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.townships import township_of
from rectification.policies.transfers import (
    goes_above,
    receivers_of,
    why_not_transfer,
)
from rectification.services.audience import author_people
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.intake import check_reader, check_waiting
from rectification.services.numbers import next_number
from rectification.services.opinions import write_answer


def transfer_clue(*, case: Case, actor: Actor) -> CaseEvent:
    """The office hands over what may be a breach of discipline or law, and reads it no more."""
    check_waiting(case)
    check_reader(case, actor)
    require_free(actor, Step.TRIAGE, case)
    allow(why_not_transfer(case))
    return _transfer(case, actor, TransferGround.CLUE)


def transfer_past_offices(*, case: Case, actor: Actor) -> CaseEvent:
    """About the head of a body: it never lies with an office, and no colleague of his reads it."""
    check_waiting(case)
    allow(why_not_transfer(case))
    if goes_above(case, TransferGround.HEAD):
        raise CaseError(
            _("What concerns the overseers goes to the level above on paper; choose that answer."),
            field="about_head",
            rule="T7",
        )
    return _transfer(case, actor, TransferGround.HEAD)


def _transfer(case: Case, actor: Actor, ground: TransferGround) -> CaseEvent:
    township = township_of(case)
    assert township is not None
    year = today().year
    transfer = Transfer.objects.create(
        case=case,
        township=township,
        number=f"移送〔{year}〕{next_number(series='transfer', year=year)}号",
        ground=ground,
        destination=TransferDestination.SUPERIOR
        if goes_above(case, ground)
        else TransferDestination.DISCIPLINE,
        made_by=actor.hand if ground == TransferGround.CLUE else None,
        made_at=timezone.now(),
    )
    receivers = receivers_of(transfer)
    if transfer.destination == TransferDestination.DISCIPLINE and not receivers:
        raise CaseError(
            _("Nobody of the discipline committee is free to take it; hand it over on paper."),
            rule="T7",
        )
    seal_content(case=case)
    end_case(case=case, outcome=CaseOutcome.TRANSFERRED)
    with override(settings.LANGUAGE_CODE):
        answer = _("Your matter was passed to the competent body, which deals with it by rule.")
    write_answer(case=case, text=answer)
    event = record_event(
        case=case, verb=EventVerb.TRANSFERRED, actor=actor, reference=transfer.number
    )
    notifications.queue(kind="passed_on", recipients=author_people(case), case=case, event=event)
    notifications.queue(kind="transfer_made", recipients=receivers, about=f"transfer:{transfer.pk}")
    return event


def seal_content(*, case: Case) -> None:
    """Nobody reads it any more, in no list, page or search; what joined it goes with it."""
    for part in (case, *entries_of(case)):
        part.sealed = True
        part.save()


def acknowledge_transfer(*, transfer: Transfer, actor: Actor) -> CaseEvent:
    """Whoever reads it for the discipline committee says that he has it."""
    if actor.hand not in receivers_of(transfer):
        raise NotVisible
    case = Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.received_at is not None:
        return case.events.latest("sequence")
    transfer.received_by, transfer.received_at = actor.hand, timezone.now()
    transfer.save()
    return record_event(
        case=case, verb=EventVerb.TRANSFER_RECEIVED, actor=actor, reference=transfer.number
    )


def enter_paper(*, ground: PaperGround, about: Organisation | None, key: str = "") -> PaperEntry:
    """A number for what must not be held here, and not a word of it (scenario 11).

    Of `about` only the township is kept; without it the number is shown in every township.
    """
    before = PaperEntry.objects.filter(key=key).first() if key else None
    if before is not None:
        return before
    year = today().year
    return PaperEntry.objects.create(
        number=f"纸质〔{year}〕{next_number(series='paper', year=year)}号",
        ground=ground,
        township=committee_above(about) if about is not None else None,
        key=key,
        made_at=timezone.now(),
    )
