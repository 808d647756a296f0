"""Numbers of official documents: the code in front, no gap and no number twice (rules 3.2)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from rectification.enums import DocumentSeries
from rectification.exceptions import CaseError
from rectification.models import NumberSeries, Organisation
from rectification.policies.document_numbers import why_not_code
from rectification.services.document_numbers import give_document_code, take_document_number
from tests.factories import Township
from tests.workflows.racing import race

THREADS, EACH = 20, 50


@transaction.atomic
def take(organisation: Any, series: DocumentSeries = DocumentSeries.SUPERVISION) -> str:
    return str(take_document_number(organisation=organisation, series=series))


@pytest.mark.django_db
def test_number_has_code_series_and_year_without_leading_zeros(town: Township) -> None:
    give_document_code(organisation=town.discipline, code="云纪")
    first, second = take(town.discipline), take(town.discipline)
    answer = take(town.discipline, DocumentSeries.ANSWER)
    assert [first, second, answer] == [
        "云纪督〔2026〕1号",
        "云纪督〔2026〕2号",
        "云纪复〔2026〕1号",
    ]


@pytest.mark.django_db
def test_whoever_has_no_code_issues_under_that_above(town: Township) -> None:
    give_document_code(organisation=town.committee, code="云委")
    give_document_code(organisation=town.discipline, code="云纪")
    assert take(town.general_office).startswith("云委督〔")
    assert take(town.discipline).startswith("云纪督〔")


@pytest.mark.django_db
def test_without_any_code_the_way_out_is_named(town: Township) -> None:
    with pytest.raises(CaseError) as refused:
        take(town.discipline)
    assert refused.value.rule == "3.2"
    assert town.discipline.name in str(refused.value)
    assert not NumberSeries.objects.filter(series__contains="督").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["AB", "云 纪", "云〔纪", "一二三四五六七八九", "云纪1"])
def test_what_is_no_code_is_refused(town: Township, code: str) -> None:
    with pytest.raises(CaseError):
        give_document_code(organisation=town.discipline, code=code)


@pytest.mark.django_db
def test_code_is_of_one_organisation_alone(town: Township) -> None:
    give_document_code(organisation=town.discipline, code="云纪")
    assert why_not_code("云纪", town.discipline) is None
    with pytest.raises(CaseError) as refused:
        give_document_code(organisation=town.committee, code="云纪")
    assert town.discipline.name in str(refused.value)
    give_document_code(organisation=town.discipline, code="")
    give_document_code(organisation=town.committee, code="云纪")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_code_at_once_one_is_told_whose_it_is(town: Township) -> None:
    rivals = [town.committee, town.discipline, town.office, town.general_office]

    def giving(organisation: Any) -> Any:
        return lambda: give_document_code(organisation=organisation, code="云纪")

    results = race(*map(giving, rivals))
    holder = Organisation.objects.get(document_code="云纪")
    refused = [each for each in results if each is not None]
    assert len(refused) == len(rivals) - 1
    for each in refused:
        assert isinstance(each, CaseError)
        assert holder.name in str(each)


@pytest.mark.django_db
def test_rolled_back_paper_leaves_no_gap(town: Township) -> None:
    give_document_code(organisation=town.discipline, code="云纪")
    take(town.discipline)
    with transaction.atomic():
        take(town.discipline)
        transaction.set_rollback(True)
    assert take(town.discipline).endswith("〕2号")


@pytest.mark.django_db(transaction=True)
def test_no_number_is_taken_outside_a_transaction(town: Township) -> None:
    give_document_code(organisation=town.discipline, code="云纪")
    with pytest.raises(transaction.TransactionManagementError):
        take_document_number(organisation=town.discipline, series=DocumentSeries.LIST)


@pytest.mark.django_db
def test_numbers_begin_anew_with_the_year(town: Township, clock: time_machine.Traveller) -> None:
    """With that of Shanghai, where it is midnight eight hours before."""
    give_document_code(organisation=town.discipline, code="云纪")
    clock.move_to(datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")))
    last = [take(town.discipline), take(town.discipline)]
    clock.move_to(datetime(2027, 1, 1, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai")))
    first = take(town.discipline)
    assert [*last, first] == ["云纪督〔2026〕1号", "云纪督〔2026〕2号", "云纪督〔2027〕1号"]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_thousand_at_once_have_no_gap_and_none_twice(town: Township) -> None:
    take_a_thousand(town)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_thousand_at_once_on_postgresql(town: Township) -> None:
    take_a_thousand(town)


def take_a_thousand(town: Township) -> None:
    """One in six fails after it took its number: nothing of it stays."""
    give_document_code(organisation=town.discipline, code="云纪")

    def many() -> list[str]:
        taken = []
        for turn in range(EACH):
            if turn % 5 == 0:
                with transaction.atomic():
                    take(town.discipline)
                    transaction.set_rollback(True)
            taken.append(take(town.discipline))
        return taken

    results = race(*[many] * THREADS)
    assert [each for each in results if isinstance(each, Exception)] == []
    found = sorted(number for each in results for number in each)
    year = NumberSeries.objects.get(series="云纪督").year
    assert found == sorted(f"云纪督〔{year}〕{n}号" for n in range(1, THREADS * EACH + 1))
