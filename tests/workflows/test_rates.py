"""How the work goes: each figure of a case in which everything happened, and who reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PublicationScope
from rectification.models import Case, PublicationDecision, Recusal
from rectification.moment import Moment
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.selectors.as_of import as_of
from rectification.selectors.cases import read_by_office
from rectification.selectors.rates import BY, Rates, rates_of
from rectification.web import rates as words
from tests.rectification.web.desk import client_of, share
from tests.workflows.play import Play, user_of
from workflows.passing_on import hold_anew

SHARES = [name for name, _label, _how in words.SHARES]
SUMS = [name for name, _label, _how in words.SUMS]


def all_rates() -> Rates:
    return rates_of(list(Case.objects.values_list("pk", flat=True)))


def share_in(found: Rates, name: str) -> tuple[int, int]:
    return found.counts[name], found.counts[f"of_{name}"]


def page_of(someone: Any, **query: str) -> Any:
    response = client_of(someone).get(reverse("rectification:figures"), query)
    assert response.status_code == 200
    return response


def told(someone: Any, **query: str) -> dict[str, dict[str, tuple[str, str]]]:
    """By title of the table: what stands in it, and what stood there before."""
    return {
        str(table.title): {str(row[0].text): (row[1].text, row[1].meta) for row in table.rows}
        for table in page_of(someone, **query).context["tables"]
    }


@pytest.fixture
def eventful(play: Play) -> Play:
    """Returned, given more time, objected to, failed once, struck off, back."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    play.take("approve_plan", decision="return")
    play.clock.shift(timedelta(days=1))
    play.go_on_to(CaseStage.RECTIFYING)
    play.ask_extension()
    play.take("review_extension")
    play.take("decide_extension")
    play.issue_order()
    play.go_on_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.take("handle_objection")
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", **play.failing())
    play.take("verify", town.dis[2], **play.failing())
    play.go_on_to(CaseStage.CLOSED)
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    play.take("decide_relapse", decision="agree")
    return play


def test_each_rate_has_both_its_numbers(eventful: Play) -> None:
    found = all_rates()
    assert {name: share_in(found, name) for name in SHARES} == {
        "self_found": (1, 1),
        "claimed_freely": (1, 1),
        "at_once": (0, 1),
        "plans_returned": (1, 2),
        "extended": (1, 1),
        "in_time": (1, 1),
        "passed_at_first": (0, 1),
        "shown": (1, 1),
        "upheld": (0, 1),
        "answered_in_time": (1, 1),
        "looked_back": (1, 1),
        "relapsed": (1, 1),
    }
    assert {name: found.counts[name] for name in SUMS} == {
        "objections": 1,
        "orders": 1,
        "orders_open": 0,
    }
    assert {name: dict(found.by[name]) for name in BY} == {
        "level": {"B": 1},
        "sector": {eventful.town.east.organisation.sector: 1},
        "source": {eventful.case.source: 1},
        "category": {"B": 1},
    }
    assert list(found.took)[:2] == ["submitted", "registered"]
    assert (found.took["planning"], found.done["planning"]) == (timedelta(days=1) / 2, 2)


def test_all_that_is_counted_has_its_words_and_every_table_its_order(eventful: Play) -> None:
    assert set(all_rates().counts) == {*SHARES, *(f"of_{name}" for name in SHARES), *SUMS}
    assert [name for name, _title, _words in words.BY] == [*BY, "waiver_ground"]


def test_the_page_says_part_and_whole_and_how_it_is_counted(eventful: Play) -> None:
    found = told(eventful.town.officer)
    assert found["工作情况"]["方案退回率"] == ("50%（1／2）", "")
    assert found["工作情况"]["异议按期答复率"] == ("100%（1／1）", "")
    assert found["工作情况"]["发出督办单数"] == ("1", "")
    assert found["按责任层级"] == {"支部级": ("1", "")}
    assert found["各阶段单项工作平均用时"]["方案编制"] == ("0.5（2项）", "")
    assert "不公示理由" not in found


def test_what_was_not_shown_is_told_by_its_ground(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    PublicationDecision.objects.create(
        case=play.case,
        round=1,
        version=1,
        purpose="effect",
        scope=PublicationScope.NONE,
        working_days=0,
        status="approved",
        waiver_ground="privacy",
        proposed_by=play.town.officer,
        proposed_at=timezone.now(),
    )
    found = all_rates()
    assert (share_in(found, "shown"), dict(found.by["waiver_ground"])) == ((0, 1), {"privacy": 1})


def test_what_passed_to_another_was_neither_answered_nor_done(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    took = all_rates().took
    play.object("effect")
    handler = play.holder_of(play.item("handle_objection"))
    Recusal.objects.create(case=play.case, person=handler, ground="relative", since=timezone.now())
    passed = [former.step for former, _now in hold_anew(play.case)]
    assert "handle_objection" in passed
    assert share_in(all_rates(), "answered_in_time") == (0, 0)
    assert all_rates().took == took
    play.pass_days(30)
    play.take("handle_objection", decision="dismissed")
    assert share_in(all_rates(), "answered_in_time") == (0, 1)


def test_as_of_a_moment_and_beside_another(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    before = timezone.now().isoformat()
    play.clock.shift(60)
    play.take("approve_plan", decision="return")
    play.clock.shift(60)
    after = timezone.now().isoformat()
    rates = told(play.town.officer, at=before)["工作情况"]
    assert rates["方案退回率"] == ("—", "")
    rates = told(play.town.officer, at=after, beside=before)["工作情况"]
    assert rates["方案退回率"] == ("100%（1／1）", "原为：—")


def test_replayed_to_now_they_are_as_they_are_now(eventful: Play) -> None:
    keys = [eventful.case.pk]
    with as_of(Moment(timezone.now(), today())):
        replayed = rates_of(keys)
    assert replayed == rates_of(keys)


def test_only_what_an_office_reads_and_no_case_of_a_member_is_counted(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    branch = play.case
    share(branch, town.west.organisation)
    member = Play(town, play.clock)
    member.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    owner = member.case.owner_person
    assert owner is not None
    for reader in (town.officer, town.org, town.pse, town.liaison, town.east.secretary):
        read = read_by_office(authority_of(user_of(reader)))
        assert list(read.filter(number__isnull=False)) == [branch], reader
    # A clerk reads no record: of one case alone the rate would tell how it was claimed.
    assert page_of(town.east.clerk).context["tables"] == []
    for reader in (town.west.secretary, town.west.clerk, owner, town.dis[0]):
        assert page_of(reader).context["tables"] == [], reader
    Recusal.objects.create(
        case=branch, person=town.liaison, ground="relative", since=timezone.now()
    )
    assert page_of(town.liaison).context["tables"] == []


def test_many_cost_the_queries_of_one(play: Play) -> None:
    def asked() -> int:
        client = client_of(play.town.officer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("rectification:figures")).context["tables"]
        return len(queries)

    play.bring_to(CaseStage.RECTIFYING)
    one = asked()
    for _ in range(2):
        Play(play.town, play.clock).bring_to(CaseStage.RECTIFYING)
    assert asked() == one
