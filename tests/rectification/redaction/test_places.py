"""docs/rules.md 4.8: what places the names of organisations tell of."""

import pytest

from rectification.redaction.places import places_of


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("东篱村党支部", ["东篱村"]),
        ("中共松澜镇委员会", ["松澜镇"]),
        ("松澜镇中心学校党支部", ["松澜镇"]),
        ("镇机关第一党支部", []),
        ("组织办", []),
        ("农村合作社联合党支部", []),
    ],
)
def test_village_or_township_stands_at_the_beginning(name: str, places: list[str]) -> None:
    assert places_of([name, name]) == places
