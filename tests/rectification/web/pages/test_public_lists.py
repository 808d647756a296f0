"""清单（公开版）: what stands on the board, and nothing else of any case."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rectification.enums import CaseLevel, CaseStage, PublicationPurpose, PublicationScope
from rectification.models import Case, Notice, Person, PublicationDecision, Recusal
from tests.factories import Township, case_in, township
from tests.rectification.web.desk import client_of, post_notice

pytestmark = pytest.mark.django_db

TEXT = "已制定下半年计划并张贴。"


def shown(
    town: Township,
    scope: PublicationScope = PublicationScope.SOCIETY,
    purpose: PublicationPurpose = PublicationPurpose.EFFECT,
    **fields: Any,
) -> Case:
    case = case_in(town, CaseStage.IN_NOTICE, author=town.officer, **fields)
    notice = post_notice(town, case, scope)
    PublicationDecision.objects.filter(pk=notice.decision_id).update(
        text=TEXT, title=f"公示{case.number}", purpose=purpose
    )
    return case


def found(reader: Person, query: str = "", kind: str = "ledger") -> list[str]:
    """Titles on the page, which are those of the file."""
    client, titles = client_of(reader), []
    page = client.get(reverse("rectification:public_list", args=[kind]) + query)
    file = client.get(reverse("rectification:public_list_file", args=[kind]) + query)
    (sheet,) = load_workbook(BytesIO(b"".join(file.streaming_content))).worksheets
    titles = [row[1].text for row in page.context["rows"]]
    assert [row[2] for row in sheet.iter_rows(min_row=4, values_only=True)] == titles
    return titles


def test_lines_are_approved_texts_of_the_circle(town: Township) -> None:
    wide = shown(town)
    narrow = shown(town, PublicationScope.TOWNSHIP)
    shown(town, PublicationScope.BRANCH)
    case_in(town, CaseStage.RECTIFYING, title="没有公开过的问题")
    for reader in (town.officer, town.pub):
        assert found(reader) == [f"公示{wide.number}"]
        assert found(reader, "?circle=S3") == [f"公示{wide.number}", f"公示{narrow.number}"]
        assert found(reader, "?circle=S0") == [f"公示{wide.number}"]
        assert found(reader, f"?organisation={town.west.organisation.pk}") == [f"公示{wide.number}"]
        assert found(reader, kind="problems") == []


def test_lists_are_those_that_were_disclosed(town: Township) -> None:
    disclosed = shown(town, purpose=PublicationPurpose.LISTS)
    for kind in ("problems", "tasks", "responsibilities"):
        assert found(town.officer, kind=kind) == [f"公示{disclosed.number}"]
    assert found(town.officer) == []


def test_nothing_of_the_case_but_the_text(town: Township) -> None:
    case = shown(town, title="内部标题", description="内部描述")
    shown(town, level=CaseLevel.MEMBER, title="本人的事")
    response = client_of(town.officer).get(reverse("rectification:public_list", args=["ledger"]))
    page = response.content.decode()
    assert TEXT in page
    for word in ("内部标题", "内部描述", "本人的事", town.east.clerk.name, town.dis[1].name):
        assert word not in page
    assert f"公示{case.number}" in page


def test_what_leaves_the_board_leaves_the_list(town: Township) -> None:
    case = shown(town)
    assert found(town.pub) == [f"公示{case.number}"]
    Notice.objects.update(withdrawn_at=timezone.now())
    assert found(town.pub) == []


def test_recused_office_and_other_township_have_none_of_it(town: Township) -> None:
    case = shown(town)
    Recusal.objects.create(case=case, person=town.pub, ground="interest", since=timezone.now())
    assert found(town.pub) == []
    assert found(township().officer) == []


def test_for_everybody_else_it_is_not_there(town: Township) -> None:
    for someone in (town.pse, town.east.secretary, town.gen):
        for name in ("public_list", "public_list_file"):
            url = reverse(f"rectification:{name}", args=["ledger"])
            assert client_of(someone).get(url).status_code == 404


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_pages_are_made_of_the_same_lines(town: Township, form: str) -> None:
    shown(town)
    url = reverse("rectification:public_list_file", args=["ledger"])
    response = client_of(town.officer).get(f"{url}?form={form}")
    content = b"".join(response.streaming_content)
    assert content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[form]
