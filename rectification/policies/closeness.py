"""Of which cases one person is not free, for however many of them in the same few queries.

`facts.facts_of` answers for everybody in one case, this for one person in many; both say the
same (tests/rectification/policies/test_closeness.py).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from rectification.enums import ClaimKind, RecusalDecision
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Claim,
    Measure,
    Membership,
    Plan,
    Recusal,
    RecusalRequest,
)
from rectification.policies.facts import standing_recusals
from rectification.policies.hands import OF_OWNER, OWNING
from rectification.policies.homes import homes_of_all
from rectification.policies.merging import parts_of


def close_to(person_id: int, cases: Collection[Case]) -> set[int]:
    """Keys of the cases from which the person is recused or asked to be, on whose owner's side he
    is, of whose branch he was a member or an officer, or whose liaison leader he was."""
    by_key = {case.pk: case for case in cases}
    look = _Look(person_id, list(by_key.values()))
    return look.recused | look.owning | look.of_the_branch


@dataclass
class _Look:
    person: int
    cases: Sequence[Case]

    @cached_property
    def parts(self) -> dict[int, set[int]]:
        """For each case itself and each report that joined it: the cases of which it is a part."""
        return parts_of([case.pk for case in self.cases])

    def _wholes(self, found: Iterable[int]) -> set[int]:
        return set().union(*(self.parts[key] for key in found))

    @property
    def recused(self) -> set[int]:
        mine = Recusal.objects.filter(case__in=self.parts, person=self.person)
        asked = RecusalRequest.objects.filter(
            case__in=self.cases, person=self.person, decision=RecusalDecision.PENDING
        )
        standing = standing_recusals(timezone.localdate()).filter(person=self.person)
        organisations = set(standing.values_list("organisation", flat=True))
        return (
            self._wholes(mine.values_list("case", flat=True))
            | set(asked.values_list("case", flat=True))
            | {
                case.pk
                for case in self.cases
                if case.owner_organisation_id in organisations
                and case.owner_person_id != self.person
            }
        )

    @property
    def owning(self) -> set[int]:
        """Owner, and who claimed, drafted a plan or answers for a measure, in any round."""
        claims = Claim.objects.filter(case__in=self.cases, made_by=self.person)
        made = set(claims.values_list("case", "kind"))
        designated = {case for case, kind in made if kind == ClaimKind.DESIGNATED}
        plans = Plan.objects.filter(case__in=self.cases, drafted_by=self.person)
        measures = Measure.objects.filter(plan__case__in=self.cases, person=self.person)
        own = Q(actor=self.person) | Q(actor__isnull=False, on_behalf_of=self.person)
        # Whoever enters a step for a person without account is of his side (4.1).
        entered = Q(actor=self.person, on_behalf_of__isnull=False, delegation=None)
        acted = CaseEvent.objects.filter(
            own & Q(verb__in=OWNING) | entered & Q(verb__in=OF_OWNER), case__in=self.parts
        )
        return (
            {case.pk for case in self.cases if self.person in _owners(case)}
            | {case for case, _kind in made} - designated
            | set(plans.values_list("case", flat=True))
            | set(measures.values_list("plan__case", flat=True))
            | self._wholes(acted.values_list("case", flat=True))
        )

    @property
    def of_the_branch(self) -> set[int]:
        """Member of the owner organisation or in an office of it, on any day since discovery."""
        homes = homes_of_all(self.cases)
        places = {home for case in self.cases for home in homes[case.pk]}
        members = Membership.objects.filter(person=self.person, organisation__in=places)
        offices = Appointment.objects.filter(person=self.person, organisation__in=places)
        held = [
            *members.values_list("organisation", "valid_to"),
            *offices.exclude(confirmed_at=None).values_list("organisation", "valid_to"),
        ]
        return {
            case.pk
            for case in self.cases
            for place, last in held
            if place in homes[case.pk] and (last is None or last >= case.found_on)
        }


def _owners(case: Case) -> tuple[int | None, ...]:
    return case.owner_person_id, case.author_id if case.is_self_report else None
