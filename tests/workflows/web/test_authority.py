"""权限表 and 我的权限: open to everybody with an account, without a case and without a name."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rectification.enums import AbsenceKind, CaseLevel, CaseStage, DelegationScope, Step
from rectification.models import Appointment, Person
from rectification.roles import Role
from tests.factories import Township, case_in, in_office
from tests.factories import person as newcomer
from tests.rectification.web.desk import client_of
from tests.workflows.offices import away, stands_in
from workflows.authority.table import lines
from workflows.web import authority_rows
from workflows.web.authority_readers import reader_rows

TABLE = reverse("workflows:authority")
MINE = reverse("workflows:my_authority")
WORKBOOK = reverse("workflows:authority_workbook")


def html_of(someone: Person, url: str) -> str:
    response = client_of(someone).get(url)
    assert response.status_code == 200
    return response.content.decode()


# --- the table ------------------------------------------------------------------------------------


def test_table_is_the_same_for_everybody_and_names_nobody(town: Township) -> None:
    case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    administrator = newcomer("管机长", branch=town.home)
    in_office(administrator, Role.ADM, town.committee)
    readers = [town.east.members[1], town.east.secretary, town.officer, town.dis[0], administrator]
    for reader in readers:
        html = html_of(reader, TABLE)
        main = html[html.index("<main") :]
        assert "审批方案" in main
        names = Person.objects.exclude(name="").values_list("name", flat=True)
        assert [name for name in names if name in main] == []
        assert all(f'id="{step}"' in main for step in Step.values)


def test_table_says_who_approves_and_who_must_not(town: Township) -> None:
    html = html_of(town.east.members[1], TABLE)
    row = html[html.index('id="approve_plan"') : html.index('id="carry_out"')]
    assert (
        "党员：责任主体所在组织的支部书记 → 上级党总支书记 → 责任主体所在组织的联系领导"
        " → 党委副书记 → 党委书记"
    ) in row
    assert "责任人，以及认领、编制方案或者负责措施的人" in row
    assert "5个工作日" in row
    assert 'href="#rule-T15"' in row


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("approve_plan", ["整件事项"]),
        ("advise_plan", ["整件事项", "组织办：不含责任方人员姓名、佐证材料"]),
        ("carry_out", ["整件事项", "支部委员/联络员：不含责任方人员姓名、办理记录"]),
        ("handle_objection", ["整件事项", "党政办公室：仅摘录"]),
        ("post_notice", ["仅摘录"]),
        ("notice_period", []),
    ],
)
def test_table_says_what_the_holder_reads_by_the_table_of_sight(
    step: str, words: list[str]
) -> None:
    rows = {row.anchor: row for group in authority_rows.step_rows(lines()) for row in group.rows}
    assert list(rows[step].reads) == words


def test_table_leads_whoever_has_no_account_to_the_door(client: Client, db: None) -> None:
    for url in (TABLE, MINE, WORKBOOK):
        response = client.get(url)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/login/")


def test_table_asks_the_database_the_same_whatever_there_is(
    town: Township, django_assert_num_queries: Any
) -> None:
    client = client_of(town.officer)
    with django_assert_num_queries(0):
        authority_rows.step_rows(lines())
        reader_rows()
    assert client.get(TABLE).status_code == 200


def test_workbook_holds_the_same_lines(town: Township) -> None:
    response = client_of(town.officer).get(WORKBOOK)
    assert response["Content-Disposition"] == 'attachment; filename="authority.xlsx"'
    book = load_workbook(BytesIO(b"".join(response)))
    steps, besides, readers, rules = book.worksheets
    groups = authority_rows.step_rows(lines())
    assert steps.max_row == 1 + sum(len(group.rows) for group in groups)
    first = [str(groups[0].title), *groups[0].rows[0].texts()]
    assert [cell.value or "" for cell in steps[2]] == first
    assert besides.max_row == 1 + len(authority_rows.beside_rows())
    assert readers.max_row == 1 + len(reader_rows())
    assert steps.print_title_rows == "$1:$1"
    assert {cell.data_type for row in rules for cell in row} <= {"s"}


def test_text_that_looks_like_a_formula_stays_a_text(
    town: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.web.authority.RULES", {"T1": "=1+1"})
    book = load_workbook(BytesIO(b"".join(client_of(town.officer).get(WORKBOOK))))
    cell = book.worksheets[3]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


# --- my authority ---------------------------------------------------------------------------------


def test_office_with_mandate_rights_and_steps(town: Township) -> None:
    office = Appointment.objects.get(person=town.east.secretary)
    office.mandate = "云委〔2026〕3号"
    office.save()
    html = html_of(town.east.secretary, MINE)
    assert f"{town.east.organisation.name} 支部书记" in html
    assert "云委〔2026〕3号" in html
    assert "有效" in html
    assert f'href="{TABLE}#approve_plan"' in html
    assert "受理问题" not in html


def test_each_office_is_told_with_its_own_rights(town: Township) -> None:
    assert "受理问题" in html_of(town.officer, MINE)
    assert "验收" in html_of(town.dis[0], MINE)
    assert "您没有担任职务" in html_of(town.east.members[1], MINE)
    assert "报告本人的问题" in html_of(town.east.members[1], MINE)


def test_office_that_gives_nothing_today_says_why(town: Township) -> None:
    someone = town.east.members[1]
    office = in_office(someone, Role.CLK, town.east.organisation)
    row = Appointment.objects.get(person=office)
    row.confirmed_at = None
    row.save()
    assert "待确认，不产生权限" in html_of(someone, MINE)
    row.confirmed_at = timezone.now()
    row.valid_from = timezone.localdate() + timedelta(days=3)
    row.save()
    html = html_of(someone, MINE)
    assert "尚未开始，不产生权限" in html
    assert "查阅党委级、支部级事项" not in html


def test_suspended_holder_reads_that_his_office_gives_nothing(town: Township) -> None:
    away(town.east.secretary, AbsenceKind.SUSPENSION)
    html = html_of(town.east.secretary, MINE)
    assert "停职，本职务不产生权限" in html
    assert f"{TABLE}#approve_plan" not in html


def test_refused_and_ended_offices_are_not_told(town: Township) -> None:
    office = f"{town.east.organisation.name} 支部委员/联络员"
    assert office in html_of(town.east.clerk, MINE)
    row = Appointment.objects.get(person=town.east.clerk)
    row.valid_to = timezone.localdate() - timedelta(days=1)
    row.save()
    assert office not in html_of(town.east.clerk, MINE)
    row.valid_to, row.confirmed_at, row.refused_at = None, None, timezone.now()
    row.save()
    assert office not in html_of(town.east.clerk, MINE)


def test_what_is_not_ones_own_says_why_and_who_does_it(town: Township) -> None:
    member = client_of(town.east.members[1]).get(MINE)
    found = [(str(why.what), why.rule) for why in member.context["why_not"]]
    assert found == [("申请委托", "4.1"), ("人员和组织变动", "4.1")]
    assert "人员和组织的变动只由组织办办理" in member.content.decode()
    assert client_of(town.org).get(MINE).context["why_not"] == []


def test_deputy_reads_for_whom_and_for_which_steps(town: Township) -> None:
    deputy = town.east.members[1]
    stands_in(
        deputy,
        town.east.secretary,
        Role.SEC,
        approved_by=town.org,
        scope=DelegationScope.APPROVALS,
    )
    html = html_of(deputy, MINE)
    assert f"受{town.east.secretary.name}委托" in html
    assert f"{TABLE}#approve_plan" in html
    assert f"{TABLE}#accept_share" not in html


def test_nobody_reads_the_authority_of_somebody_else(town: Township) -> None:
    """The page takes nobody's name: whoever asks for another reads of himself."""
    other = town.east.secretary
    url = f"{MINE}?person={other.pk}"
    assert f"{TABLE}#approve_plan" in html_of(other, MINE)
    html = html_of(town.east.members[1], url)
    assert "您没有担任职务" in html
    assert f"{TABLE}#approve_plan" not in html


def test_my_authority_is_a_click_away(town: Township) -> None:
    assert f'href="{MINE}"' in html_of(town.east.secretary, reverse("rectification:inbox"))
    assert f'href="{MINE}"' in html_of(town.east.secretary, TABLE)
    assert f'href="{TABLE}"' in html_of(town.east.secretary, MINE)
