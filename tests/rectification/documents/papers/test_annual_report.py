"""年度整改报告: sums with what they are counted of; nobody is found in them, nobody ranked."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from rectification.documents.papers import annual_report
from rectification.documents.typesetting import Table
from rectification.enums import (
    CaseOutcome,
    CaseStage,
    DocumentVariant,
    PublicationPurpose,
    PublicationScope,
    PublicationStatus,
    SourceKind,
    WaiverGround,
)
from rectification.models import Case, Organisation, PublicationDecision
from rectification.policies.days import today
from rectification.selectors.annual import Ratio, figures_of, years_of
from rectification.selectors.lists import waivers_in
from tests.factories import Township, case_in, rights
from tests.rectification.documents.papers.read import words_of
from tests.struck import struck_off

pytestmark = pytest.mark.django_db


def closed(town: Township, **fields: Any) -> Case:
    return struck_off(town, today(), author=town.officer, **fields)


def report(place: Organisation, variant: DocumentVariant = DocumentVariant.INTERNAL) -> str:
    return words_of(annual_report(place, today().year, today(), variant))


def test_rate_counts_what_is_to_be_put_right(town: Township) -> None:
    closed(town)
    case_in(town, CaseStage.RECTIFYING, author=town.officer)
    for outcome in (CaseOutcome.MERGED, CaseOutcome.TRANSFERRED, CaseOutcome.TERMINATED):
        gone = case_in(town, CaseStage.RECTIFYING, author=town.officer)
        Case.objects.filter(pk=gone.pk).update(outcome=outcome, stage=outcome)
    hidden = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    Case.objects.filter(pk=hidden.pk).update(sealed=True)
    east = town.east.organisation
    assert figures_of(east, today().year).done == Ratio(1, 2)
    assert figures_of(town.west.organisation, today().year).done == Ratio(0, 0)
    words = report(east)
    assert "1/2（50%）" in words
    assert "截至2026年5月11日" in words
    assert town.west.organisation.name not in words


def test_rate_is_rounded_down_like_the_key_figures(town: Township) -> None:
    """Two of three are not 67 per cent: whatever is left is not rounded away."""
    closed(town)
    closed(town)
    case_in(town, CaseStage.RECTIFYING, author=town.officer)
    assert "2/3（66%）" in report(town.east.organisation)


def test_long_term_matter_is_not_struck_off_while_it_is_looked_at_again(town: Township) -> None:
    case = case_in(town, CaseStage.LOOK_BACK, author=town.officer)
    Case.objects.filter(pk=case.pk).update(outcome=CaseOutcome.LONG_TERM)
    found = figures_of(town.east.organisation, today().year)
    assert (found.done, found.long_term) == (Ratio(0, 1), 1)


@pytest.mark.parametrize(("round_", "waivers"), [(1, {"privacy": 1}), (2, {})])
def test_waiver_stands_in_its_own_round_alone(
    town: Township, round_: int, waivers: dict[str, int]
) -> None:
    case = case_in(town, CaseStage.VERIFYING, author=town.officer)
    PublicationDecision.objects.create(
        case=case,
        round=1,
        version=1,
        purpose=PublicationPurpose.EFFECT,
        scope=PublicationScope.NONE,
        waiver_ground=WaiverGround.PRIVACY,
        status=PublicationStatus.CARRIED_OUT,
        proposed_by=town.east.secretary,
        proposed_at=timezone.now(),
    )
    Case.objects.filter(pk=case.pk).update(round=round_)
    assert figures_of(town.east.organisation, today().year).waivers == waivers
    assert waivers_in(Case.objects.all(), rights(town.officer)) == waivers


def test_members_are_counted_for_the_township_alone_and_never_under_five(town: Township) -> None:
    for person in town.east.members:
        case_in(town, CaseStage.RECTIFYING, level="M", owner_person=person, author=person)
    year = today().year
    assert figures_of(town.east.organisation, year).done == Ratio(0, 0)
    assert figures_of(town.east.organisation, year).of_members is None
    assert "党员事项" not in report(town.east.organisation)
    words = report(town.committee)
    assert "已销号（占应整改）：少于5" in words
    for person in town.east.members:
        assert person.name not in words


def test_public_report_says_no_figure_under_five(town: Township) -> None:
    closed(town)
    words = report(town.east.organisation, DocumentVariant.PUBLIC)
    assert "公开版" in words
    assert "1/1" not in words
    assert "少于5" in words


def test_figure_under_five_is_not_left_over_from_the_sum_either(town: Township) -> None:
    made = [case_in(town, CaseStage.RECTIFYING, author=town.officer) for _ in range(13)]
    for source, count in ((SourceKind.MEETING, 6), (SourceKind.VISIT, 2)):
        keys = [made.pop().pk for _ in range(count)]
        Case.objects.filter(pk__in=keys).update(source=source)
    Case.objects.filter(pk__in=[each.pk for each in made]).update(source=SourceKind.INSPECTION)
    tables = [
        dict(block.rows)
        for variant in DocumentVariant
        for block in annual_report(town.committee, today().year, today(), variant).body
        if isinstance(block, Table)
    ]
    labels = [str(SourceKind(each).label) for each in ("meeting", "visit", "inspection")]
    found = [[table[label] for label in labels] for table in tables if labels[0] in table]
    assert found == [["6", "2", "5"], ["6", "少于5", "略"]]


def test_years_go_back_to_the_first_registration(town: Township) -> None:
    assert years_of(town.committee, 2026) == [2026]
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    long_ago = case.registered_at.replace(year=2024) if case.registered_at else None
    Case.objects.filter(pk=case.pk).update(registered_at=long_ago)
    assert years_of(town.committee, 2026) == [2026, 2025, 2024]
    assert figures_of(town.committee, 2024).done == Ratio(0, 1)
    assert figures_of(town.committee, 2026).done == Ratio(0, 0)


@pytest.mark.parametrize("cases", [1, 3])
def test_report_costs_the_same_however_much_there_is(
    town: Township, cases: int, django_assert_num_queries: Any
) -> None:
    for _ in range(cases):
        closed(town)
    with django_assert_num_queries(12):
        annual_report(town.committee, date.today().year, today(), DocumentVariant.INTERNAL)
