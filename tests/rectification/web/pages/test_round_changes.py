"""Pages on which a check round is changed or called off, and where both are read."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rectification.models import CheckRound, PaperEntry
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import Township, check_round, in_office, person, township
from tests.rectification.services.test_round_changes import REASON, call_off, change
from tests.rectification.web.desk import client_of
from tests.rectification.web.pages.test_checks import CHECKS, coverage, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(town: Township) -> CheckRound:
    return check_round(town)


def page(name: str, round_: CheckRound) -> str:
    return reverse(f"rectification:{name}", args=[round_.pk])


def sent(round_: CheckRound, **given: Any) -> dict[str, Any]:
    said = {"title": round_.title, "ends_on": round_.ends_on, "reminds_at_half_time": "on"}
    return {**said, "reminds_in_last_days": "on", **given}


def test_offices_find_both_pages_and_nobody_else(town: Township, running: CheckRound) -> None:
    for name in ("change_round", "call_off_round"):
        assert page(name, running) in client_of(town.org).get(coverage(running)).content.decode()
        assert (
            page(name, running) not in client_of(town.pse).get(coverage(running)).content.decode()
        )
        assert client_of(town.officer).get(page(name, running)).status_code == 200
        for someone in (town.pse, town.lg, town.east.secretary, township().org):
            for answer in (
                client_of(someone).get(page(name, running)),
                client_of(someone).post(page(name, running), {"reason": REASON}),
            ):
                assert answer.status_code == 404


def test_end_is_put_off_and_the_page_tells_old_and_new(town: Township, running: CheckRound) -> None:
    client = client_of(town.officer)
    form = client.get(page("change_round", running)).context["form"]
    assert "starts_on" not in form.fields
    later = (running.ends_on + timedelta(days=10)).isoformat()
    answer = client.post(page("change_round", running), sent(running, ends_on=later))
    assert (answer.status_code, answer["Location"]) == (302, coverage(running))
    html = client.get(coverage(running)).content.decode()
    assert "2026年6月10日 → 2026年6月20日" in html
    assert town.officer.name in html


def test_observer_from_above_reads_that_it_changed_and_nobodys_name(
    town: Township, running: CheckRound
) -> None:
    later = running.ends_on + timedelta(days=10)
    sent_in = sent(running, ends_on=later.isoformat())
    assert client_of(town.officer).post(page("change_round", running), sent_in).status_code == 302
    observer = in_office(person("上观察"), Role.SUP, town.committee)
    html = client_of(observer).get(coverage(running)).content.decode()
    assert ("2026年6月20日" in html, town.officer.name in html) == (True, False)


def test_round_ahead_asks_for_its_first_day_too(town: Township) -> None:
    ahead = check_round(town, begins_in=10)
    client = client_of(town.org)
    data = sent(ahead, starts_on=(today() + timedelta(days=5)).isoformat())
    assert client.post(page("change_round", ahead), data).status_code == 302
    ahead.refresh_from_db()
    assert ahead.starts_on == today() + timedelta(days=5)


def test_refusal_stands_on_the_page_with_what_was_typed(
    town: Township, running: CheckRound
) -> None:
    earlier = (running.ends_on - timedelta(days=1)).isoformat()
    answer = client_of(town.org).post(page("change_round", running), sent(running, ends_on=earlier))
    assert (answer.status_code, "不提前结束" in answer.content.decode()) == (422, True)
    assert answer.context["form"]["ends_on"].value() == earlier


def test_everybody_reads_why_it_was_called_off(town: Township, running: CheckRound) -> None:
    client = client_of(town.org)
    assert client.post(page("call_off_round", running), {"reason": "太短"}).status_code == 422
    assert client.post(page("call_off_round", running), {"reason": REASON}).status_code == 302
    html = client_of(town.east.members[0]).get(CHECKS).content.decode()
    assert (REASON in html, "已取消" in html, "填写" in html) == (True, True, False)
    html = client.get(coverage(running)).content.decode()
    assert (REASON in html, page("change_round", running) in html) == (True, False)


def test_page_of_a_round_called_off_says_what_to_do_instead(
    town: Township, running: CheckRound
) -> None:
    call_off(running, town.org)
    for name in ("change_round", "call_off_round"):
        html = client_of(town.org).get(page(name, running)).content.decode()
        assert "已经取消" in html
        assert "<textarea" not in html


def test_secret_in_the_reason_leaves_a_number_alone(town: Township, running: CheckRound) -> None:
    client = client_of(town.org)
    key = str(client.get(page("call_off_round", running)).context["form"]["page"].value())
    for _time in range(2):
        data = {"reason": "因涉密事项不再开展，另行安排。", "page": key}
        answer = client.post(page("call_off_round", running), data)
        assert answer.status_code == 422
    assert PaperEntry.objects.count() == 1


def test_changes_ask_as_much_for_three_as_for_one(town: Township, running: CheckRound) -> None:
    change(running, town.org, title="年中查摆")
    once = queries(town.org, coverage(running))
    for title in ("年中查摆一", "年中查摆二"):
        change(running, town.officer, title=title)
    assert queries(town.org, coverage(running)) == once
