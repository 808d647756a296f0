"""Branches merge and split; their open cases find a new owner (docs/rules.md, scenario 4)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseStage, ClaimKind, EventVerb, UnitKind
from rectification.exceptions import InvalidInput
from rectification.models import Assignment, Case, CaseEvent, Measure, Organisation, Person, User
from rectification.notifications import queue
from rectification.policies.actors import Actor
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.services.audience import author_people
from rectification.services.events import record_event
from rectification.services.restructuring import merge_into, split_into
from rectification.services.shares import end_part
from rectification.services.successions import move_case, move_draft
from workflows import processes
from workflows.flows import SuccessionFlow
from workflows.moves.handover import HandOver, move_cases, organiser
from workflows.moves.members import follow_member


@transaction.atomic
def merge_branches(
    *, user: User, organisation: Organisation, successor: Organisation, on: date
) -> HandOver:
    """The successor gets members and open cases and claims those anew within three working days."""
    actor = organiser(user, organisation, successor)
    members = _members(organisation)
    merge_into(organisation=organisation, successor=successor, on=on, by=actor.hand)
    hand_over = HandOver()
    for person in members:
        follow_member(user=user, actor=actor, person=person, hand_over=hand_over)
    follow_drafts(organisation, [successor])
    hand_over.moved += move_cases(
        user=user,
        cases=_own_cases(organisation),
        service=lambda case: take_over(case=case, to=successor, actor=actor),
        hand_over=hand_over,
    )
    hand_over.moved += move_cases(
        user=user,
        cases=_shared_cases(organisation),
        service=lambda case: _pass_share(case, organisation, successor, actor),
        hand_over=hand_over,
    )
    return hand_over


@transaction.atomic
def split_branch(
    *,
    user: User,
    organisation: Organisation,
    successors: Mapping[str, str],
    members: Mapping[Person, str],
    on: date,
) -> HandOver:
    """Members go where they are told; which successor owns a case the office decides one by one.

    Raises InvalidInput while the branch still has a share in somebody else's case.
    """
    actor = organiser(user, organisation)
    if _shared_cases(organisation):
        raise InvalidInput(
            {
                "organisation": _(
                    "The branch is a co-responsible unit in open cases; have the office settle "
                    "its share first."
                )
            },
            rule="8.4",
        )
    people = _members(organisation)
    founded = split_into(
        organisation=organisation, successors=successors, members=members, on=on, by=actor.hand
    )
    hand_over = HandOver()
    for person in people:
        follow_member(user=user, actor=actor, person=person, hand_over=hand_over)
    follow_drafts(organisation, founded)
    move_cases(
        user=user,
        cases=_own_cases(organisation),
        service=ask_for_successor,
        hand_over=hand_over,
    )
    return hand_over


def take_over(*, case: Case, to: Organisation, actor: Actor) -> CaseEvent:
    """Move the case and, where it was claimed before, have the successor claim it anew."""
    claimed = (
        case.level != CaseLevel.MEMBER and case.claims.exclude(kind=ClaimKind.DECLINED).exists()
    )
    event = move_case(case=case, to=to, verb=EventVerb.OWNER_SUCCEEDED, actor=actor)
    processes.cancel_successions(case)
    if claimed:
        SuccessionFlow.succeed.run(case=case)
    return event


def ask_for_successor(case: Case) -> None:
    """The office says who owns the case now; until then its steps lie with the office, in red."""
    processes.cancel_successions(case)
    SuccessionFlow.split.run(case=case)


def follow_drafts(organisation: Organisation, successors: Sequence[Organisation]) -> None:
    """Drafts about the branch go on under its only successor; of several the author chooses.

    Nobody but the author learns of them: they stand in no preview and are not counted.
    """
    drafts = Case.objects.filter(owner_organisation=organisation, stage=CaseStage.DRAFT)
    drafts = drafts.exclude(level=CaseLevel.MEMBER).select_for_update(of=("self",))
    for draft in drafts.order_by("pk"):
        kind = "draft_homeless"
        if len(successors) == 1:
            move_draft(case=draft, to=successors[0])
            kind = "draft_moved"
        about = f"organisation:{organisation.pk}"
        queue(kind=kind, recipients=author_people(draft), case=draft, about=about)


def _pass_share(
    case: Case, organisation: Organisation, successor: Organisation, actor: Actor
) -> CaseEvent:
    """The share of a co-responsible unit; a successor that is in the case already has one part."""
    part = case.assignments.get(organisation=organisation, ended_at__isnull=True)
    if case.assignments.filter(organisation=successor, ended_at__isnull=True).exists():
        end_part(case=case, assignment=part)
    else:
        part.organisation = successor
        part.save()
    for measure in _open_measures(case, organisation):
        measure.organisation = successor
        measure.save()
    return record_event(
        case=case,
        verb=EventVerb.SHARE_PASSED_ON,
        actor=actor,
        reference=f"organisation:{organisation.pk}",
    )


def _open_measures(case: Case, organisation: Organisation) -> list[Measure]:
    return [
        measure
        for plan in case.plans.filter(round=case.round)
        for measure in plan.measures.filter(organisation=organisation, done_at__isnull=True)
    ]


def _own_cases(organisation: Organisation) -> list[int]:
    """What has not gone with its owner: cases of the branch, and of members who left before."""
    cases = Case.objects.filter(owner_organisation=organisation, stage__in=CaseStage.open())
    return list(cases.values_list("pk", flat=True))


def _shared_cases(organisation: Organisation) -> list[int]:
    shares = Assignment.objects.filter(
        organisation=organisation,
        kind=UnitKind.CO,
        ended_at__isnull=True,
        case__stage__in=CaseStage.open(),
    )
    return list(shares.values_list("case", flat=True))


def _members(organisation: Organisation) -> list[Person]:
    return list(members_of(organisation, today()))
