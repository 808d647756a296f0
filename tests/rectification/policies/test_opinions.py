"""docs/rules.md, “Reporters”: who has to do with opinions at all."""

from rectification.policies.opinions import has_to_do_with_opinions
from tests.factories import Township, rights


def test_office_and_branch_have_to_do_with_opinions(town: Township) -> None:
    people = [
        town.officer,
        town.intake,
        town.east.secretary,
        town.east.clerk,
        town.east.members[0],
        town.pse,
        town.dis[0],
        town.org,
    ]
    assert [who for who in people if has_to_do_with_opinions(rights(who))] == people[:4]
