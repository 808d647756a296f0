"""Each source is whole: it has its file, its words, its people or its way in, and its clocks."""

from importlib import import_module

import pytest
from django.utils.translation import override

from rectification.calendar.clocks import Clock
from rectification.enums import CaseLevel, DeadlineClass, OccasionKind, SourceKind
from rectification.sources import SOURCES, source_of
from rectification.web.occasion_forms import OccasionForm


@pytest.mark.parametrize("kind", SourceKind)
def test_source_is_whole(kind: SourceKind) -> None:
    source = source_of(kind)
    module = import_module(f"rectification.sources.{kind.value}")
    assert getattr(module, kind.name) is source
    with override("zh-hans"):
        assert any("\u4e00" <= character <= "\u9fff" for character in str(source.label))
    assert bool(source.fields) == bool(source.occasions)
    assert set(source.fields) <= set(OccasionForm.base_fields)
    assert source.level in CaseLevel.values
    assert source.deadline_class in ["", *DeadlineClass.values]
    assert isinstance(source.plan_clock, Clock)
    assert isinstance(source.rectify_clock, Clock)


def test_somebody_enters_it_or_it_comes_by_list_or_by_the_intake_channel() -> None:
    by_hand = {source.kind for source in SOURCES.values() if source.roles}
    by_list = {source.kind for source in SOURCES.values() if source.columns}
    assert by_list == SourceKind.inspections()
    assert by_hand == set(SourceKind) - SourceKind.inspections() - SourceKind.opinions()


def test_clocks_from_receipt_are_those_of_inspections() -> None:
    received = {source.kind for source in SOURCES.values() if source.from_receipt}
    own = {s.kind for s in SOURCES.values() if s.plan_clock == Clock.PLAN_INSPECTION}
    assert received == own == SourceKind.inspections()


def test_kind_of_occasion_belongs_to_one_source() -> None:
    told = [kind for source in SOURCES.values() for kind in source.occasions]
    assert sorted(told) == sorted(OccasionKind)
    assert len(SOURCES[SourceKind.VISIT].occasions) == 4
    assert len(SOURCES[SourceKind.SUPERVISION].occasions) == 5


def test_columns_have_names_of_their_own_and_two_are_needed() -> None:
    columns = SOURCES[SourceKind.INSPECTION].columns
    labels = [label for column in columns for label in column.labels]
    assert len(labels) == len(set(labels))
    assert [column.name for column in columns if column.required] == ["text", "unit"]
