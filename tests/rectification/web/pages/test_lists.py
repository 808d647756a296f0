"""清单台账: who finds which lines, on the screen and in the file, at what cost."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rectification.documents.lists import LISTS
from rectification.enums import CaseLevel, CaseStage, PublicationScope, Step
from rectification.models import (
    AccessLog,
    Case,
    Organisation,
    Person,
    PublicationDecision,
    Recusal,
)
from rectification.roles import Role
from rectification.selectors.cases import PAGE
from tests.factories import Township, case_in, township, without_account
from tests.rectification.web.desk import client_of, open_step, post_notice, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(town: Township) -> Township:
    return township()


def page(someone: Person, kind: str = "ledger", query: str = "") -> str:
    response = client_of(someone).get(reverse("rectification:lists", args=[kind]) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def sheet(someone: Person, kind: str = "ledger", query: str = "") -> Any:
    """The only sheet of the file that is handed out."""
    response = client_of(someone).get(reverse("rectification:list_file", args=[kind]) + query)
    assert response.status_code == 200
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    (found,) = book.worksheets
    return found


def numbers(found: Any) -> list[str]:
    return [row[1] for row in found.iter_rows(min_row=4, values_only=True)]


def branch_case(town: Township, place: Organisation | None = None, **fields: Any) -> Case:
    author = town.officer if place else town.east.secretary
    fields = {"owner_organisation": place or town.east.organisation, "author": author, **fields}
    return case_in(town, CaseStage.RECTIFYING, **fields)


@pytest.mark.parametrize("kind", LISTS)
def test_anonymous_reader_is_led_to_the_door(client: Any, kind: str) -> None:
    for name in ("lists", "list_file"):
        assert client.get(reverse(f"rectification:{name}", args=[kind])).status_code == 302


def test_a_list_that_does_not_exist_is_not_found(town: Township) -> None:
    response = client_of(town.officer).get(reverse("rectification:lists", args=["people"]))
    assert response.status_code == 404


@pytest.mark.parametrize("kind", LISTS)
def test_lists_hold_what_the_gate_lets_through(far: Township, town: Township, kind: str) -> None:
    """On the screen and in the file alike: nothing of others, and nothing one is recused from."""
    east, west = branch_case(town), branch_case(town, town.west.organisation)
    member = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    Recusal.objects.create(case=west, person=town.org, ground="interest", since=timezone.now())
    sees = {
        town.officer: {east, west, member},
        town.pse: {east, west},
        town.org: {east},
        town.east.secretary: {east, member},  # He approved the member's plan.
        town.west.secretary: {west},
        member.owner_person: {member},
        town.gen: set(),
        far.officer: set(),
    }
    for reader, cases in sees.items():
        shown, file = page(reader, kind), sheet(reader, kind)
        words = str([list(row) for row in file.iter_rows(values_only=True)])
        for case in (east, west, member):
            assert (case.number in shown) == (case in cases)
            assert (case.number in words) == (case in cases)


def test_reports_before_registration_are_on_no_list(town: Township) -> None:
    case_in(town, CaseStage.SUBMITTED, title="还没有登记的问题")
    assert "还没有登记的问题" not in page(town.officer, "problems")


def test_words_of_a_member_case_stay_with_who_may_read_them(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="本人的事")
    name = case.owner_person.name
    assert name in page(town.officer, "problems")
    for reader in (town.pse, town.lg, town.org, town.east.clerk, town.west.secretary):
        shown = page(reader, "problems")
        assert name not in shown.replace(reader.name, "")
        assert case.number not in shown


def test_co_unit_reads_its_own_measures_and_no_results(town: Township) -> None:
    case = branch_case(town)
    share(case, town.west.organisation)
    (line,) = sheet(town.west.secretary, "ledger").iter_rows(min_row=4, values_only=True)
    assert line[1:4] == (case.number, case.title, "青石村党支部")
    assert set(line[4:5] + line[6:16]) == {"略"}
    assert sheet(town.west.secretary, "tasks").max_row == 3


# --- narrowing


def test_what_the_filter_shows_is_what_the_file_holds(town: Township) -> None:
    old = branch_case(town)
    Case.objects.filter(pk=old.pk).update(registered_at="2026-03-02T09:00:00+08:00")
    west = branch_case(town, town.west.organisation)
    closed = case_in(town, CaseStage.CLOSED, outcome="closed")
    committee = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.COMMITTEE)
    found = {
        "": [old, west, closed, committee],
        f"?organisation={town.east.organisation.pk}": [old, closed],
        f"?organisation={town.committee.pk}": [old, west, closed, committee],
        "?level=C": [committee],
        "?state=ended": [closed],
        "?state=open": [old, west, committee],
        "?until=2026-03-02": [old],
        "?since=2026-03-03": [west, closed, committee],
        "?since=2026-03-02&until=2026-03-02": [old],
        "?since=nonsense&level=Z&organisation=0": [old, west, closed, committee],
    }
    for query, cases in found.items():
        wanted = sorted(str(case.number) for case in cases)
        assert numbers(sheet(town.officer, "problems", query)) == wanted
        shown = page(town.officer, "problems", query)
        assert [n for n in sorted(str(c.number) for c in found[""]) if n in shown] == wanted


def test_organisations_offered_are_those_of_cases_one_sees(town: Township) -> None:
    branch_case(town, town.west.organisation)
    assert "白塔村党支部</option>" in page(town.officer)
    assert "白塔村党支部" not in page(town.east.secretary)


def test_pages_follow_each_other_and_the_file_holds_them_all(town: Township) -> None:
    cases = [branch_case(town) for _row in range(PAGE + 2)]
    first = client_of(town.officer).get(reverse("rectification:lists", args=["ledger"]))
    assert len(first.context["rows"]) == PAGE
    second = client_of(town.officer).get(
        reverse("rectification:lists", args=["ledger"]) + first.context["next_url"]
    )
    shown = [row[0].text for row in first.context["rows"] + second.context["rows"]]
    assert shown == [case.number for case in cases]
    assert first.context["rows"][0][0].url == reverse("rectification:case", args=[cases[0].pk])
    assert (second.context["next_url"], second.context["first_url"]) == (
        "",
        reverse("rectification:lists", args=["ledger"]),
    )
    assert numbers(sheet(town.officer)) == [case.number for case in cases]


@pytest.mark.parametrize(
    "query",
    [
        "?until=9999-12-31",
        "?since=0001-01-01",
        "?since=9999-12-31&until=0001-01-01",
        "?since=%00&until=%00&level=%00&state=%00&organisation=%00",
        "?organisation=99999999999999999999999",
    ],
)
def test_what_cannot_be_read_in_the_address_narrows_nothing_down(
    town: Township, query: str
) -> None:
    case = branch_case(town)
    assert case.number in page(town.officer, "problems", query)
    assert numbers(sheet(town.officer, "problems", query)) == [case.number]


@pytest.mark.parametrize("after", ["%00", "%FF%FE", "9" * 3_000, "'%20or%201=1", "%F0%9F%98%80"])
def test_place_in_the_list_may_be_nonsense(town: Township, after: str) -> None:
    branch_case(town)
    page(town.officer, "ledger", f"?after={after}")


@pytest.mark.parametrize("kind", LISTS)
def test_withheld_days_and_figures_are_shown_as_such(town: Township, kind: str) -> None:
    case = branch_case(town)
    share(case, town.west.organisation)
    case.plans.get().measures.update(organisation=town.west.organisation)
    assert "略" in page(town.west.secretary, kind)


@pytest.mark.parametrize("kind", LISTS)
def test_asking_for_the_head_alone_is_answered(town: Township, kind: str) -> None:
    branch_case(town)
    response = client_of(town.officer).head(reverse("rectification:lists", args=[kind]))
    assert (response.status_code, response.content) == (200, b"")


def test_grounds_of_no_publication_are_counted_for_readers_of_the_results(town: Township) -> None:
    """One alone would tell a co-responsible unit why the case is shown to nobody."""
    case = branch_case(town)
    share(case, town.west.organisation)
    notice = post_notice(town, case, PublicationScope.NONE)
    PublicationDecision.objects.filter(pk=notice.decision_id).update(waiver_ground="privacy")
    assert "当事人隐私" in page(town.officer)
    assert "当事人隐私" not in page(town.west.secretary)


# --- the file


def test_file_is_made_to_work_with_and_to_print(town: Township) -> None:
    case = branch_case(town, title='=HYPERLINK("http://example.invalid")')
    found = sheet(town.officer, "ledger", "?level=B")
    assert found.title == "整改台账"
    assert found["A1"].value == "整改台账"
    assert found["A2"].value == (
        "责任层级：支部级    填报单位：云溪镇领导小组办公室    填报时间：2026年5月11日    审核人："
    )
    assert found.freeze_panes == "C4"
    assert found.auto_filter.ref == "A3:Q4"
    assert found.print_title_rows == "$1:$3"
    assert (found.page_setup.orientation, found.page_setup.paperSize) == ("landscape", 9)
    assert found["A4"].value == 1
    assert (found["C4"].value, found["C4"].data_type) == (case.title, "s")
    problems = sheet(town.officer, "problems")
    assert problems["I4"].value.date() == case.found_on
    assert problems["I4"].number_format == "yyyy-mm-dd"
    assert isinstance(case.found_on, date)


def test_who_read_lines_about_members_is_on_record(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    branch_case(town)
    page(town.officer)
    sheet(town.officer, "tasks")
    page(case.owner_person)
    noted = AccessLog.objects.order_by("pk").values_list("case", "person", "what")
    assert list(noted) == [
        (case.pk, town.officer.pk, "list:ledger"),
        (case.pk, town.officer.pk, "list_file:tasks"),
    ]


# --- cost


@pytest.mark.parametrize("kind", LISTS)
def test_list_asks_the_same_for_many(town: Township, kind: str) -> None:
    def asked(reader: Person) -> int:
        client = client_of(reader)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("rectification:lists", args=[kind]))
        return len(queries)

    def more() -> None:
        for level in (CaseLevel.MEMBER, CaseLevel.BRANCH, CaseLevel.COMMITTEE):
            case_in(town, CaseStage.CLOSED, level=level, outcome="closed")
            case = case_in(town, CaseStage.RECTIFYING, level=level)
            if level == CaseLevel.MEMBER:
                on_paper = without_account(f"纸面{case.pk}", town.east.organisation)
                open_step(case, Step.CARRY_OUT, Role.MEM, town.east.organisation, person=on_paper)
            if level == CaseLevel.BRANCH:
                share(case, town.west.organisation)

    readers = (town.officer, town.east.secretary, town.west.secretary, town.pse)
    more()
    one = [asked(reader) for reader in readers]
    more()
    more()
    assert [asked(reader) for reader in readers] == one
