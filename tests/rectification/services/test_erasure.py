"""docs/rules.md T8, scenario 8: what a withdrawn report said is gone after thirty days."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from pytest_django import Settings

from rectification.audit.canonical import payload_hash
from rectification.enums import AccessPurpose, CaseLevel, CaseStage, EventVerb
from rectification.models import (
    AccessLog,
    Appointment,
    BoxOpening,
    Case,
    CaseEventPayload,
    CheckRound,
    Delegation,
    Evidence,
    ImportedFile,
    ListFile,
    ListSnapshot,
    MailAddress,
    Measure,
    Occasion,
    OrganisationRecusal,
    Person,
    Plan,
    PlanTemplate,
    ReporterIdentity,
    SelfCheck,
    WaitingFile,
)
from rectification.policies.actors import Actor
from rectification.policies.readings import Capacity
from rectification.services.erasure import PLACES, ROWS, erase_case
from rectification.services.events import record_event
from rectification.services.reading import log_access
from rectification.services.reporting import withdraw_report
from rectification.services.retention import erase_withdrawn
from tests.factories import Township, case_in, negative_list, prove
from tests.full_case import full_case

WORD = "泄露天机"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def places_with(word: str) -> set[str]:
    """Columns in which the word stands, of every table."""
    return set(_places(word))


def _places(word: str) -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            values = model._base_manager.values_list(field.attname, flat=True)
            if any(word in str(value) for value in values):
                yield f"{model.__name__}.{field.name}"


NOT_OF_CASES = {
    Person,
    Appointment,
    BoxOpening,
    Delegation,
    OrganisationRecusal,
    ImportedFile,
    ListFile,
    ListSnapshot,
    WaitingFile,
    Occasion,
    SelfCheck,
    CheckRound,
    PlanTemplate,
    MailAddress,
}
"""People, their offices and rosters, records, templates and self-checks outlive every case."""

FILES: Final = ("file", "original", "docx", "pdf")


def erasable() -> set[type[models.Model]]:
    return {m for m in apps.get_models() if getattr(m, "ERASABLE", ())}


def plant(model: Any) -> None:
    """The word in each field that can be erased, and in an older version of the row."""
    rows = list(model._base_manager.all())
    assert rows, model
    for row in rows:
        for name in model.ERASABLE:
            if name in FILES:
                getattr(row, name).save("word.pdf", ContentFile(b"%PDF"), save=False)
            else:
                limit = model._meta.get_field(name).max_length
                setattr(row, name, WORD[: limit or len(WORD)])
        row.save()
        row.save()


def columns_of(model: Any) -> set[str]:
    """Where the word stands once it is planted; a file is stored under a name of its own."""
    tables = [
        model.__name__,
        *([f"Historical{model.__name__}"] if hasattr(model, "history") else []),
    ]
    return {f"{table}.{name}" for table in tables for name in model.ERASABLE if name not in FILES}


def test_places_are_all_models_with_words_of_a_case() -> None:
    told = {model for model, _link, _above in PLACES} | {Case, *ROWS}
    assert erasable() - told == NOT_OF_CASES


def test_erase_case_leaves_no_word_in_row_history_payload_or_file(
    town: Township, media: Path
) -> None:
    case = full_case(town)
    planted = erasable() - NOT_OF_CASES - {ReporterIdentity}
    for model in planted:
        plant(model)
    assert places_with(WORD) == set().union(*map(columns_of, planted))
    assert [path for path in media.rglob("*") if path.is_file()]
    for one in (case, *(merge.master for merge in case.merges.all())):
        erase_case(case=one)
    assert places_with(WORD) == set()
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert not ReporterIdentity.objects.exists()
    assert not CaseEventPayload.objects.exists()


def test_erase_case_knows_rows_that_were_deleted_since(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    plant(Plan)
    plant(Measure)
    Plan.objects.all().delete()
    assert places_with(WORD) == {f"HistoricalPlan.{name}" for name in Plan.ERASABLE} | {
        f"HistoricalMeasure.{name}" for name in Measure.ERASABLE
    }
    erase_case(case=case)
    assert places_with(WORD) == set()


def test_erase_case_touches_no_other_case(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    other = case_in(town, CaseStage.RECTIFYING, title="另一件的标题")
    erase_case(case=case)
    other.refresh_from_db()
    assert other.title == "另一件的标题"
    assert Plan.objects.exclude(cause="").get().case == other
    assert other.history.exclude(title="").exists()


def test_erase_case_keeps_number_events_hashes_and_readers(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    event = record_event(
        case=case, verb=EventVerb.PLAN_RETURNED, actor=Actor(person=town.pse), text=WORD
    )
    salt = event.payload.salt
    log_access(case=case, person=town.officer, what="case", capacity=Capacity(AccessPurpose.OFFICE))
    number, events = case.number, list(case.events.values_list("sequence", "verb", "payload_hash"))
    erase_case(case=case)
    assert (case.number, case.title) == (number, "")
    assert list(case.events.values_list("sequence", "verb", "payload_hash")) == events
    assert event.payload_hash == payload_hash(salt=salt, text=WORD)
    assert AccessLog.objects.get().person == town.officer


def test_withdrawn_report_is_erased_after_thirty_days(
    town: Township, clock: time_machine.Traveller
) -> None:
    member = town.east.members[0]
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    kept = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    withdraw_report(case=case, actor=Actor(person=member))
    clock.shift(timedelta(days=30) - timedelta(seconds=1))
    assert erase_withdrawn() == 0
    assert Case.objects.get(pk=case.pk).description
    clock.shift(timedelta(seconds=1))
    assert erase_withdrawn() == 1
    case.refresh_from_db()
    kept.refresh_from_db()
    assert (case.title, case.description) == ("", "")
    assert set(case.history.values_list("title", "description")) == {("", "")}
    assert (case.outcome, case.events.last().verb) == (CaseStage.WITHDRAWN, EventVerb.ERASED)
    assert kept.description
    assert erase_withdrawn() == 0


def test_case_whose_file_cannot_be_deleted_is_left_whole_and_keeps_no_other(
    town: Township, clock: time_machine.Traveller, media: Path
) -> None:
    stuck, other = (case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER) for _ in range(2))
    prove(Measure.objects.get(plan__case=stuck), by=town.east.members[0])
    full = media / str(Evidence.objects.get().file) / "a folder that is not empty"
    full.mkdir(parents=True)
    for case in (stuck, other):
        case.outcome, case.ended_at = CaseStage.WITHDRAWN, timezone.now()
        case.save()
    clock.shift(timedelta(days=31))
    assert erase_withdrawn() == 1
    assert Case.objects.exclude(title="").get() == stuck
    full.rmdir()
    full.parent.rmdir()
    assert erase_withdrawn() == 1


def test_erase_case_forgets_what_was_cited_of_the_negative_list(town: Township) -> None:
    item = negative_list(town).items.get(kind="D3")
    case = case_in(town, CaseStage.SUBMITTED, level=CaseLevel.MEMBER)
    case.cited_item, case.negative_item = item, item.kind
    case.save()
    erase_case(case=case)
    assert (case.cited_item, case.negative_item) == (None, "")
    told = case.history.values_list("cited_item", "negative_item")
    assert set(told) == {(None, "")}
