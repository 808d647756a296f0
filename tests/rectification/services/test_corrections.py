"""docs/rules.md 3.4: a record is corrected with a reason; what stood there before is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.acting import acting_as
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, Occasion, Person
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.selectors.occasions import corrections_of
from rectification.services.occasions import correct_occasion
from rectification.services.reporting import save_draft, submit_report
from tests.factories import Township
from tests.rectification.services.test_occasions import FINDING, entered

REASON = "日期登记有误，按签到册更正。"
BETTER = "活动室上锁，钥匙由两人分管，无法开展组织生活。"


@pytest.fixture
def visit(town: Township) -> Occasion:
    return entered(town, town.liaison, people=[town.liaison, town.pse])


def correct(occasion: Occasion, by: Person, **given: Any) -> Occasion:
    names = ("kind", "organisation", "held_on", "finding", "present")
    said = {name: getattr(occasion, name) for name in names}
    said |= {"people": list(occasion.people.all()), "reason": REASON, **given}
    with acting_as(by.user.pk):
        return correct_occasion(occasion=occasion, by=by, **said)


def drafted(town: Township, occasion: Occasion) -> Case:
    return save_draft(
        case=None,
        author=town.liaison,
        title="活动场所长期关闭",
        description="党员活动室上锁，四月以来未开放。",
        found_on=occasion.held_on,
        category="C",
        occasion=occasion,
    )


def hand_in(town: Township, case: Case) -> None:
    actor = Actor(person=town.liaison, role=Role.LIA, organisation=town.east.organisation)
    submit_report(case=case, actor=actor)


# --- corrected ----------------------------------------------------------------------------------


def test_former_values_stay_with_the_reason(town: Township, visit: Occasion) -> None:
    found = correct(visit, town.liaison, held_on=date(2026, 5, 7), finding=BETTER)
    assert (found.held_on, found.finding) == (date(2026, 5, 7), BETTER)
    (correction,) = corrections_of(found)
    old = {altered.name: altered.old for altered in correction.fields}
    assert (old["held_on"], old["finding"]) == (date(2026, 5, 8), FINDING)
    assert "people" not in old
    assert (correction.by, correction.version.correction_reason) == (town.liaison.name, REASON)
    assert (found.corrected_at, found.entered_by) == (timezone.now(), town.liaison)


def test_those_who_were_there_are_kept_with_each_version(town: Township, visit: Occasion) -> None:
    found = correct(visit, town.liaison, people=[town.liaison, town.dps])
    (correction,) = corrections_of(found)
    (people,) = [altered for altered in correction.fields if altered.name == "people"]
    assert set(people.old) == {town.liaison, town.pse}
    assert set(people.new) == {town.liaison, town.dps} == set(found.people.all())


def test_each_correction_stands_by_itself_the_latest_first(
    town: Township, visit: Occasion, clock: Any
) -> None:
    assert corrections_of(visit) == []
    first = correct(visit, town.liaison, held_on=date(2026, 5, 7))
    clock.shift(timedelta(hours=1))
    second = correct(first, town.liaison, held_on=date(2026, 5, 6))
    days = [c.fields[0].old for c in corrections_of(second)]
    assert days == [date(2026, 5, 7), date(2026, 5, 8)]
    assert second.history.count() == visit.history.count()


def test_place_is_corrected_to_where_he_enters_such_records(
    town: Township, visit: Occasion
) -> None:
    found = correct(visit, town.liaison, organisation=town.west.organisation)
    (correction,) = corrections_of(found)
    assert correction.fields[0].old == town.east.organisation
    with pytest.raises(NotAllowed) as refused:
        correct(found, town.liaison, organisation=town.committee)
    assert refused.value.rule == "3.4"


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "有误"}, "reason"),
        ({"reason": "石小满当天不在场，按签到册更正。"}, "reason"),
        ({"finding": "石小满多次不参加学习，应予批评。"}, "finding"),
        ({"held_on": date(2026, 5, 12)}, "held_on"),
        ({"kind": "theme_day"}, "kind"),
        ({"people": []}, "people"),
    ],
)
def test_correction_is_refused_with_the_field_at_fault(
    town: Township, visit: Occasion, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        correct(visit, town.liaison, **given)
    assert (set(refused.value.errors), refused.value.rule) == ({field}, "3.4")
    assert Occasion.objects.get().corrected_at is None


@pytest.mark.parametrize("field", ["finding", "reason"])
def test_correction_holds_nothing_secret(town: Township, visit: Occasion, field: str) -> None:
    with pytest.raises(CaseError) as refused:
        correct(visit, town.liaison, **{field: "现场发现机密★文件随意摆放。"})
    assert refused.value.rule == "8.11"


def test_correction_that_changes_nothing_is_none(town: Township, visit: Occasion) -> None:
    with pytest.raises(CaseError) as refused:
        correct(visit, town.liaison)
    assert (refused.value.rule, visit.history.count()) == ("3.4", 2)


def test_nobody_else_corrects_it(town: Township, visit: Occasion) -> None:
    for someone in (town.officer, town.pse, town.east.secretary, town.dis[0]):
        with pytest.raises(NotAllowed) as refused:
            correct(visit, someone, finding=BETTER)
        assert refused.value.rule == "3.4"


# --- with problems ------------------------------------------------------------------------------


def test_record_stays_once_a_problem_from_it_was_handed_in(town: Township, visit: Occasion) -> None:
    hand_in(town, drafted(town, visit))
    with pytest.raises(CaseError) as refused:
        correct(visit, town.liaison, finding=BETTER)
    assert refused.value.rule == "3.4"
    assert Occasion.objects.get().finding == FINDING


def test_draft_takes_over_what_was_corrected_before_it_is_handed_in(
    town: Township, visit: Occasion
) -> None:
    draft = drafted(town, visit)
    corrected = correct(visit, town.liaison, held_on=date(2026, 5, 7))
    with pytest.raises(CaseError) as refused:
        hand_in(town, draft)
    assert refused.value.rule == "3.4"
    draft = save_draft(
        case=Case.objects.get(),
        author=town.liaison,
        title=draft.title,
        description=draft.description,
        found_on=draft.found_on,
        category="C",
        occasion=corrected,
    )
    hand_in(town, draft)
    assert Case.objects.get().found_on == date(2026, 5, 7)
