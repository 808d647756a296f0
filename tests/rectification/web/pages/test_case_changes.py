"""Every change of the rows of a case, field by field, for what its reader may read."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification.acting import Origin, acting_as, asked_by
from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, Extension, Measure, Person, Plan
from rectification.selectors.changes_told import TOLD
from rectification.services.events import record_event
from rectification.web.change_words import ROWS, label_of
from tests.factories import Township, acting, case_in, prove
from tests.rectification.web.desk import client_of, share


def changed(case: Case, by: Person, text: str = "", **fields: Any) -> None:
    """One act: the fields, and the event that bears the version."""
    with asked_by(Origin.WEB, "tests"), acting_as(by.user.pk):
        case.refresh_from_db()
        for name, value in fields.items():
            setattr(case, name, value)
        case.save()
        record_event(case=case, verb=EventVerb.CORRECTED, actor=acting(by), text=text)


@pytest.fixture
def case(town: Township, clock: time_machine.Traveller) -> Case:
    """Registered in one act, as intake does it, and a while ago."""
    with asked_by(Origin.JOB, "tests"):
        found = case_in(
            town, CaseStage.RECTIFYING, registered_at=timezone.now(), title="会议记录不全"
        )
    clock.shift(60)
    return found


def acts_for(someone: Person, case: Case) -> list[Any]:
    response = client_of(someone).get(reverse("rectification:case_changes", args=[case.pk]))
    assert response.status_code == 200
    acts: list[Any] = response.context["acts"]
    return acts


def told(act: Any) -> dict[str, tuple[str, str]]:
    return {row.label: (row.before, row.after) for part in act.rows for row in part.fields}


def rows_of(act: Any) -> list[tuple[str, str]]:
    return [(row.title, str(row.light.word) if row.light else "") for row in act.rows]


def asked_for_more(case: Case, by: Person, **fields: Any) -> Extension:
    day = timezone.localdate()
    return Extension.objects.create(
        case=case,
        round=1,
        reason="雨季无法施工。",
        asked_by=by,
        asked_at=timezone.now(),
        former_due_on=day,
        new_due_on=day + timedelta(days=9),
        **fields,
    )


def test_field_old_new_who_when_and_why(town: Township, case: Case) -> None:
    reason = "文件名称写错。"
    changed(case, town.intake, reason, title="会议记录不齐全", due_on=None, severity="prominent")
    act = acts_for(town.officer, case)[0]
    assert told(act)["标题"] == ("会议记录不全", "会议记录不齐全")
    assert told(act)["问题程度"] == ("一般", "突出")
    assert (act.title, act.who.split(" · ")[0]) == ("更正登记内容", town.intake.name)
    assert reason in act.why
    page = client_of(town.officer).get(reverse("rectification:case_changes", args=[case.pk]))
    assert "<ins>齐</ins>" in page.content.decode()


def test_who_and_why_are_for_readers_of_the_record(town: Township, case: Case) -> None:
    changed(case, town.intake, "依据有误。", standard_ref="党员权利义务有关规定")
    act = acts_for(town.east.clerk, case)[0]
    assert told(act)["对照标准"][1] == "党员权利义务有关规定"
    assert (act.who, act.title, act.why) == ("", "", "")


def test_a_co_unit_reads_the_problem_and_its_own_share(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    share(case, town.west.organisation)
    share(case, town.leading_group, answer="pending")
    clock.shift(60)
    changed(case, town.intake, title="改过的标题", standard_ref="某项规定")
    now, before = acts_for(town.west.secretary, case)
    assert list(told(now)) == ["标题"]
    assert rows_of(before) == [("牵头单位和配合单位", "新增")]
    assert told(before)["责任单位"] == ("", town.west.organisation.name)


def test_a_name_of_the_owners_side_is_withheld_like_on_the_page(town: Township, case: Case) -> None:
    measure = case.plans.get().measures.first()
    assert measure is not None
    measure.person = town.east.members[1]
    measure.save()
    assert town.east.members[1].name in str(told(acts_for(town.officer, case)[0]))
    assert town.east.members[1].name not in str([told(act) for act in acts_for(town.org, case)])


def test_nothing_is_told_of_what_was_before_it_was_registered(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, title="反映人自己的话")
    case.save()
    changed(case, town.intake, title="受理时写的标题", registered_at=timezone.now())
    changed(case, town.intake, title="后来改的标题")
    acts = acts_for(town.officer, case)
    assert [told(act)["标题"] for act in acts] == [("受理时写的标题", "后来改的标题")]
    assert "反映人自己的话" not in str([told(act) for act in acts])


def test_a_row_that_came_and_one_that_went(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    claim = case.claims.get()
    with asked_by(Origin.WEB, "tests"), acting_as(town.officer.user.pk):
        claim.delete()
    clock.shift(60)
    asked_for_more(case, town.east.secretary)
    came, went = acts_for(town.officer, case)
    assert rows_of(came) == [("延期", "新增")]
    assert told(came)["理由"] == ("", "雨季无法施工。")
    assert rows_of(went) == [("认领", "不再列入")]
    assert told(went)["责任单位"] == (town.east.organisation.name, "")
    page = client_of(town.officer).get(reverse("rectification:case_changes", args=[case.pk]))
    assert "<ins>雨季无法施工。</ins>" in page.content.decode()


def test_what_was_asked_for_is_told_to_readers_of_the_record(town: Township, case: Case) -> None:
    asked_for_more(case, town.east.secretary)
    assert acts_for(town.east.clerk, case) == []
    assert [rows_of(act) for act in acts_for(town.org, case)] == [[("延期", "新增")]]


def test_what_was_reported_is_told_to_those_who_see_evidence(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    share(case, town.west.organisation)
    clock.shift(60)
    measure = case.plans.get().measures.get()
    prove(measure, by=town.east.secretary)
    for reader in (town.officer, town.east.clerk):
        titles = [row.title for row in acts_for(reader, case)[0].rows]
        assert {"进展", "佐证材料"} <= set(titles)
    for reader in (town.org, town.west.secretary):
        titles = [row.title for act in acts_for(reader, case) for row in act.rows]
        assert {"进展", "佐证材料"} & set(titles) == set()


def test_what_the_system_changed_bears_no_name(town: Township, case: Case) -> None:
    case.due_on = timezone.localdate() + timedelta(days=9)
    case.save()
    act = acts_for(town.officer, case)[0]
    assert (act.who, act.why) == ("系统", "")


def test_every_field_has_a_name_of_its_own_in_chinese() -> None:
    labels = [label_of(row.model, name) for row in TOLD for name in row.fields]
    assert all(any("一" <= sign <= "鿿" for sign in label) for label in labels), labels


def test_every_row_has_a_name_but_those_that_are_counted() -> None:
    counted = {Plan, Measure}
    assert set(ROWS) == {row.model for row in TOLD} - counted


def test_strangers_find_no_changes_and_no_past(town: Township, case: Case) -> None:
    for name in ("case_changes", "case_as_of"):
        url = reverse(f"rectification:{name}", args=[case.pk])
        assert client_of(town.west.members[0]).get(url).status_code == 404
        assert client_of(town.officer).get(url).status_code == 200


def test_many_changes_cost_the_queries_of_one(town: Township, case: Case) -> None:
    changed(case, town.intake, title="第一次改的标题")

    def asked() -> int:
        client = client_of(town.officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("rectification:case_changes", args=[case.pk]))
        return len(queries)

    one = asked()
    for number in range(3):
        changed(case, town.intake, title=f"又改的标题{number}", severity="")
    assert asked() == one


@pytest.mark.parametrize("count", [1, 3])
def test_milestones_of_a_co_unit_cost_the_queries_of_one(
    town: Township, case: Case, count: int, django_assert_num_queries: Any
) -> None:
    share(case, town.west.organisation)
    measure = case.plans.get().measures.create(
        position=9,
        text="清查台账",
        deliverable="台账",
        organisation=town.west.organisation,
        person=town.west.secretary,
        starts_on=timezone.localdate(),
        due_on=timezone.localdate(),
    )
    for number in range(count):
        milestone = measure.milestones.create(due_on=timezone.localdate(), text=f"第{number}段")
        milestone.text += "完成"
        milestone.save()
    reader = client_of(town.west.secretary)
    url = reverse("rectification:case_changes", args=[case.pk])
    reader.get(url)
    with django_assert_num_queries(22):
        (act,) = reader.get(url).context["acts"]
    assert len(act.rows) == 2 + 2 * count
