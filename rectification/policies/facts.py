"""What separation of duties must know of a case: who has what part in it."""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from django.db import models
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from rectification.enums import ClaimKind, EventVerb, RecusalDecision
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Claim,
    Membership,
    OrganisationRecusal,
    Plan,
    PublicationDecision,
    Recusal,
    RecusalRequest,
    ReporterIdentity,
)
from rectification.policies.hands import (
    OF_OWNER,
    OWNING,
    Acts,
    contested_hands,
    disputants,
    hands_of,
)
from rectification.policies.homes import homes_of
from rectification.policies.late import Late
from rectification.policies.merging import whole_by_keys, whole_of
from rectification.remembering import remembered
from rectification.roles import Role
from rectification.statements import Blank, Question


@dataclass
class Facts:
    """Who has what part in a case; loaded once, asked for every candidate.

    `asked_about` are people whose recusal is requested and not decided yet, `asking` those who
    requested it; `advisers` gave an opinion beside a decision, by its step.
    """

    case: Case
    owner_side: frozenset[int] = frozenset()
    acts: dict[int, set[str]] = field(default_factory=dict)
    recused: dict[int, str] = field(default_factory=dict)
    asked_about: frozenset[int] = frozenset()
    asking: frozenset[int] = frozenset()
    advisers: Mapping[str, Set[int]] = field(default_factory=dict)
    branch_members: Set[int] = frozenset()
    liaisons: Set[int] = frozenset()
    rejection_hands: frozenset[int] = frozenset()
    publication_hands: Set[int] = frozenset()
    contested_hands: frozenset[int] = frozenset()
    disputants: Set[int] = frozenset()
    paper_hands: Set[int] = frozenset()

    def did(self, person_id: int, *verbs: str) -> bool:
        return bool(self.acts.get(person_id, set()) & set(verbs))


def facts_of(case: Case) -> Facts:
    """Load what separation must know; a handful of queries, independent of the candidates.

    Who is near the owner organisation, in a dispute or in the publication is looked up when a
    step asks for it. Within an act they are loaded once, until something is written.
    """
    found = remembered(("facts", *_ground(case)), lambda: _load(case), reads_on=True)
    return found if found.case is case else replace(found, case=case)


def _ground(case: Case) -> tuple[Hashable, ...]:
    """What of the case itself the facts rest on, saved or not."""
    return (
        case.pk,
        case.owner_organisation_id,
        case.owner_person_id,
        case.author_id,
        case.is_self_report,
        case.found_on,
    )


def _load(case: Case) -> Facts:
    acts: dict[int, set[str]] = {}
    rejection_hands: frozenset[int] = frozenset()
    whole = remembered(("whole", case.pk), lambda: whole_by_keys(case))
    events = CaseEvent.objects.filter(whole, actor__isnull=False).order_by("pk")
    entering: set[int] = set()
    rows = list(events.values_list(*_ACTED))
    for person_id, behalf_id, deputy, verb, case_id, _step in rows:
        # What a deputy did counts for him and for whom he did it.
        hands = frozenset(pk for pk in (person_id, behalf_id) if pk is not None)
        for pk in hands:
            acts.setdefault(pk, set()).add(verb)
        if behalf_id is not None and deputy is None and verb in OF_OWNER:
            # A step entered for a person without account: whoever did it is of his side.
            entering.add(person_id)
        if verb == EventVerb.REJECTION_PROPOSED and case_id == case.pk:
            rejection_hands = hands
    pending = remembered(("pending", case.pk), lambda: _pending(case))
    homes = cache(lambda: homes_of(case))
    return Facts(
        case=case,
        owner_side=remembered(("owner", *_ground(case)), lambda: _owner_side(case))
        | hands_of(acts, *OWNING)
        | entering,
        acts=acts,
        recused=recused_in(case),
        asked_about=frozenset(person_id for person_id, _by in pending),
        asking=frozenset(by for _person_id, by in pending),
        advisers=_advisers(rows),
        branch_members=Late(lambda: _branch_members(case, homes())),
        liaisons=Late(lambda: _liaisons(case, homes())),
        rejection_hands=rejection_hands,
        publication_hands=Late(lambda: _publication_hands(case, acts)),
        contested_hands=contested_hands(acts),
        disputants=Late(lambda: disputants(case)),
        paper_hands=Late(lambda: _paper_hands(case)),
    )


def _pending(case: Case) -> list[tuple[int, int]]:
    """Whose recusal is requested, and by whom."""
    requests = RecusalRequest.objects.filter(case=case, decision=RecusalDecision.PENDING)
    return list(requests.values_list("person_id", "requested_by_id"))


_ACTED: Final = ("actor_id", "on_behalf_of_id", "delegation_id", "verb", "case_id", "step")


def _advisers(rows: Iterable[tuple[Any, ...]]) -> dict[str, set[int]]:
    """By step, from rows of what was done: an opinion is nobody's but the person's asked."""
    found: dict[str, set[int]] = {}
    for person_id, _behalf, _deputy, verb, _case, step in rows:
        if verb == EventVerb.OPINION_GIVEN:
            found.setdefault(step, set()).add(person_id)
    return found


def _paper_hands(case: Case) -> frozenset[int]:
    """Whoever entered an objection with its name from a paper, while it is not answered."""
    rows = ReporterIdentity.objects.filter(
        objection__case=case, objection__decided_at=None, entered_by__isnull=False
    )
    return frozenset(pk for pk in rows.values_list("entered_by", flat=True) if pk is not None)


def standing_recusals(day: date | Blank) -> QuerySet[OrganisationRecusal]:
    """Declarations for a whole organisation that hold on this day."""
    in_force = Q(until__isnull=True) | Q(until__gte=day)
    return OrganisationRecusal.objects.filter(in_force, since__lte=day)


def recused_in(case: Case) -> dict[int, str]:
    """Person and ground: recused from the case itself or from every case of its owner
    organisation; the latter never holds for the owner himself."""
    return dict(remembered(("recused", *_ground(case)), lambda: _recused(case)))


def _recused(case: Case) -> dict[int, str]:
    """What was declared for the organisation stands behind what was for the case itself."""
    told = {
        "case": case.pk,
        "organisation": case.owner_organisation_id,
        "day": timezone.localdate(),
    }
    of_case: dict[int, str] = {}
    of_organisation: dict[int, str] = {}
    for person_id, ground, is_of_case in _RECUSED.ask(**told):
        (of_case if is_of_case else of_organisation)[person_id] = ground
    if case.owner_person_id is not None:
        of_organisation.pop(case.owner_person_id, None)
    return of_organisation | of_case


def _all_recused() -> QuerySet[Any, Any]:
    standing = standing_recusals(Blank("day", models.DateField()))
    standing = standing.filter(organisation=Blank("organisation"))
    own = Recusal.objects.filter(whole_of(Blank("case")))
    return own.values_list("person_id", "ground", Value(1)).union(
        standing.values_list("person_id", "ground", Value(0)), all=True
    )


_RECUSED: Final = Question(_all_recused)


def _owner_side(case: Case) -> frozenset[int]:
    """Owner, and everybody who claimed, drafted a plan or answers for a measure, in any round."""
    found: set[int | None] = {case.owner_person_id}
    if case.is_self_report:
        found.add(case.author_id)
    claims = list(Claim.objects.filter(case=case).values_list("kind", "made_by"))
    designating = {person for kind, person in claims if kind == ClaimKind.DESIGNATED}
    found |= {person for _kind, person in claims} - designating
    plans = Plan.objects.filter(case=case).values_list("drafted_by", "measures__person")
    found |= {person for hands in plans for person in hands}
    return frozenset(pk for pk in found if pk is not None)


def _since(case: Case) -> Q:
    """Rows in force on any day from discovery on (docs/rules.md, “Separation”)."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=case.found_on)


def _branch_members(case: Case, homes: set[int]) -> frozenset[int]:
    """Members of the owner organisation and whoever held an office of it."""
    rows = Membership.objects.filter(_since(case), organisation__in=homes)
    offices = _offices(case, homes).exclude(role=Role.LIA)
    return frozenset(rows.values_list("person", flat=True)) | frozenset(
        offices.values_list("person", flat=True)
    )


def _offices(case: Case, homes: set[int]) -> QuerySet[Appointment]:
    """What was only entered, or refused, nobody has held."""
    rows = Appointment.objects.filter(_since(case), organisation__in=homes)
    return rows.exclude(confirmed_at=None)


def _liaisons(case: Case, homes: set[int]) -> frozenset[int]:
    return frozenset(_offices(case, homes).filter(role=Role.LIA).values_list("person", flat=True))


def _publication_hands(case: Case, acts: Acts) -> frozenset[int]:
    rows = PublicationDecision.objects.filter(case=case).values_list("proposed_by", flat=True)
    proposing = hands_of(acts, EventVerb.PUBLICATION_PROPOSED, EventVerb.WAIVER_PROPOSED)
    return frozenset(rows) | proposing
