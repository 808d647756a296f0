import time
import pytest
from rectification.enums import *
from workflows.invariants import breaches
from tests.workflows.play import *
from tests.workflows.conftest import *

@pytest.mark.parametrize("level", ["B", "M", "C"])
def test_way(play, level):
    t=time.perf_counter()
    play.bring_to(CaseStage.CLOSED, level)
    print("took", time.perf_counter()-t)
    assert play.case.stage == "closed"
    assert list(breaches()) == []

def test_co(play):
    play.co_units=[play.town.west.organisation]
    play.bring_to(CaseStage.CLOSED)
    assert play.case.stage == "closed"
    assert list(breaches()) == []
