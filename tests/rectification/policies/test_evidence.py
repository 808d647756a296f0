from datetime import date

import pytest
import time_machine

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError
from rectification.models import Case, Evidence, Measure, Person, Progress
from rectification.policies import evidence as rule
from rectification.policies.authority import authority_of
from rectification.policies.visibility import ANYBODY, Relation, Standing
from rectification.roles import Role
from rectification.selectors.plans import measures_of
from tests.factories import Township, case_in, prove

MEASURE = Measure(due_on=date(2026, 5, 20))
DONE = date(2026, 5, 18)


@pytest.mark.parametrize(
    ("made_on", "late_reason", "field"),
    [
        (None, "", "made_on"),
        (date(2026, 5, 26), "会后整理。", "made_on"),
        (date(1999, 12, 31), "", "made_on"),
        (date(2026, 5, 19), " ", "late_reason"),
        (date(2026, 5, 21), "", "late_reason"),
    ],
)
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_made_on_refuses(made_on: date | None, late_reason: str, field: str) -> None:
    with pytest.raises(CaseError) as refused:
        rule.check_made_on(measure=MEASURE, done_on=DONE, made_on=made_on, late_reason=late_reason)
    assert (refused.value.field, refused.value.rule) == (field, "V4")


@pytest.mark.parametrize(
    ("made_on", "late_reason"),
    [(date(2026, 5, 17), ""), (DONE, ""), (date(2026, 5, 25), "会后补写，已注明。")],
)
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_made_on_accepts(made_on: date, late_reason: str) -> None:
    made = rule.check_made_on(
        measure=MEASURE, done_on=DONE, made_on=made_on, late_reason=late_reason
    )
    assert made == rule.Made(made_on, late_reason)


@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_done_on() -> None:
    rule.check_done_on(date(2026, 5, 25))
    with pytest.raises(CaseError) as refused:
        rule.check_done_on(date(2026, 5, 26))
    assert refused.value.field == "done_on"


@pytest.mark.parametrize(
    ("made_on", "done_on", "late_reason", "late"),
    [
        (date(2026, 5, 18), DONE, "", False),
        (date(2026, 5, 18), DONE, "补写", True),
        (date(2026, 5, 19), DONE, "", True),
        (date(2026, 5, 20), date(2026, 5, 22), "", False),
        (date(2026, 5, 21), date(2026, 5, 22), "", True),
    ],
)
def test_is_late_after_the_work_or_after_the_last_day(
    made_on: date, done_on: date, late_reason: str, late: bool
) -> None:
    note = Progress(measure=MEASURE, done_on=done_on)
    found = Evidence(progress=note, made_on=made_on, late_reason=late_reason)
    assert rule.is_late(found) is late


@pytest.mark.parametrize(
    ("dated_on", "otherwise"), [(None, False), (DONE, False), (date(2026, 5, 19), True)]
)
def test_dated_otherwise_is_what_the_file_itself_tells(
    dated_on: date | None, otherwise: bool
) -> None:
    assert rule.dated_otherwise(Evidence(made_on=DONE, dated_on=dated_on)) is otherwise


STANDINGS = {
    (ANYBODY, Relation.VERIFIER): (True, True),
    (Role.DIS, Relation.IN_CHARGE): (True, True),
    (Role.OFF, Relation.REACH): (False, True),
    (Role.OFF, Relation.IN_CHARGE): (False, True),
    (ANYBODY, Relation.OWN): (False, False),
    (ANYBODY, Relation.CO_UNIT): (False, False),
    (Role.SEC, Relation.IN_CHARGE): (False, False),
    (Role.DIS, Relation.EXTRACT): (False, False),
}


@pytest.mark.parametrize(("standing", "expected"), STANDINGS.items())
def test_original_is_for_verifiers_and_reuse_for_the_office_as_well(
    standing: Standing, expected: tuple[bool, bool]
) -> None:
    given = Evidence(uploaded_by=Person(pk=1))
    opens = rule.opens_original(given, Person(pk=2), {standing})
    assert (opens, rule.reads_reuse({standing})) == expected
    assert rule.opens_original(given, Person(pk=1), {standing})


def proved(town: Township) -> tuple[Case, Evidence]:
    case = case_in(town, CaseStage.RECTIFYING)
    return case, prove(measures_of(case).get(), by=town.east.clerk)


def test_why_not_replace_what_was_replaced_or_is_being_judged(
    town: Township,
) -> None:
    case, former = proved(town)
    assert rule.why_not_replace(former, case) is None
    new = Evidence.objects.get()
    new.pk, new.replaces = None, former
    new.save()
    assert rule.why_not_replace(former, case)
    assert rule.why_not_replace(new, case) is None
    for stage in set(CaseStage) - {CaseStage.RECTIFYING}:
        case.stage = stage
        assert rule.why_not_replace(new, case)
    case.stage, case.round = CaseStage.RECTIFYING, case.round + 1
    assert rule.why_not_replace(new, case)


def test_replacing_actor_is_the_hand_or_the_unit(town: Township) -> None:
    case, former = proved(town)

    def may(someone: Person, evidence: Evidence, of: Case) -> bool:
        return rule.replacing_actor(evidence, of, authority_of(someone.user)) is not None

    east, west = town.east, town.west
    assert [may(who, former, case) for who in (east.clerk, east.secretary)] == [True, True]
    others = (east.members[0], west.secretary, west.clerk, town.officer, town.pse)
    assert [may(who, former, case) for who in others] == [False] * 5
    of_member = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    own = prove(measures_of(of_member).get(), by=east.members[0])
    assert may(east.members[0], own, of_member)
    assert [may(who, own, of_member) for who in (east.secretary, east.clerk)] == [False, False]
    actor = rule.replacing_actor(own, of_member, authority_of(east.members[0].user))
    assert actor is not None
    assert (actor.role, actor.organisation) == ("MEM", east.organisation)
