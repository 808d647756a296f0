"""docs/rules.md 3.4: who enters records of visits, checks and meetings, and what they hold."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from rectification.enums import SourceKind
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, Occasion, Person
from rectification.roles import Role
from rectification.services.occasions import enter_occasion
from rectification.services.reporting import save_draft
from tests.factories import Township, case_in, in_office, person

FINDING = "活动室上锁，无法开展组织生活。"


def entered(town: Township, by: Person, source: str = "visit", **given: Any) -> Occasion:
    kinds = {"visit": "stay", "supervision": "random_check", "meeting": "theme_day"}
    there = {"present": 12} if source == "meeting" else {"people": [by]}
    return enter_occasion(
        **{
            "by": by,
            "source": source,
            "kind": kinds[source],
            "organisation": town.east.organisation,
            "held_on": date(2026, 5, 8),
            "finding": FINDING,
            **there,
            **given,
        }
    )


def supervisor(town: Township) -> Person:
    return in_office(person("督察明", branch=town.home), Role.INS, town.committee)


def test_who_enters_no_such_record_is_refused_by_the_service(town: Township) -> None:
    with pytest.raises(NotAllowed) as refused:
        entered(town, town.west.secretary, "meeting")
    assert refused.value.rule == "3.4"
    assert not Occasion.objects.exists()


def test_record_says_who_or_how_many_were_there(town: Township) -> None:
    visit = entered(town, town.liaison, people=[town.liaison, town.pse])
    assert set(visit.people.all()) == {town.liaison, town.pse}
    assert entered(town, town.east.clerk, "meeting").present == 12
    with pytest.raises(InvalidInput) as refused:
        entered(town, town.liaison, people=[])
    assert set(refused.value.errors) == {"people"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"finding": "石小满多次不参加学习，应予批评。"}, "finding"),
        ({"finding": "石 小 满多次不参加学习，应予批评。"}, "finding"),
        ({"finding": "没开会"}, "finding"),
        ({"held_on": date(2026, 5, 12)}, "held_on"),
        ({"kind": "theme_day"}, "kind"),
    ],
)
def test_record_is_refused_with_the_field_at_fault(
    town: Township, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        entered(town, town.liaison, **given)
    assert (set(refused.value.errors), refused.value.rule) == ({field}, "3.4")
    assert not Occasion.objects.exists()


def test_record_holds_nothing_secret(town: Township) -> None:
    with pytest.raises(CaseError) as refused:
        entered(town, town.liaison, finding="现场发现机密★文件随意摆放。")
    assert refused.value.rule == "8.11"
    assert not Occasion.objects.exists()


def test_problem_raised_from_a_record_takes_place_day_and_source(town: Township) -> None:
    visit = entered(town, town.liaison)
    draft = save_draft(
        case=None,
        author=town.liaison,
        title="活动场所长期关闭",
        description="党员活动室上锁，四月以来未开放。",
        found_on=date(2026, 5, 1),
        category="C",
        occasion=visit,
    )
    assert (draft.source, draft.level, draft.occasion) == (SourceKind.VISIT, "B", visit)
    assert (draft.owner_organisation, draft.found_on) == (town.east.organisation, visit.held_on)


def test_problem_of_the_committee_itself_is_one_of_committee_level(town: Township) -> None:
    visit = entered(town, town.officer, organisation=town.committee)
    draft = save_draft(
        case=None,
        author=town.officer,
        title="走访意见未答复",
        description="走访登记的意见有八条没有办理结果。",
        found_on=visit.held_on,
        occasion=visit,
    )
    assert draft.level == "C"


def test_who_enters_no_such_record_raises_no_problem_from_it(town: Township) -> None:
    visit = entered(town, town.liaison)
    with pytest.raises(NotAllowed) as refused:
        save_draft(
            case=None,
            author=town.east.secretary,
            title="活动场所长期关闭",
            description="党员活动室上锁。",
            found_on=visit.held_on,
            occasion=visit,
        )
    assert refused.value.rule == "3.4"
    assert not Case.objects.exists()


def test_database_knows_records_of_the_three_sources_only(town: Township) -> None:
    visit = entered(town, town.liaison)
    visit.source = SourceKind.INSPECTION
    with pytest.raises(IntegrityError):
        visit.save()


def test_self_report_has_no_record(town: Township) -> None:
    assert case_in(town, "draft", level="M").occasion is None
