"""docs/rules.md 3.4: random draws are the system's, stay on record and can be drawn again."""

from datetime import date
from typing import Any

import pytest

from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Draw
from rectification.policies.draws import drawn
from rectification.services.draws import draw_sample
from tests.factories import Township, township
from tests.rectification.services.test_occasions import supervisor


def sample(town: Township, **given: Any) -> Draw:
    return draw_sample(
        **{
            "by": town.officer,
            "committee": town.committee,
            "name": "主题党日抽查",
            "kind": "branch",
            "size": 2,
            **given,
        }
    )


def test_draw_keeps_seed_candidates_and_result(town: Township) -> None:
    draw = sample(town)
    branches = {town.home, town.east.organisation, town.west.organisation}
    assert {c.organisation for c in draw.candidates.all()} == branches
    result = sorted(c.code for c in draw.candidates.filter(is_drawn=True))
    assert result == drawn((branch.code for branch in branches), 2, draw.seed)
    assert (len(draw.seed), draw.size, draw.drawn_by) == (16, 2, town.officer)


def test_every_draw_has_a_seed_of_its_own_and_stays(town: Township) -> None:
    assert len({sample(town).seed for _n in range(5)}) == 5
    assert Draw.objects.count() == 5


def test_only_open_organisations_of_the_township_kind_and_sector_are_drawn_from(
    town: Township,
) -> None:
    township()
    town.west.organisation.closed_on = date(2026, 5, 1)
    town.west.organisation.save()
    draw = sample(town, sector="rural", size=1)
    drawn_from = {c.organisation for c in draw.candidates.all()}
    assert drawn_from == {town.home, town.east.organisation}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"size": 0}, "size"), ({"size": 4}, "size"), ({"kind": "committee"}, "kind")],
)
def test_draw_is_refused_with_the_field_at_fault(
    town: Township, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        sample(town, **given)
    assert set(refused.value.errors) == {field}
    assert not Draw.objects.exists()


def test_those_draw_who_supervise_in_the_township(town: Township) -> None:
    for someone in (town.officer, town.dis[0], supervisor(town)):
        assert sample(town, by=someone).drawn_by == someone
    elsewhere = township()
    for someone in (town.org, town.pse, town.liaison, town.east.secretary, elsewhere.officer):
        with pytest.raises(NotAllowed):
            sample(town, by=someone)
