"""A page of the list of cases beside the newest rows bare, as the township grows.

The township is skewed: one branch has the oldest cases only, so that a reader who walks the whole
table shows.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from tools.bench.measuring import Result, compare
from tools.bench.town import user_of

if TYPE_CHECKING:
    from tests.factories import Township

SIZES: Final = (1_000, 10_000, 100_000)


def measure(town: "Township") -> Iterator[Result]:
    """Leaves the largest township behind."""
    made = 0
    for size in SIZES:
        _fill(town, made, size)
        made = size
        yield from ({"cases": size, **result} for result in _pages(town))


def _fill(town: "Township", made: int, size: int) -> None:
    """The first hundredth belongs to the east branch, all that follows to the west one."""
    from rectification.enums import CaseLevel, CaseStage, SourceKind  # noqa: PLC0415
    from rectification.models import Case  # noqa: PLC0415

    def case(number: int) -> Case:
        owner = (town.east if number < SIZES[0] // 100 else town.west).organisation
        ancestors = {f"ancestor_{n}": pk for n, pk in enumerate(owner.ancestor_ids(), 1)}
        return Case(
            level=CaseLevel.BRANCH,
            owner_organisation=owner,
            source=SourceKind.INSPECTION,
            title=f"Case {number}",
            found_on=date(2026, 1, 5),
            stage=CaseStage.RECTIFYING,
            **ancestors,
        )

    Case.objects.bulk_create(map(case, range(made, size)), batch_size=500)


def _pages(town: "Township") -> Iterator[Result]:
    from rectification.models import Case  # noqa: PLC0415
    from rectification.selectors.cases import PAGE, page_of_cases  # noqa: PLC0415

    def newest() -> list[Case]:
        related = Case.objects.select_related("owner_organisation", "owner_person")
        return list(related.order_by("-pk")[:PAGE])

    readers = {
        "committee secretary": town.pse,
        "branch with many cases": town.west.secretary,
        "branch with the oldest cases only": town.east.secretary,
        "discipline": town.dis[0],
    }
    for name, person in readers.items():
        user = user_of(person.pk)
        yield compare(f"list page, {name}", newest, partial(page_of_cases, user))
