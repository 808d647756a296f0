"""Whatever is merged and parted in whatever order: nothing is lost, every reporter is answered."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rectification.enums import CaseStage
from rectification.models import Case, Merge, Opinion
from rectification.policies.merging import entries_of, master_of, why_not_merge
from rectification.selectors.receipts import find_by_receipt
from tests.workflows.play import Play
from workflows.invariants import breaches

REPORTS = 4
Move = tuple[str, int, int]

moves = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "part", "register"]),
        st.integers(0, REPORTS - 1),
        st.integers(0, REPORTS - 1),
    ),
    max_size=9,
)


class Undone(Exception):
    """Takes the example back, so that the next begins with the same township."""


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_nothing_is_lost_and_everybody_is_answered(play: Play, moves: list[Move]) -> None:
    with pytest.raises(Undone), transaction.atomic():
        _example(play, moves)


def _example(play: Play, moves: list[Move]) -> None:
    codes = [play.opinion() for _report in range(REPORTS)]
    cases = [find_by_receipt(code).case for code in codes]
    before = {case.pk: _own(case) for case in cases}
    for move in moves:
        _make(play, cases, *move)
        assert list(breaches()) == []
    for case in cases:
        case.refresh_from_db()
        assert _own(case) == before[case.pk]
    _answer_all(play, cases)
    assert [bool(find_by_receipt(code).answer) for code in codes] == [True] * REPORTS
    assert Opinion.objects.count() == REPORTS
    raise Undone


def _own(case: Case) -> tuple[object, ...]:
    """What a report brings with it; no merger takes or changes it."""
    opinion = case.opinion
    return case.source, case.submitted_at, opinion.text, opinion.receipt_hash, opinion.received_on


def _make(play: Play, cases: list[Case], kind: str, one: int, other: int) -> None:
    play.case, beside = cases[one], cases[other]
    play.case.refresh_from_db()
    beside.refresh_from_db()
    stage, joined = play.case.stage, {entry.pk for entry in entries_of(play.case)}
    if kind == "merge" and why_not_merge(play.case, beside) is None:
        _take(play, decision="merge", master=beside.pk)
        assert master_of(play.case) == master_of(beside)
        assert joined < {entry.pk for entry in entries_of(beside)}
    elif kind == "part" and stage == "merged":
        play.part()
        assert play.case.stage == ("submitted" if play.case.number is None else "registered")
        assert {entry.pk for entry in entries_of(play.case)} == joined
    elif kind == "register" and stage == "submitted":
        _take(play)


def _take(play: Play, **data: object) -> None:
    play.take(play.open_steps()[0], play.town.intake, **data)


def _answer_all(play: Play, cases: list[Case]) -> None:
    """Every case that stands by itself is brought to its end; those that joined it are not."""
    for case in cases:
        case.refresh_from_db()
        if case.outcome:
            continue
        play.case = case
        if case.registered_at is None:
            play.take("triage", play.town.intake, decision="reject")
            play.take("confirm_rejection", play.town.officer)
        else:
            play.propose_termination()
            play.take("decide_termination")
    assert not Case.objects.filter(stage__in=CaseStage.open()).exists()
    assert {merge.case_id for merge in Merge.objects.filter(undone_at=None)} == {
        case.pk for case in Case.objects.filter(outcome="merged")
    }
