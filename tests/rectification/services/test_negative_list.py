"""docs/rules.md 3.3: a list that is published as a whole and changed by the next version alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from rectification.enums import NegativeItem
from rectification.exceptions import CaseError
from rectification.policies.days import today
from rectification.selectors.negative_list import items_in_force, list_in_force
from rectification.services.negative_list import Wording
from rectification.services.reporting import save_draft
from tests.factories import Township, negative_list

LATE = Wording(NegativeItem.INACTIVE, "承诺事项逾期三个月没有兑现", "支部公开承诺制度第五条")


def test_version_is_in_force_from_its_first_day_until_that_of_the_next(town: Township) -> None:
    first = negative_list(town)
    second = negative_list(town, LATE, since=today() + timedelta(days=3))
    assert (first.version, second.version) == (1, 2)
    days = (today() - timedelta(days=1), today(), today() + timedelta(days=3))
    assert [list_in_force(town.committee, day) for day in days] == [None, first, second]
    assert [item.text for item in items_in_force(town.committee, days[2])] == [LATE.text]


def test_new_version_changes_no_case_that_cites_the_former(town: Township) -> None:
    item = negative_list(town).items.get(kind=NegativeItem.INACTIVE)
    case = save_draft(
        case=None,
        author=town.east.members[0],
        title="承诺未兑现",
        description="六月前应修的水渠没有修。",
        found_on=today(),
        cited_item=item,
    )
    negative_list(town, LATE, since=today() + timedelta(days=1))
    case.refresh_from_db()
    assert (case.negative_item, case.cited_item) == (NegativeItem.INACTIVE, item)
    assert case.cited_item is not None
    assert case.cited_item.text == "承诺事项到期没有兑现又不说明"


@pytest.mark.parametrize("days", [-1, 0])
def test_list_is_not_changed_backwards(town: Township, days: int) -> None:
    negative_list(town)
    with pytest.raises(CaseError) as refused:
        negative_list(town, LATE, since=today() + timedelta(days=days))
    assert refused.value.rule == "3.3"


@pytest.mark.parametrize("text", ["理想信念不坚定", "家庭关系不好", "参加宗教活动"])
def test_item_of_belief_or_private_life_is_refused(town: Township, text: str) -> None:
    with pytest.raises(CaseError) as refused:
        negative_list(town, Wording(NegativeItem.UNLIKE, text, "某条"))
    assert (refused.value.field, refused.value.rule) == (NegativeItem.UNLIKE, "3.3")
    assert list_in_force(town.committee, today()) is None


def test_other_is_no_item_of_the_list(town: Township) -> None:
    with pytest.raises(IntegrityError):
        negative_list(town, Wording(NegativeItem.OTHER, "其他", "某条"))
