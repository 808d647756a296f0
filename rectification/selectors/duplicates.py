"""Cases that may tell of the same fact: a hint for the office alone, never acted on by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet

from rectification.enums import CaseStage
from rectification.models import Case, Opinion, Person, Plan, PlanStatus
from rectification.policies.merging import is_unplaced
from rectification.policies.opinions import reads_opinions
from rectification.policies.similarity import ALIKE, similarity
from rectification.selectors.cases import visible_to

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
    rows = _open_cases(reader)
    if not is_unplaced(case):
        rows = rows.filter(
            owner_organisation=case.owner_organisation, owner_person=case.owner_person
        )
    near = list(rows.exclude(pk=case.pk).order_by("-pk")[:COMPARED])
    texts = _texts([case, *near], reader)
    found = _ranked(case, near, texts)
    if is_unplaced(case):
        found = [one for one in found if one[0] >= ALIKE or _same_home(one[1], case)]
    return _likenesses({case.pk: found[:SHOWN]})[case.pk]


def likenesses_of_all(cases: Sequence[Case], reader: Person) -> dict[int, list[Likeness]]:
    """The same for many reports that each have their owner, with as many queries as for one."""
    owners = {case.owner_organisation_id for case in cases}
    rows = _open_cases(reader).filter(owner_organisation__in=owners).order_by("-pk")
    near = list(rows[: COMPARED * 2])
    texts = _texts([*cases, *near], reader)
    return _likenesses(
        {
            case.pk: _ranked(case, [row for row in near if _same_owner(row, case)], texts)[:SHOWN]
            for case in cases
        }
    )


def _open_cases(reader: Person) -> QuerySet[Case]:
    return visible_to(reader.user).filter(stage__in=CaseStage.open())


def _ranked(case: Case, near: Iterable[Case], texts: dict[int, str]) -> list[tuple[float, Case]]:
    shares = [(similarity(texts[case.pk], texts[row.pk]), row) for row in near if row != case]
    return sorted(shares, key=lambda one: (-one[0], -one[1].pk))


def _likenesses(found: dict[int, list[tuple[float, Case]]]) -> dict[int, list[Likeness]]:
    planned = _planned({row.pk for rows in found.values() for _share, row in rows})
    return {
        pk: [
            Likeness(
                row,
                share,
                can_join=row.stage in CaseStage.before_approval() and row.pk not in planned,
            )
            for share, row in rows
        ]
        for pk, rows in found.items()
    }


def _same_owner(one: Case, other: Case) -> bool:
    owner = (other.owner_organisation_id, other.owner_person_id)
    return (one.owner_organisation_id, one.owner_person_id) == owner


def _same_home(one: Case, other: Case) -> bool:
    home = other.owner_organisation_id
    return home is not None and one.owner_organisation_id == home


def _planned(cases: Iterable[int]) -> set[int]:
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
