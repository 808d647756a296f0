"""清单快照 on pages: freeze, decide, take away, and see what changed."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rectification.enums import CaseStage
from rectification.models import Case, ListSnapshot, Person, Recusal
from rectification.web.evidence import grouped
from rectification.web.views import list_versions
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

REASON = "责任单位填写有误，请更正后重报。"


@pytest.fixture
def case(town: Township) -> Case:
    town.committee.document_code = "云委"
    town.committee.save()
    return case_in(town, CaseStage.RECTIFYING, author=town.officer)


def freeze(someone: Person, kind: str = "problems", query: str = "") -> Any:
    url = reverse("rectification:freeze_list", args=[kind]) + query
    return client_of(someone).post(url, follow=True)


def decide(someone: Person, snapshot: ListSnapshot, decision: str, reason: str = "") -> Any:
    url = reverse("rectification:list_version", args=[snapshot.pk])
    return client_of(someone).post(url, {"decision": decision, "reason": reason}, follow=True)


def approved(town: Township, kind: str = "problems") -> ListSnapshot:
    freeze(town.officer, kind)
    snapshot = ListSnapshot.objects.latest("pk")
    decide(town.pse, snapshot, "approve")
    return ListSnapshot.objects.get(pk=snapshot.pk)


def lines_of(someone: Person, snapshot: ListSnapshot) -> list[tuple[Any, ...]]:
    url = reverse("rectification:list_version_file", args=[snapshot.pk])
    file = b"".join(client_of(someone).get(url).streaming_content)
    (sheet,) = load_workbook(BytesIO(file)).worksheets
    return list(sheet.iter_rows(values_only=True))


def test_list_is_frozen_as_it_is_narrowed(town: Township, case: Case) -> None:
    response = freeze(town.officer, query="?level=B&state=open")
    snapshot = ListSnapshot.objects.get()
    assert response.redirect_chain[-1][0] == reverse(
        "rectification:list_version", args=[snapshot.pk]
    )
    assert "已生成快照" in response.content.decode()
    assert (snapshot.level, snapshot.state, snapshot.lines) == ("B", "open", 1)
    page = client_of(town.officer).get(reverse("rectification:lists", args=["problems"]))
    assert "生成清单快照" in page.content.decode()


def test_nothing_is_frozen_of_nothing_and_by_nobody_else(town: Township, case: Case) -> None:
    assert "没有可以生成快照的内容" in freeze(town.officer, query="?level=M").content.decode()
    for someone in (town.pse, town.org, town.gen):
        assert freeze(someone).status_code == 404
    assert not ListSnapshot.objects.exists()


def test_version_is_approved_on_its_page(town: Township, case: Case) -> None:
    snapshot = approved(town)
    assert snapshot.number == "云委单〔2026〕1号"
    page = client_of(town.org).get(reverse("rectification:list_version", args=[snapshot.pk]))
    text = page.content.decode()
    for words in (
        snapshot.number,
        grouped(snapshot.sha256),
        case.number,
        town.pse.name,
        town.officer.name,
    ):
        assert words in text
    assert 'name="decision"' not in text
    rows = lines_of(town.org, snapshot)
    assert rows[1][0] == (
        f"{snapshot.number}    填报单位：云溪镇领导小组办公室    填报时间：2026年5月11日    "
        f"审核人：{town.pse.name}"
    )
    assert rows[3][1] == case.number


def test_returned_without_reasons_what_was_typed_stays(town: Township, case: Case) -> None:
    freeze(town.officer)
    snapshot = ListSnapshot.objects.get()
    refused = decide(town.pse, snapshot, "return", "太短了")
    assert refused.status_code == 422
    assert "太短了" in refused.content.decode()
    assert "待审核" in decide(town.pse, snapshot, "nonsense").content.decode()
    assert "已退回并告知填报人" in decide(town.pse, snapshot, "return", REASON).content.decode()
    page = client_of(town.officer).get(reverse("rectification:list_version", args=[snapshot.pk]))
    assert REASON in page.content.decode()


def test_maker_reads_why_he_does_not_approve_and_takes_it_back(town: Township, case: Case) -> None:
    freeze(town.officer)
    snapshot = ListSnapshot.objects.get()
    page = client_of(town.officer).get(reverse("rectification:list_version", args=[snapshot.pk]))
    assert "填报人不能审核自己填报的清单" in page.content.decode()
    told = decide(town.officer, snapshot, "approve").content.decode()
    assert "填报人不能审核自己填报的清单" in told
    assert "已撤回。" in decide(town.officer, snapshot, "take_back").content.decode()
    late = decide(town.pse, snapshot, "approve").content.decode()
    assert f"已有结果：已撤回（{town.officer.name}" in late


def test_what_is_closed_to_a_reader_is_on_no_page_and_in_no_file(town: Township) -> None:
    town.committee.document_code = "云委"
    town.committee.save()
    east = case_in(town, CaseStage.RECTIFYING)
    west = case_in(town, CaseStage.RECTIFYING, owner_organisation=town.west.organisation)
    snapshot = approved(town)
    Recusal.objects.create(case=west, person=town.org, ground="interest", since=timezone.now())
    page = client_of(town.org).get(reverse("rectification:list_version", args=[snapshot.pk]))
    words = str(lines_of(town.org, snapshot))
    for case, told in ((east, True), (west, False)):
        assert (case.number in page.content.decode()) == told
        assert (case.number in words) == told


def test_address_of_the_next_page_tells_nothing_of_what_is_closed(
    town: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_versions, "PAGE", 1)
    town.committee.document_code = "云委"
    town.committee.save()
    closed, *rest = [case_in(town, CaseStage.RECTIFYING) for _ in range(3)]
    snapshot = approved(town)
    Recusal.objects.create(case=closed, person=town.org, ground="interest", since=timezone.now())
    url = reverse("rectification:list_version", args=[snapshot.pk])
    pages = [client_of(town.org).get(url + query) for query in ("", "?start=1")]
    assert [page.context["rows"][0][0].text for page in pages] == [row.number for row in rest]
    assert [page.context["next_url"] for page in pages] == [f"{url}?start=1", ""]


def test_versions_are_listed_for_whoever_opens_them(town: Township, case: Case) -> None:
    snapshot = approved(town)
    for someone, told in ((town.pse, True), (town.org, True), (town.gen, False)):
        page = client_of(someone).get(reverse("rectification:list_versions"))
        assert (snapshot.number in page.content.decode()) == told
    for name in ("list_version", "list_version_file", "list_difference"):
        url = reverse(f"rectification:{name}", args=[snapshot.pk])
        assert client_of(town.gen).get(url).status_code == 404
        assert client_of(town.east.secretary).get(url).status_code == 404


def test_difference_marks_what_came_went_and_changed(town: Township, case: Case) -> None:
    gone = case_in(town, CaseStage.RECTIFYING, title="将被取消的一项")
    case_in(town, CaseStage.RECTIFYING, description="没有变化的一项")
    former = approved(town)
    url = reverse("rectification:list_difference", args=[former.pk])
    assert client_of(town.officer).get(url).status_code == 404  # Nothing came before it.
    Case.objects.filter(pk=gone.pk).update(number=None)
    Case.objects.filter(pk=case.pk).update(description="记录不完整，且未公开。")
    new = case_in(town, CaseStage.RECTIFYING)
    later = approved(town)
    page = client_of(town.officer).get(reverse("rectification:list_difference", args=[later.pk]))
    found = {(line.change.value, line.title) for line in page.context["changes"]}
    assert found == {
        ("changed", case.number),
        ("added", new.number),
        ("removed", gone.number),
    }
    text = page.content.decode()
    assert [count for _label, count in page.context["counts"]] == [1, 1, 1]
    assert "<ins>" in text
    (changed,) = [line for line in page.context["changes"] if line.fields]
    assert [row.label for row in changed.fields] == ["问题具体表现"]
    assert changed.fields[0].after == "记录不完整，且未公开。"


def test_difference_tells_nothing_of_what_is_closed(town: Township, case: Case) -> None:
    approved(town)
    Case.objects.filter(pk=case.pk).update(description="记录不完整，且未公开。")
    later = approved(town)
    Recusal.objects.create(case=case, person=town.org, ground="interest", since=timezone.now())
    page = client_of(town.org).get(reverse("rectification:list_difference", args=[later.pk]))
    assert page.context["changes"] == []
    assert "没有变化" in page.content.decode()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_version_is_set_on_pages(town: Township, case: Case, form: str) -> None:
    url = reverse("rectification:list_version_file", args=[approved(town).pk])
    response = client_of(town.officer).get(f"{url}?form={form}")
    content = b"".join(response.streaming_content)
    assert content[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[form]
