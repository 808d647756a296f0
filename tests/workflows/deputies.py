"""What a deputy sees and may take, in short."""

import pytest

from rectification.enums import DelegationScope
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.roles import Role
from rectification.selectors.cases import open_items_of
from tests.workflows.offices import stands_in
from tests.workflows.play import Play, posted, user_of
from workflows import act


def turns(person: Person) -> list[str]:
    return sorted(open_items_of(authority_of(user_of(person))).values_list("step", flat=True))


def deputy_of_secretary(play: Play, scope: str = DelegationScope.EVERYTHING) -> Person:
    """A member of the branch stands in for its secretary."""
    town = play.town
    deputy = town.east.members[1]
    stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org, scope=scope)
    return deputy


def refused(play: Play, step: str, who: Person) -> type[Exception]:
    item = play.item(step)
    with pytest.raises((NotAllowed, NotVisible)) as error:
        act.perform(user=user_of(who), item_id=item.pk, data=posted(play.answers(item)))
    item.refresh_from_db()
    assert item.closed_at is None
    return error.type
