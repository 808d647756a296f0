"""满意度测评: open a ballot, print and hand out codes, take answers in without knowing whose (V7).

An answer adds to a sum. Nothing that is written with it, no row, no event, no history and no log,
says when, and the row that says who has answered says no more than that (decision 0036).
"""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import BallotAnswer, EventVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Ballot,
    BallotBox,
    BallotCode,
    BallotCount,
    BallotPrinting,
    BallotVoter,
    Case,
    CaseEvent,
    Person,
)
from rectification.policies.actors import Actor
from rectification.policies.ballots import (
    MOST_CODES,
    MOST_SHEETS,
    is_good,
    is_of_owner,
    is_open,
    is_partial,
    why_not_last_day,
    why_not_open,
    why_not_print,
    why_not_record,
)
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.reasons import allow
from rectification.policies.receipts import hashes_of
from rectification.roles import Role
from rectification.selectors.ballots import handed_out, printing_open
from rectification.selectors.publication import standing_notice
from rectification.services.audience import body_people
from rectification.services.events import record_event
from rectification.services.receipts import new_receipt


@transaction.atomic
def open_ballot(*, case: Case, actor: Actor, closes_on: date) -> CaseEvent:
    """Once for each notice; whoever owns the problem is asked nothing and opens nothing."""
    locked = _locked(case)
    notice = standing_notice(locked)
    _require_apart(actor.hand, locked)
    allow(why_not_open(locked, notice))
    allow(why_not_last_day(closes_on, today()))
    assert notice is not None
    ballot = Ballot.objects.create(
        case=locked,
        notice=notice,
        opened_by=actor.hand,
        opened_role=actor.role,
        opened_at=timezone.now(),
        closes_on=closes_on,
    )
    BallotBox.objects.create(ballot=ballot)
    return _record(ballot, EventVerb.BALLOT_OPENED, actor)


@transaction.atomic
def print_codes(*, ballot: Ballot, actor: Actor, number: int) -> list[str]:
    """Codes for residents, shown this once; they say nothing of who gets which.

    None is good before another one has recorded how many were handed out, and he is asked to.
    """
    ballot.case = case = _locked(ballot.case)
    _require_apart(actor.hand, case)
    _require_open(ballot)
    allow(why_not_print(printing_open(ballot)))
    if not 0 < number <= MOST_CODES - ballot.codes.count():
        text = _("At most %(most)d codes are printed for a ballot.") % {"most": MOST_CODES}
        raise CaseError(text, field="number", rule="4.8")
    codes = [new_receipt() for _code in range(number)]
    BallotCode.objects.bulk_create(
        BallotCode(ballot=ballot, code_hash=hashed) for _code, hashed in codes
    )
    BallotPrinting.objects.create(
        ballot=ballot, printed=number, printed_by=actor.hand, printed_at=timezone.now()
    )
    event = _record(ballot, EventVerb.BALLOT_CODES_PRINTED, actor, text=str(number))
    others = [person for person in body_people(case, Role.OFF, Role.DIS) if person != actor.hand]
    notifications.queue(kind="ballot_codes_printed", recipients=others, case=case, event=event)
    return [code for code, _hashed in codes]


@transaction.atomic
def record_handed_out(*, ballot: Ballot, actor: Actor, number: int) -> CaseEvent:
    """Said by another one than the printer; so many codes are good from now on, whichever."""
    ballot.case = case = _locked(ballot.case)
    _require_apart(actor.hand, case)
    _require_open(ballot)
    pending = printing_open(ballot)
    allow(why_not_record(pending, actor.hand, number))
    assert pending is not None
    pending.handed_out, pending.recorded_by = number, actor.hand
    pending.recorded_at = timezone.now()
    pending.save()
    return _record(ballot, EventVerb.BALLOT_CODES_HANDED_OUT, actor, text=str(number))


@transaction.atomic
def vote(*, ballot: Ballot, person: Person, answer: str) -> None:
    """By a member with his account; the caller has looked that he is in the circle."""
    _require_open(ballot)
    _check(answer)
    if is_partial(person, facts_of(ballot.case)):
        text = _("Whoever has a part in the case is not asked.")
        raise NotAllowed(text, rule="4.8")
    try:
        with transaction.atomic():
            BallotVoter.objects.create(ballot=ballot, person=person)
    except IntegrityError as error:
        raise CaseError(_("You have answered already; thank you."), rule="4.8") from error
    _drop_in(ballot, {answer: 1})


@transaction.atomic
def vote_by_code(*, ballot: Ballot, code: str, answer: str) -> None:
    """By whoever holds a printed code; each is good once, and no more than were handed out."""
    _require_open(ballot)
    _check(answer)
    # One after the other, so that two do not both take the last of what was handed out.
    Ballot.objects.select_for_update().get(pk=ballot.pk)
    mine = {"ballot": ballot, "code_hash__in": hashes_of(code), "used": False}
    if not BallotCode.objects.filter(**mine).exists():
        raise CaseError(_("This code was used already."), field="code", rule="4.8")
    if not is_good(handed_out(ballot), ballot.codes.filter(used=True).count()):
        text = _(
            "It is not on record yet that this code was handed out, so no answer is taken with it. "
            "Keep your sheet and try again tomorrow, or ask whoever gave it to you."
        )
        raise CaseError(text, field="code", rule="4.8")
    BallotCode.objects.filter(**mine).update(used=True)
    _drop_in(ballot, {answer: 1})


@transaction.atomic
def enter_paper_answers(
    *, ballot: Ballot, actor: Actor, second: Person, counts: Mapping[str, int]
) -> CaseEvent:
    """Sheets from a box, counted by two people without part in the case; `counts` by answer."""
    ballot.case = case = _locked(ballot.case)
    if actor.hand == second:
        raise CaseError(_("Two people count together."), field="second", rule="4.8")
    _require_apart(actor.hand, case)
    _require_apart(second, case, field="second")
    _require_open(ballot)
    for answer, number in counts.items():
        _check(answer)
        if number < 0:
            raise CaseError(_("Enter how many sheets there were."), rule="4.8")
    sheets = sum(counts.values())
    if not 0 < sheets <= MOST_SHEETS:
        raise CaseError(_("Enter how many sheets there were."), rule="4.8")
    BallotCount.objects.create(
        ballot=ballot,
        counted_by=actor.hand,
        second=second,
        sheets=sheets,
        counted_on=today(),
    )
    _drop_in(ballot, counts)
    event = _record(ballot, EventVerb.BALLOT_COUNTED, actor)
    notifications.queue(kind="ballot_counted", recipients=[second], case=case, event=event)
    return event


def _drop_in(ballot: Ballot, counts: Mapping[str, int]) -> None:
    """All three sums are written, so that not even the row tells which of them has changed."""
    BallotBox.objects.filter(ballot=ballot).update(
        **{name: F(name) + counts.get(name, 0) for name in BallotAnswer.values}
    )


def _check(answer: str) -> None:
    if answer not in BallotAnswer.values:
        raise CaseError(_("Choose one of the answers."), field="answer", rule="4.8")


def _require_open(ballot: Ballot) -> None:
    if not is_open(ballot, today()):
        raise CaseError(_("The ballot is closed."), rule="4.8")


def _require_apart(person: Person, case: Case, *, field: str = "") -> None:
    if is_of_owner(person, facts_of(case)):
        text = _("Whoever owns the problem has no hand in the ballot.")
        raise NotAllowed(text, field=field, rule="4.8")


def _locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("owner_organisation")
    return rows.get(pk=case.pk)


def _record(ballot: Ballot, verb: EventVerb, actor: Actor, *, text: str = "") -> CaseEvent:
    reference = f"ballot:{ballot.pk}"
    return record_event(case=ballot.case, verb=verb, actor=actor, text=text, reference=reference)
