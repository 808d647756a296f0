"""docs/rules.md 3.4: random draws are the system's, stay on record and can be drawn again."""

from datetime import date
from random import Random
from typing import Any

import pytest

from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Draw
from rectification.policies.authority import authority_of
from rectification.policies.draws import drawn, townships_seen
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


def test_same_codes_number_and_seed_give_the_same_sample() -> None:
    codes = ["SL-05", "SL-01", "SL-04", "SL-02", "SL-03"]
    expected = sorted(Random("0f").sample(sorted(codes), 2))  # noqa: S311
    assert drawn(codes, 2, "0f") == drawn(reversed(codes), 2, "0f") == expected
    assert drawn(codes, 2, "0f") == ["SL-01", "SL-02"]


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


def test_draws_are_seen_by_those_who_draw_and_from_above(town: Township) -> None:
    people = {
        "OFF": town.officer,
        "DIS": town.dis[0],
        "ORG": town.org,
        "PSE": town.pse,
        "LG": town.lg,
        "LIA": town.liaison,
        "SEC": town.east.secretary,
        "MEM": town.east.members[0],
    }
    seen = {name for name, p in people.items() if townships_seen(authority_of(p.user))}
    assert seen == {"OFF", "DIS", "ORG", "PSE", "LG"}
