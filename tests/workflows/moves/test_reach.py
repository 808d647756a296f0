"""Changes of people and branches stay within a township (docs/rules.md 4.1, scenarios 3, 4, 13)."""

from collections.abc import Callable

import pytest

from rectification.exceptions import NotAllowed
from rectification.models import Membership, Organisation, Person
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import Township, township
from tests.workflows.play import Play, user_of
from workflows.moves.branches import merge_branches, split_branch
from workflows.moves.members import member_leaves, transfer_member
from workflows.moves.offices import enter_succession
from workflows.moves.suspensions import suspend_member

Move = Callable[[Township, Township], object]


def _merge(far: Township, organisation: Organisation, successor: Organisation) -> object:
    return merge_branches(
        user=user_of(far.org), organisation=organisation, successor=successor, on=today()
    )


def _transfer(far: Township, person: Person, to: Organisation) -> object:
    return transfer_member(user=user_of(far.org), person=person, to=to, on=today())


def _split(town: Township, far: Township) -> object:
    return split_branch(
        user=user_of(far.org),
        organisation=town.east.organisation,
        successors={"S-1": "青石一支部", "S-2": "青石二支部"},
        members={},
        on=today(),
    )


def _succeed(town: Township, far: Township) -> object:
    return enter_succession(
        user=user_of(far.org),
        office=town.east.secretary.appointments.get(role=Role.SEC),
        successor=town.east.members[0],
        on=today(),
    )


MOVES: dict[str, Move] = {
    "merge": lambda town, far: _merge(far, town.east.organisation, town.west.organisation),
    "merge_across": lambda town, far: _merge(far, far.east.organisation, town.west.organisation),
    "split": _split,
    "transfer": lambda town, far: _transfer(far, town.east.members[0], town.west.organisation),
    "fetch": lambda town, far: _transfer(far, town.east.members[0], far.west.organisation),
    "depart": lambda town, far: member_leaves(
        user=user_of(far.org), person=town.east.members[0], on=today()
    ),
    "succeed": _succeed,
    "suspend": lambda town, far: suspend_member(
        user=user_of(far.org), person=town.east.secretary, on=today()
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_organisation_office_of_another_township_changes_nothing(play: Play, move: Move) -> None:
    """Not only because the form offers nothing else: the change itself refuses."""
    town, far = play.town, township()
    before = list(Membership.objects.order_by("pk").values_list("organisation", "valid_to"))
    with pytest.raises(NotAllowed) as refused:
        move(town, far)
    assert refused.value.rule == "4.1"
    assert list(Membership.objects.order_by("pk").values_list("organisation", "valid_to")) == before
