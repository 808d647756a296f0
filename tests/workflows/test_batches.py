"""A list of problems becomes work of the intake; what it asked for reaches the later steps."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectification.enums import CaseStage, SourceKind
from rectification.imports.batch.report import Report
from rectification.models import Case
from rectification.policies.actors import for_item
from rectification.services.batches import Handed
from rectification.services.importing import Importer, Instructions
from tests.factories import Township, township
from tests.rectification.imports.lists import problems
from tests.workflows.play import Play
from workflows import act
from workflows.batches import import_batch

DAY = datetime(2026, 6, 16, 1, tzinfo=UTC)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """Nine o'clock in Shanghai on 16 June 2026."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(clock: time_machine.Traveller) -> Township:
    return township()


def form_of_step(play: Play, step: str) -> Any:
    item = play.item(step)
    actor = for_item(play.holder_of(item), item)
    return act.form_of(item, actor=actor, case=play.case)


def row(unit: str, text: str = "学习记录不完整，缺少研讨内容。", limit: Any = "立行立改") -> Any:
    return (1, "学习教育方面", text, unit, "", limit, "")


def imported(*rows: Any, **given: Any) -> Report:
    return import_batch(
        handed=Handed(problems(*rows), SourceKind.INSPECTION),
        name="清单.xlsx",
        importer=Importer(),
        instructions=Instructions(**given),
    )


def played(town: Township, clock: time_machine.Traveller) -> Play:
    play = Play(town, clock)
    play.case = Case.objects.get()
    return play


def test_case_is_registered_and_dispatched_as_the_list_asked(
    town: Township, clock: time_machine.Traveller
) -> None:
    east, west = town.east.organisation, town.west.organisation
    imported(row(f"{east.name}、{west.name}", limit="2026.10.31"))
    play = played(town, clock)
    form = form_of_step(play, "triage")
    assert (form.initial["category"], form.initial["deadline_class"]) == ("A", "limited")
    facts = {str(label): str(value) for label, value in form.handed_in}
    assert facts["清单所列其他单位"] == west.name
    assert facts["时限原文"] == "2026.10.31"
    play.take("triage", category="A", deadline_class="limited")
    assert form_of_step(play, "dispatch").initial["co_units"] == [west.pk]


def test_plan_is_due_thirty_days_from_receipt(
    town: Township, clock: time_machine.Traveller
) -> None:
    imported(row(town.east.organisation.name, limit="2026.10.30"))
    play = played(town, clock)
    play.take("triage", category="A", deadline_class="limited")
    play.take("dispatch")
    play.take("claim")
    assert play.item("draft_plan").due_on == date(2026, 7, 15)


def test_name_is_reworded_before_registration(
    town: Township, clock: time_machine.Traveller
) -> None:
    secretary = town.east.secretary.name
    imported(row(town.east.organisation.name, f"{secretary}同志未参加学习，也未请假。"))
    play = played(town, clock)
    named = play.case.description
    errors = play.refusal("triage", title="未参加学习", description=named)
    assert secretary in errors["description"][0]
    play.take("triage", title="未参加学习", description="支部书记一次未参加学习，也未请假。")
    assert play.case.stage == CaseStage.REGISTERED


def test_word_of_secrets_is_confirmed_before_registration(
    town: Township, clock: time_machine.Traveller
) -> None:
    imported(row(town.east.organisation.name, "保密检查时未区分机密文件，未登记。"))
    play = played(town, clock)
    assert set(play.refusal("triage")) == {"holds_no_secret"}
    play.take("triage", holds_no_secret="on")
    assert play.case.stage == CaseStage.REGISTERED


def test_private_number_is_masked_where_it_is_written(town: Township) -> None:
    text = "公开栏仍留有13800001234，未更换。"
    imported((1, "学习", text, town.east.organisation.name, "", "立行立改", "电话13800001234"))
    case = Case.objects.get()
    assert case.description == "公开栏仍留有***，未更换。"
    assert "1380" not in case.title + case.batch_entry.remark


def test_rows_are_written_together_or_not_at_all(town: Township) -> None:
    unit = town.east.organisation.name
    report = imported(row(unit), row("无名村党支部"))
    assert (report.written, Case.objects.count()) == (False, 0)
    assert not imported(row(unit), expected=2).written
    assert imported(row(unit), row("无名村党支部"), accept_valid=True, expected=1).written
    assert Case.objects.count() == 1


def test_how_far_it_has_come_is_told_after_each_row(town: Township) -> None:
    unit = town.east.organisation.name
    told: list[tuple[int, int]] = []
    content = problems(row(unit), row("无名村党支部"), row(unit, "公开栏内容未更新。"))
    import_batch(
        handed=Handed(content, SourceKind.INSPECTION),
        name="清单.xlsx",
        importer=Importer(),
        instructions=Instructions(accept_valid=True),
        tell=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]


def test_cost_grows_with_the_rows_alone(town: Township) -> None:
    """A row costs what its procedure costs; `make bench` says what five hundred take."""
    unit = town.east.organisation.name
    with CaptureQueriesContext(connection) as one:
        imported(row(unit))
    with CaptureQueriesContext(connection) as three:
        imported(*(row(unit, f"第{n}项记录不完整，{n}次未补。") for n in "甲乙丙"))
    assert len(three) <= 3 * len(one)
