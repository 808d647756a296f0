"""The tree of organisations over time: names, periods, places, and the paths that follow."""

from datetime import date, timedelta

import pytest

from rectification.enums import CaseStage
from rectification.models import Organisation
from rectification.policies.days import today
from rectification.services.organisations import (
    change_organisation,
    move_organisation,
    rebuild_tree,
)
from tests.factories import FOUNDED, Township, case_in, organisation

CLOSED = date(2026, 3, 31)


def changed(node: Organisation, **given: object) -> None:
    values = {
        "name": node.name,
        "kind": node.kind,
        "sector": node.sector,
        "opened_on": node.opened_on,
        "closed_on": node.closed_on,
        "successor": None,
        **given,
    }
    change_organisation(organisation=node, **values)  # type: ignore[arg-type]


def test_former_name_goes_on_as_an_alias_and_in_the_history(town: Township) -> None:
    node = town.east.organisation
    changed(node, name="青石社区党支部")
    assert [alias.name for alias in node.aliases.all()] == ["青石村党支部"]
    assert [row.name for row in node.history.order_by("pk")][-1] == "青石社区党支部"


def test_closing_ends_the_place_in_the_tree_and_keeps_the_path(town: Township) -> None:
    node = town.east.organisation
    case_in(town, CaseStage.REGISTERED)
    before = node.path
    changed(node, closed_on=CLOSED, successor=town.west.organisation)
    rebuild_tree()
    node.refresh_from_db()
    assert node.parent_edges.get().valid_to == CLOSED
    assert (node.path, node.succeeded_by) == (before, town.west.organisation)


def test_place_begins_earlier_with_the_organisation(town: Township) -> None:
    node = town.east.organisation
    changed(node, opened_on=date(2016, 12, 1))
    assert node.parent_edges.get().valid_from == date(2016, 12, 1)


def test_move_keeps_where_it_stood_before(town: Township) -> None:
    node = town.east.organisation
    general = organisation("general_branch", "青石片党总支", town.committee)
    case = case_in(town, CaseStage.REGISTERED)
    move_organisation(organisation=node, parent=general, since=today())
    rebuild_tree()
    edges = node.parent_edges.order_by("valid_from")
    assert [(e.parent, e.valid_from, e.valid_to) for e in edges] == [
        (town.committee, FOUNDED, today() - timedelta(days=1)),
        (general, today(), None),
    ]
    case.refresh_from_db()
    assert (case.ancestor_2, case.ancestor_3) == (general.pk, node.pk)


def test_move_on_the_day_of_founding_leaves_one_place(town: Township) -> None:
    general = organisation("general_branch", "青石片党总支", town.committee)
    node = organisation("branch", "新设党支部", town.committee)
    move_organisation(organisation=node, parent=general, since=FOUNDED)
    assert [edge.parent for edge in node.parent_edges.all()] == [general]


@pytest.mark.parametrize("times", [1, 2])
def test_rebuilding_twice_changes_nothing(town: Township, times: int) -> None:
    before = list(Organisation.objects.order_by("pk").values_list("path", flat=True))
    for _ in range(times):
        rebuild_tree()
    assert list(Organisation.objects.order_by("pk").values_list("path", flat=True)) == before
