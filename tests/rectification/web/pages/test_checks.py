"""Pages of the check rounds and of the negative list."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import OrganisationKind
from rectification.models import CheckRound, NegativeList, OutboxMessage
from rectification.policies.check_rounds import usual_items
from rectification.policies.days import today
from tests.factories import Township, check_round, negative_list, organisation, person
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

CHECKS = reverse("rectification:checks")
LIST = reverse("rectification:negative_list")
PUBLISH = reverse("rectification:publish_negative_list")
OPEN = reverse("rectification:open_round")


def coverage(round_: CheckRound) -> str:
    return reverse("rectification:coverage", args=[round_.pk])


def check_of(town: Township) -> str:
    return reverse("rectification:organisation_check", args=[town.east.organisation.pk])


def queries(someone: Any, url: str) -> int:
    client = client_of(someone)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- the negative list --------------------------------------------------------------------------


def published(**more: Any) -> dict[str, Any]:
    return {
        "D1": "无正当理由连续三个月不参加组织生活｜党章第九条\n\n"
        "不按期转接组织关系|组织关系管理规定",
        "D3": "承诺事项到期没有兑现又不说明｜支部公开承诺制度",
        "valid_from": today().isoformat(),
        "basis": "云组发〔2026〕4号",
        **more,
    }


def test_list_is_published_and_read_by_everybody(town: Township) -> None:
    assert "还没有施行中的版本" in client_of(town.east.members[0]).get(LIST).content.decode()
    assert client_of(town.org).post(PUBLISH, published()).status_code == 302
    version = NegativeList.objects.get()
    items = list(version.items.values_list("kind", "text", "norm"))
    assert items == [
        ("D1", "无正当理由连续三个月不参加组织生活", "党章第九条"),
        ("D1", "不按期转接组织关系", "组织关系管理规定"),
        ("D3", "承诺事项到期没有兑现又不说明", "支部公开承诺制度"),
    ]
    html = client_of(town.east.members[0]).get(LIST).content.decode()
    assert "不按期转接组织关系" in html
    assert "发布新版本" not in html


def test_next_version_starts_from_the_one_in_force(town: Township) -> None:
    negative_list(town)
    form = client_of(town.org).get(PUBLISH).context["form"]
    assert form["D3"].value() == "承诺事项到期没有兑现又不说明｜支部公开承诺制度"
    later = (today() + timedelta(days=1)).isoformat()
    assert client_of(town.org).post(PUBLISH, published(valid_from=later)).status_code == 302
    html = client_of(town.east.members[0]).get(LIST).content.decode()
    assert (html.count("第1版"), html.count("第2版")) == (1, 1)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("只有表现没有条款", "行为表现｜对照条款"),
        ("理想信念不坚定｜党章", "思想信念"),
        (f"{'长' * 81}｜党章", "过长"),
    ],
)
def test_faulty_line_is_named_beside_its_kind(town: Township, line: str, told: str) -> None:
    answer = client_of(town.org).post(PUBLISH, published(D2=line))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert (list(errors), told in str(errors["D2"])) == (["D2"], True)
    assert not NegativeList.objects.exists()


def test_list_asks_as_much_for_three_versions_as_for_one(town: Township) -> None:
    negative_list(town)
    once = queries(town.org, LIST)
    for days in (1, 2):
        negative_list(town, since=today() + timedelta(days=days))
    assert queries(town.org, LIST) == once


# --- rounds -------------------------------------------------------------------------------------


def test_round_is_opened_with_the_items_of_the_form(town: Township) -> None:
    client = client_of(town.officer)
    page = client.get(OPEN)
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"title": "2026年第二季度查摆", "B": "组织生活是否经常\n\n服务群众是否有力"}
    assert client.post(OPEN, sent).status_code == 302
    found = CheckRound.objects.get()
    texts = [item.text for item in found.items.filter(level="B")]
    assert texts == ["组织生活是否经常", "服务群众是否有力"]
    assert found.items.filter(level="M").count() == len(usual_items()["M"])
    again = client.post(OPEN, sent)
    assert (again.status_code, CheckRound.objects.count()) == (422, 1)


def test_empty_list_says_what_comes_next(town: Township) -> None:
    html = client_of(town.east.members[0]).get(CHECKS).content.decode()
    assert "还没有开展过查摆" in html
    assert "没有进行中的查摆" in client_of(town.east.members[0]).get("/").content.decode()


def test_rounds_and_coverage_ask_as_much_for_many_as_for_one(town: Township) -> None:
    running = check_round(town)
    once = (queries(town.org, CHECKS), queries(town.org, coverage(running)))
    for number in (1, 2):
        first = today() + timedelta(days=40 * number)
        CheckRound.objects.create(
            committee=town.committee,
            title=f"第{number}轮",
            starts_on=first,
            ends_on=first + timedelta(days=9),
            opened_for=town.organisation_office,
            opened_by=town.org,
            opened_at="2026-05-11T10:00:00+08:00",
        )
        branch = organisation(OrganisationKind.BRANCH, f"新设{number}党支部", town.committee)
        person(f"新来{number}", branch=branch)
    assert (queries(town.org, CHECKS), queries(town.org, coverage(running))) == once


def test_secretary_marks_the_check_and_reminds(town: Township) -> None:
    running = check_round(town)
    client = client_of(town.east.secretary)
    assert "标记查摆完成" in client.get(check_of(town)).content.decode()
    assert client.post(check_of(town), {"act": "done"}).status_code == 302
    html = client.get(check_of(town)).content.decode()
    assert "标记查摆完成" not in html
    assert f"由{town.east.secretary.name}标记" in html
    assert "少于5" in html
    assert client.post(check_of(town), {"act": "remind"}).status_code == 302
    assert OutboxMessage.objects.filter(kind="self_check_due").count() == 4
    again = client.post(check_of(town), {"act": "remind"})
    assert (again.status_code, "下一个工作日可再提醒" in again.content.decode()) == (409, True)
    assert "2026年5月11日完成" in client_of(town.org).get(coverage(running)).content.decode()


def test_clerk_marks_and_does_not_remind(town: Township) -> None:
    check_round(town)
    client = client_of(town.east.clerk)
    assert "提醒尚未完成的党员" not in client.get(check_of(town)).content.decode()
    assert client.post(check_of(town), {"act": "remind"}).status_code == 409
    assert not OutboxMessage.objects.filter(kind="self_check_due").exists()


def test_check_of_the_committee_raises_a_problem_of_its_own_level(town: Township) -> None:
    check_round(town)
    url = reverse("rectification:organisation_check", args=[town.committee.pk])
    html = client_of(town.pse).get(url).content.decode()
    assert "民主集中制" in html
    assert 'name="about" value="committee"' in html
    html = client_of(town.east.secretary).get(check_of(town)).content.decode()
    assert 'name="about" value="branch"' in html
