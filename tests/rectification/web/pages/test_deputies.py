"""委托与不在岗: who asks, decides, records and ends on the page, and who finds nothing there."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from rectification.enums import AbsenceKind, CaseStage, Step
from rectification.exceptions import CaseError
from rectification.models import Absence, Delegation, NumberSeries, Person
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.delegations import approve_delegation
from tests.factories import Township, case_in, in_office, person, township
from tests.house.matrix import PEOPLE_PAGES
from tests.rectification.web.desk import client_of, open_step, tell
from tests.workflows.offices import away, stands_in

HOME = reverse("rectification:deputies")
ASK = reverse("rectification:ask_deputy")
RECORD = reverse("rectification:record_absence")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def asked(town: Township) -> Delegation:
    """The east secretary's request for his clerk, not decided yet."""
    row = stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
    row.year = row.number = row.approved_by = row.approved_at = None
    row.save()
    return row


def wanted(town: Township, deputy: Person | None = None, **given: Any) -> dict[str, Any]:
    office = town.east.secretary.appointments.get()
    return {
        "deputy": f"{office.pk}:{(deputy or town.east.clerk).pk}",
        "scope": "everything",
        "valid_from": today().isoformat(),
        "valid_to": (today() + timedelta(days=9)).isoformat(),
        "reason": "赴省委党校学习，期间不在岗。",
        **given,
    }


def post(someone: Person, url: str, **data: Any) -> HttpResponse:
    return client_of(someone).post(url, data)


def page_of(row: Delegation) -> str:
    return reverse("rectification:deputy", args=[row.pk])


# --- asking -------------------------------------------------------------------------------------


def test_holder_of_an_office_asks_for_a_deputy(town: Township) -> None:
    client = client_of(town.east.secretary)
    html = client.get(ASK).content.decode()
    for someone in (town.east.clerk, *town.east.members):
        assert someone.name in html
    assert town.west.clerk.name not in html
    response = client.post(ASK, wanted(town))
    assert (response.status_code, response.headers["Location"]) == (302, HOME)
    row = Delegation.objects.get()
    assert (row.deputy, row.entered_by, row.approved_at) == (
        town.east.clerk,
        town.east.secretary,
        None,
    )
    assert row.history.get().history_user_id == town.east.secretary.user.pk
    home = client.get(HOME).context
    assert [str(line.title) for line in home["given"]] == ["石文华 代 石守信"]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"deputy": "1:999999"}, "deputy"),
        ({"valid_from": "2026-05-10"}, "valid_from"),
        ({"valid_to": "2026-05-01"}, "valid_to"),
        ({"scope": "all"}, "scope"),
        ({"reason": "外出"}, "reason"),
    ],
)
def test_fault_stands_beside_its_field_and_keeps_what_was_typed(
    town: Township, fault: dict[str, str], field: str
) -> None:
    data = {**wanted(town), **fault}
    response = post(town.east.secretary, ASK, **data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert (data["reason"] in response.content.decode(), Delegation.objects.count()) == (True, 0)


def test_whoever_holds_no_office_has_nothing_to_delegate(town: Township) -> None:
    for someone in (town.east.members[0], town.east.clerk, person("局外人")):
        home = client_of(someone).get(HOME).context
        assert (home["ask"], [why.rule for why in home["why_not_ask"]]) == (None, ["4.1"])
        assert client_of(someone).get(ASK).status_code == 404
        assert post(someone, ASK, **wanted(town)).status_code == 404


# --- deciding -----------------------------------------------------------------------------------


def test_organisation_office_approves_on_the_page(town: Township) -> None:
    row = asked(town)
    client = client_of(town.org)
    assert [line.url for line in client.get(HOME).context["to_decide"]] == [page_of(row)]
    assert client.get(page_of(row)).context["decides"]
    assert client.post(page_of(row), {"decision": "approve"}).status_code == 302
    row.refresh_from_db()
    assert (row.approved_by, row.number) == (town.org, 1)
    home = client_of(town.east.clerk).get(HOME)
    assert [line.meta[-1] for line in home.context["received"]] == ["委托〔2026〕第1号"]
    again = client.post(page_of(row), {"decision": "approve"})
    assert again.status_code == 409
    assert NumberSeries.objects.get(series="delegation").last == 1


def test_refusal_needs_its_reason(town: Township) -> None:
    row = asked(town)
    short = post(town.org, page_of(row), decision="refuse", refusal="不行")
    assert (short.status_code, list(short.context["refuse_form"].errors)) == (422, ["refusal"])
    reason = "该期间支部另有安排，请改期。"
    assert post(town.org, page_of(row), decision="refuse", refusal=reason).status_code == 302
    html = client_of(town.east.secretary).get(page_of(row)).content.decode()
    assert reason in html


def test_neither_side_is_offered_the_decision(town: Township) -> None:
    row = asked(town)
    page = client_of(town.east.secretary).get(page_of(row))
    assert (page.context["decides"], bool(page.context["end_label"])) == (False, True)
    assert "委托人和受托人不得审批该项委托。" in page.content.decode()
    assert post(town.east.secretary, page_of(row), decision="approve").status_code == 409
    assert client_of(town.east.clerk).get(page_of(row)).status_code == 404
    row.refresh_from_db()
    assert row.approved_at is None


def test_leaders_decide_where_nobody_else_can(town: Township) -> None:
    row = asked(town)
    assert client_of(town.pse).get(HOME).context["to_decide"] == []
    assert client_of(town.pse).get(page_of(row)).status_code == 404
    away(town.org)
    assert [line.url for line in client_of(town.pse).get(HOME).context["to_decide"]] == [
        page_of(row)
    ]
    assert post(town.pse, page_of(row), decision="approve").status_code == 302


def test_request_without_anybody_to_decide_says_so(town: Township) -> None:
    row = asked(town)
    for someone in (town.org, town.pse, town.dps):
        away(someone)
    page = client_of(town.east.secretary).get(page_of(row))
    assert page.context["nobody_decides"]


def test_both_sides_and_the_office_end_it(town: Township) -> None:
    for someone in (town.east.secretary, town.east.clerk, town.org):
        row = stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
        assert post(someone, page_of(row), decision="end").status_code == 302
        row.refresh_from_db()
        assert (row.ended_on, row.ended_by) == (today(), someone)
        assert post(someone, page_of(row), decision="end").status_code == 409


def test_nonsense_decides_nothing(town: Township) -> None:
    row = asked(town)
    for decision in ("", "burn"):
        assert post(town.org, page_of(row), decision=decision).status_code == 409
    row.refresh_from_db()
    assert (row.approved_at, row.ended_on) == (None, None)


# --- absence ------------------------------------------------------------------------------------


def test_own_leave_asks_for_days_only(town: Township) -> None:
    client = client_of(town.east.members[0])
    assert list(client.get(RECORD).context["form"].fields) == ["valid_from", "valid_to"]
    days = {"valid_from": today().isoformat(), "valid_to": ""}
    forged = {"person": town.pse.pk, "kind": "suspension", **days}
    assert client.post(RECORD, forged).status_code == 302
    row = Absence.objects.get()
    assert (row.person, row.kind) == (town.east.members[0], "leave")
    assert client.post(RECORD, days).status_code == 422
    assert client.post(reverse("rectification:end_absence", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.ended_on == today()


def test_organisation_office_records_leave_for_everybody(town: Township) -> None:
    client = client_of(town.org)
    data = {"person": town.pse.pk, "valid_from": today().isoformat(), "valid_to": ""}
    assert client.post(RECORD, {**data, "kind": "suspension"}).status_code == 302
    row = Absence.objects.get()
    assert (row.person, row.kind, row.recorded_by) == (town.pse, "leave", town.org)
    assert [line.title for line in client.get(HOME).context["absences"]] == [town.pse.name]
    end = reverse("rectification:end_absence", args=[row.pk])
    assert client_of(town.east.secretary).post(end).status_code == 404
    assert (client.get(end).status_code, client.post(end).status_code) == (405, 302)


def test_suspension_begins_and_ends_where_it_is_shown_first_what_changes_hands(
    town: Township,
) -> None:
    row = away(town.pse, AbsenceKind.SUSPENSION)
    office, own = client_of(town.org).get(HOME), client_of(town.pse)
    back = f"{reverse('workflows:move', args=['reinstatement'])}?absence={row.pk}"
    assert [line.act.url for line in office.context["absences"]] == [back]
    assert office.context["suspend"].url == reverse("workflows:move", args=["suspension"])
    mine = own.get(HOME).context
    assert (mine["suspend"], [line.act for line in mine["absences"]]) == (None, [None])
    assert mine["absences"][0].note
    end = reverse("rectification:end_absence", args=[row.pk])
    for someone in (town.org, town.pse):
        assert client_of(someone).post(end).status_code == 404
    row.refresh_from_db()
    assert row.ended_on is None


# --- who finds nothing ----------------------------------------------------------------------------


def test_rows_of_people_are_open_to_those_concerned_alone(town: Township) -> None:
    """The addresses that `tests.house.matrix` leaves to this file, for everybody."""
    here = {url for url, file in PEOPLE_PAGES.items() if __file__.endswith(file)}
    assert here == {"rectification:deputy", "rectification:end_absence"}
    row = stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
    absence = away(town.east.secretary)
    keepers = [
        in_office(person(name), role, town.committee)
        for name, role in (("管机长", Role.ADM), ("审计长", Role.AUD), ("上观察", Role.SUP))
    ]
    root = person("超户长")
    root.user.is_superuser = True
    root.user.save()
    readers = {town.east.secretary, town.east.clerk, town.org}
    strangers = [
        town.east.members[0], town.west.secretary, town.pse, town.dps, town.lg, town.intake,
        town.officer, town.gen, town.pub, town.liaison, town.dis[0], root, *keepers,
    ]  # fmt: skip
    end = reverse("rectification:end_absence", args=[absence.pk])
    for someone in strangers:
        client = client_of(someone)
        assert client.get(page_of(row)).status_code == 404, someone
        assert client.post(page_of(row), {"decision": "end"}).status_code == 404, someone
        assert client.post(end).status_code == 404, someone
        assert row.reason not in client.get(HOME).content.decode()
    for someone in readers:
        assert client_of(someone).get(page_of(row)).status_code == 200
    assert (
        client_of(town.org).get(reverse("rectification:deputy", args=[10**18])).status_code == 404
    )
    row.refresh_from_db()
    absence.refresh_from_db()
    assert (row.ended_on, absence.ended_on) == (None, None)


def test_nobody_without_account_gets_in(town: Township, client: Any) -> None:
    row = asked(town)
    for url in (HOME, ASK, RECORD, page_of(row)):
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302


# --- lists and messages ---------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_however_much_there_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        deputy = person(f"代办{number}", branch=town.east.organisation)
        stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
        away(deputy)
        waiting = asked(town)
        waiting.deputy = deputy
        waiting.save()
    client = client_of(town.org)
    with django_assert_num_queries(15):
        home = client.get(HOME)
    assert [len(home.context[name]) for name in ("to_decide", "in_force", "absences")] == [rows] * 3


def test_message_leads_to_the_page(town: Township) -> None:
    tell(town.org, None, "delegation_asked")
    html = client_of(town.org).get(reverse("rectification:messages")).content.decode()
    assert f'href="{HOME}"' in html


def test_page_is_in_the_account_menu(town: Township) -> None:
    html = client_of(town.pse).get(reverse("rectification:inbox")).content.decode()
    assert html.count(f'href="{HOME}"') == 1


def test_step_nobody_can_take_says_what_to_do_and_has_no_button(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.OFF, town.office, unheld=True)
    page = client_of(town.officer).get(reverse("rectification:inbox"))
    (line,) = page.context["turns"]
    assert (line.light.colour, line.act) == ("red", None)
    assert "逾期不视为同意" in str(line.note)
    shown = client_of(town.officer).get(reverse("rectification:case", args=[case.pk]))
    turn = shown.context["page"].turns.turn
    assert (turn.holder, turn.light.colour) == (town.office.name, "red")
    assert "逾期不视为同意" in str(turn.task)
    assert reverse("workflows:act", args=[item.pk]) not in shown.content.decode()


# --- at the same moment ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_give_one_number(town: Township) -> None:
    row = asked(town)
    second = in_office(person("织第二", branch=town.home), Role.ORG, town.organisation_office)
    barrier, results = Barrier(2), []

    def approve(by: Person) -> None:
        try:
            barrier.wait(timeout=30)
            results.append(approve_delegation(delegation=row, by=by).number)
        except CaseError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [Thread(target=approve, args=[by]) for by in (town.org, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(map(str, results))[0] == "1", results
    assert sum(isinstance(result, CaseError) for result in results) == 1
    assert NumberSeries.objects.get(series="delegation", year=timezone.localdate().year).last == 1
