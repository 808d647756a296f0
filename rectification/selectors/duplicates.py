"""Cases that may tell of the same fact: a hint for the office alone, never acted on by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet

from rectification.enums import CaseStage
from rectification.models import Case, Opinion, Person, Plan, PlanStatus
from rectification.policies.merging import is_unplaced
from rectification.policies.similarity import ALIKE, similarity
from rectification.selectors.cases import visible_to
from rectification.selectors.intake import reads_opinions

SHOWN: Final = 8
COMPARED: Final = 300
"""The newest open cases within reach; comparing costs a fraction of a millisecond each."""


@dataclass(frozen=True)
class Likeness:
    """`can_join`: its plan is not approved yet, so that the report may become part of it."""

    case: Case
    share: float
    can_join: bool

    @property
    def is_alike(self) -> bool:
        return self.share >= ALIKE

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def likenesses_of(case: Case, reader: Person) -> list[Likeness]:
    """Open cases of the same owner and person, the most alike first.

    For an opinion that nobody has placed yet, those of its organisation, and others whose text is
    alike. What the reader may not see is not compared, nor an opinion's own words that he may not
    read.
    """
    rows = list(_near(case, reader).order_by("-pk")[:COMPARED])
    texts = _texts([case, *rows], reader)
    shares = {row.pk: similarity(texts[case.pk], texts[row.pk]) for row in rows}
    if is_unplaced(case):
        rows = [row for row in rows if shares[row.pk] >= ALIKE or _same_home(row, case)]
    rows.sort(key=lambda row: (-shares[row.pk], -row.pk))
    planned = _planned(rows[:SHOWN])
    return [
        Likeness(
            row,
            shares[row.pk],
            can_join=row.stage in CaseStage.before_approval() and row.pk not in planned,
        )
        for row in rows[:SHOWN]
    ]


def _near(case: Case, reader: Person) -> QuerySet[Case]:
    rows = visible_to(reader.user).filter(stage__in=CaseStage.open()).exclude(pk=case.pk)
    if is_unplaced(case):
        return rows
    return rows.filter(owner_organisation=case.owner_organisation, owner_person=case.owner_person)


def _same_home(one: Case, other: Case) -> bool:
    home = other.owner_organisation_id
    return home is not None and one.owner_organisation_id == home


def _planned(cases: Iterable[Case]) -> set[int]:
    """Those whose plan is approved already."""
    approved = Plan.objects.filter(
        case__in=cases, round=F("case__round"), status=PlanStatus.APPROVED
    )
    return set(approved.values_list("case_id", flat=True))


def _texts(cases: Sequence[Case], reader: Person) -> dict[int, str]:
    """What each of them says; of an opinion before intake its own words, to whoever reads them."""
    waiting = [one.pk for one in cases if is_unplaced(one)]
    words: dict[int, str] = {}
    if waiting and reads_opinions(reader):
        words = dict(Opinion.objects.filter(case__in=waiting).values_list("case_id", "text"))
    return {
        one.pk: words.get(one.pk, "") if is_unplaced(one) else f"{one.title}{one.description}"
        for one in cases
    }
