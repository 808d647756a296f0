"""Files of lists before they are handed out: whether their owner still sees what they hold."""

from collections.abc import Iterator, Mapping
from typing import Final

from rectification.models import Case, ListFile, User
from rectification.policies.authority import Authority
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import visible_to
from rectification.selectors.sight import Sight, sights_of

AT_ONCE: Final = 500


def line_of_sight(sight: Sight) -> str:
    """The case, and what its reader sees of it: fields, and units whose share is his."""
    units = sorted(unit.pk for unit in sight.units)
    return " ".join([str(sight.case.pk), *sorted(sight.fields), *map(str, units)])


def still_sees(job: ListFile, user: User, authority: Authority) -> bool:
    """Whether he may see today each case of the file, and of each all that he saw then."""
    return all(_sees(batch, user, authority) for batch in _batches(job.sights))


def holds(job: ListFile, case_id: int) -> bool:
    """Whether a line of the case is in the file."""
    return any(case_id in batch for batch in _batches(job.sights))


def _batches(sights: str) -> Iterator[Mapping[int, frozenset[str]]]:
    lines = [line.split(" ") for line in sights.splitlines()]
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        yield {int(key): frozenset(seen) for key, *seen in some}


def _sees(seen: Mapping[int, frozenset[str]], user: User, authority: Authority) -> bool:
    reach = visible_to(user, authority).filter(pk__in=seen.keys()).order_by().values("pk")
    related = ("owner_organisation", "owner_person")
    cases = list(Case.objects.filter(pk__in=reach).prefetch_related(*related))
    now = sights_of(cases, authority, open_items(*cases))
    return all(
        key in now and then <= frozenset(line_of_sight(now[key]).split(" ")[1:])
        for key, then in seen.items()
    )
