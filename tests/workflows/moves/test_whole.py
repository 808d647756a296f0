"""A move is made as a whole or not at all."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from rectification.enums import CaseStage, Step
from rectification.models import Case
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import case_in, rows
from tests.rectification.web.desk import open_step
from tests.workflows.play import Play, user_of
from workflows.moves.branches import merge_branches


def test_move_that_breaks_down_midway_leaves_nothing_stored(play: Play) -> None:
    """The last of the cases is damaged: its open step belongs to no task of the procedure."""
    town = play.town
    sound = play.bring_to(CaseStage.RECTIFYING)
    damaged = case_in(town, CaseStage.RECTIFYING)
    open_step(damaged, Step.REPORT_EFFECT, Role.SEC, town.east.organisation)
    assert list(Case.objects.order_by("pk")) == [sound, damaged]
    before = rows.all_rows()
    with pytest.raises(ObjectDoesNotExist):
        merge_branches(
            user=user_of(town.org),
            organisation=town.east.organisation,
            successor=town.west.organisation,
            on=today(),
        )
    assert rows.all_rows() == before
