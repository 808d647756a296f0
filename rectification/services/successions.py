"""Owners move and organisations succeed one another; their open cases go along (scenarios 3, 4).

What was done stays under the name it was done under: only what is still open changes hands.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import ClaimKind, DeadlineGround, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Claim, Measure, Organisation
from rectification.models.history import without_history
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owners import possible_successors, successors_of
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import approved_plan
from rectification.services.audience import office_people, owner_people, unit_people
from rectification.services.deadlines import set_due
from rectification.services.events import record_event
from rectification.services.parties import end_parties_of
from rectification.services.projections import set_ancestors
from rectification.services.recusals import keep_standing_recusals
from rectification.services.shares import end_part


@transaction.atomic
def move_case(
    *, case: Case, to: Organisation, verb: EventVerb, actor: Actor, text: str = ""
) -> CaseEvent:
    """Put the case under another organisation: owner, lead unit and what is still to be done.

    Parties who were there because of an office at the old organisation leave the case; the
    owner of a member's case stays who he is.
    """
    old = case.owner_organisation
    case.owner_organisation = to
    set_ancestors(case=case)
    case.save()
    if old is not None and old != to:
        _pass_units(case, old, to)
        _pass_measures(case, old, to)
        end_parties_of(case=case, organisation=old)
        if to not in successors_of(old):
            # A successor inherits the declarations themselves, which their authors may end.
            keep_standing_recusals(case=case, organisation=old)
    came_from = f"organisation:{old.pk}" if old else ""
    event = record_event(case=case, verb=verb, actor=actor, text=text, reference=came_from)
    told = [*owner_people(case), *unit_people(to), *office_people(case)]
    if old is not None:
        told += unit_people(old)
    notifications.queue(
        kind="case_moved", recipients=list(dict.fromkeys(told)), case=case, event=event
    )
    return event


def move_draft(*, case: Case, to: Organisation) -> None:
    """A draft goes along unseen: it stays its author's alone and leaves no record."""
    case.owner_organisation = to
    set_ancestors(case=case)
    with without_history(case):
        case.save()


def _pass_units(case: Case, old: Organisation, to: Organisation) -> None:
    """The old organisation's part goes to the new one, which has only one part in a case."""
    units = case.assignments.filter(ended_at__isnull=True)
    part = units.filter(organisation=old).first()
    if part is None:
        return
    for row in units.filter(organisation=to):
        end_part(case=case, assignment=row)
    part.organisation = to
    part.save()


def _pass_measures(case: Case, old: Organisation, to: Organisation) -> None:
    open_measures = Measure.objects.filter(
        plan__case=case, plan__round=case.round, organisation=old, done_at__isnull=True
    )
    for measure in open_measures:
        measure.organisation = to
        measure.save()


def assign_successor(
    *, case: Case, actor: Actor, successor: Organisation | None, reason: str = ""
) -> CaseEvent:
    """The office decides which successor of a split organisation owns the case (scenario 4).

    Where the owner closed without a successor it names another organisation, with its reason.
    """
    require_free(actor, Step.ASSIGN_SUCCESSOR, case)
    old = case.owner_organisation
    possible = possible_successors(case, today())
    if old is None or successor is None or successor == old or successor not in possible:
        raise CaseError(
            _("Choose one of the organisations that succeed the former owner."),
            field="successor",
            rule="8.4",
        )
    text = "" if successors_of(old) else require_reason(reason, rule="8.4")
    verb = EventVerb.OWNER_SUCCEEDED
    return move_case(case=case, to=successor, verb=verb, actor=actor, text=text)


def reclaim(
    *, case: Case, actor: Actor, statement: str = "", proposed_due_on: date | None = None
) -> CaseEvent:
    """The successor claims what it took over; once it may propose a later day (scenario 4)."""
    if case.owner_organisation is None:
        raise CaseError(_("The case has no owner."), rule="8.4")
    if proposed_due_on is not None:
        _check_proposal(case, proposed_due_on)
    if proposed_due_on is not None and not statement.strip():
        raise CaseError(
            _("Say why the successor needs a later day."), field="statement", rule="8.4"
        )
    Claim.objects.create(
        case=case,
        organisation=case.owner_organisation,
        kind=ClaimKind.SUCCEEDED,
        reason=statement.strip(),
        proposed_due_on=proposed_due_on,
        made_by=actor.hand,
        made_at=timezone.now(),
        round=case.round,
    )
    event = record_event(
        case=case, verb=EventVerb.RECLAIMED, actor=actor, step=Step.RECLAIM, text=statement
    )
    notifications.queue(
        kind="case_reclaimed", recipients=office_people(case), case=case, event=event
    )
    return event


def may_propose_date(case: Case) -> bool:
    """Only where a day is fixed already, and once for each takeover."""
    return case.due_on is not None and proposal_of(case) is None and case.is_open


def latest_proposal(case: Case) -> date:
    """The last day the successor may propose: the limit of the class, counted from today."""
    return rectification_limit(case, today(), current_calendar()).on


def _check_proposal(case: Case, proposed: date) -> None:
    if not may_propose_date(case):
        raise CaseError(
            _("No day is fixed for this case that could be changed."),
            field="proposed_due_on",
            rule="8.4",
        )
    last = latest_proposal(case)
    if case.due_on is None or not case.due_on < proposed <= last:
        raise CaseError(
            _("The day must be later than the present one and not after %(last)s.")
            % {"last": f"{last:%Y-%m-%d}"},
            field="proposed_due_on",
            rule="8.4",
        )


def proposal_of(case: Case) -> Claim | None:
    """The successor's proposal under way or decided, of the present owner and round."""
    return (
        Claim.objects.filter(
            case=case,
            kind=ClaimKind.SUCCEEDED,
            organisation=case.owner_organisation,
            round=case.round,
            proposed_due_on__isnull=False,
        )
        .order_by("-pk")
        .first()
    )


def decide_dates(*, case: Case, actor: Actor, accepts: bool, reason: str = "") -> CaseEvent:
    """The approver accepts the successor's day, which is no extension, or keeps the old one."""
    require_free(actor, Step.DECIDE_DATES, case)
    claim = proposal_of(case)
    if claim is None or claim.proposed_due_on is None:
        raise CaseError(_("No day was proposed."), rule="8.4")
    text = reason.strip() if accepts else require_reason(reason, rule="8.4")
    if accepts:
        _set_due(case, claim, actor)
    event = record_event(
        case=case,
        verb=EventVerb.DATES_ACCEPTED if accepts else EventVerb.DATES_REFUSED,
        actor=actor,
        step=Step.DECIDE_DATES,
        text=text,
        reference=f"claim:{claim.pk}",
    )
    notifications.queue(kind="dates_decided", recipients=owner_people(case), case=case, event=event)
    return event


def _set_due(case: Case, claim: Claim, actor: Actor) -> None:
    """The first promise stays for the figures; open measures get the room of the new day."""
    assert claim.proposed_due_on is not None
    old, plan, due_on = case.due_on, approved_plan(case), claim.proposed_due_on
    set_due(
        case=case,
        due=current_calendar().given(due_on),
        ground=DeadlineGround.SUCCESSION,
        actor=actor,
        starts_on=today(),
        reference=f"claim:{claim.pk}",
    )
    if plan is None or old is None:
        return
    for measure in plan.measures.filter(done_at__isnull=True, due_on=old):
        measure.due_on = due_on
        measure.save()
