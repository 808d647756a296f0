"""Each rule of the policies is weakened in turn, and a test must notice it."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from tests.house.mutations.functions import policies_of_the_house
from tests.house.mutations.own_ways import OWN_WAYS
from tests.house.mutations.weaker import NOTHING_TO_WEAKEN, SAME_EITHER_WAY, mutations, ways_of


def test_every_rule_has_a_way_to_be_weakened_or_a_reason_why_not() -> None:
    places = {policy.place for policy in policies_of_the_house()}
    assert {m.policy.place for m in mutations()} | set(NOTHING_TO_WEAKEN) == places


def test_lists_name_nothing_that_is_gone() -> None:
    found = policies_of_the_house()
    places = {policy.place for policy in found}
    assert set(NOTHING_TO_WEAKEN) <= places
    assert set(OWN_WAYS) <= places
    ways = {
        f"{p.place}: {way}" for p in found if p.place not in NOTHING_TO_WEAKEN for way in ways_of(p)
    }
    assert set(SAME_EITHER_WAY) <= ways


def test_reasons_are_given() -> None:
    assert all([*NOTHING_TO_WEAKEN.values(), *SAME_EITHER_WAY.values()])


@pytest.mark.long
@pytest.mark.authority
def test_every_weakened_rule_is_noticed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.house.mutations"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    assert answer.get("failed", []) == [], "the tests fail before anything is weakened"
    assert answer["survivors"] == []
    assert answer["mutations"] >= len(policies_of_the_house()) - len(NOTHING_TO_WEAKEN)
