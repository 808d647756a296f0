"""Reading as of a moment: replayed to now it is now, and before each act what was recorded then."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import Case
from rectification.models.past import PastIsRead, tables_of_the_past
from rectification.moment import Moment
from rectification.policies.days import today
from rectification.selectors.as_of import as_of
from tests.workflows.play import Play


def now() -> Moment:
    return Moment(timezone.now(), today())


def _rows() -> dict[str, list[dict[str, Any]]]:
    return {
        table: list(model._base_manager.order_by("pk").values())
        for table, model in tables_of_the_past().items()
    }


@pytest.mark.parametrize("stage", ["registered", "rectifying", "in_notice", "closed"])
def test_every_table_replayed_to_now_is_that_of_now(play: Play, stage: str) -> None:
    play.bring_to(CaseStage(stage), "B", co_units=[play.town.west.organisation])
    with as_of(now()):
        replayed = _rows()
    for table, rows in _rows().items():
        assert replayed[table] == rows, table


def test_nothing_is_written_into_the_past(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    with as_of(now()), pytest.raises(PastIsRead):
        Case.objects.create(title="", found_on=today())
