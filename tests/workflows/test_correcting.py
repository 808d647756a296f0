"""更正: the office sets a registered fact right; what it was stays on record (rules 4.10)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Correction, Person
from rectification.policies.correcting import OF_SELF_REPORT, correctable_facts
from rectification.policies.days import today
from tests.factories import acting, granted
from tests.outbox import told
from tests.rectification.web.desk import client_of, html_of
from tests.workflows.answers import OPINION, REASON
from tests.workflows.play import Play, user_of
from workflows.correcting import correct_case
from workflows.invariants import breaches

WHY = "登记时抄错了，按会议记录更正。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> Iterator[None]:
    yield
    assert list(breaches()) == []


def correct(play: Play, who: Person | None = None, reason: str = WHY, **facts: Any) -> None:
    who = who or play.town.officer
    correct_case(user=user_of(who), case=play.case, actor=acting(who), facts=facts, reason=reason)
    play.case.refresh_from_db()


def test_former_fact_stays_on_record_and_owner_and_author_are_told(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    before = play.case.title
    stage, due, steps = play.case.stage, play.case.due_on, play.open_steps()
    correct(play, title="三个月未按时开展主题党日", severity="ordinary", category="C")
    assert play.case.title == "三个月未按时开展主题党日"
    rows = Correction.objects.order_by("pk").values_list("fact", "old", "new")
    assert list(rows) == [
        ("title", before, "三个月未按时开展主题党日"),
        ("category", "B", "C"),
    ]
    event = play.case.events.get(verb=EventVerb.CORRECTED)
    assert (event.actor, event.acting_role, event.payload.text) == (play.town.officer, "OFF", WHY)
    assert told("corrected", play.case) == {play.town.east.secretary, play.town.east.clerk}
    assert play.case.history.filter(title=before).exists()
    assert (play.case.stage, play.case.due_on, play.open_steps()) == (stage, due, steps)
    html = html_of(play.town.east.secretary, play.case)
    assert f"标题：{before} → 三个月未按时开展主题党日" in html
    assert WHY in html


def test_words_of_a_self_report_stay_its_author_s(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING, "M")
    title = play.case.title
    correct(play, title="另一个标题", severity="notable", severity_reason="连续三个月。")
    assert (play.case.title, play.case.severity) == (title, "notable")
    assert set(correctable_facts(play.case, listed=False)) == OF_SELF_REPORT


def test_what_another_record_says_is_not_corrected_here(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    whole = {"title", "category", "found_on", "severity", "severity_reason", "standard_ref"}
    assert set(correctable_facts(play.case, listed=False)) == whole
    assert set(correctable_facts(play.case, listed=True)) == whole - {"title", "found_on"}
    play.case.occasion_id = 1
    assert set(correctable_facts(play.case, listed=False)) == whole - {"found_on"}
    play.case.refresh_from_db()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"category": "ME-c"}, "category"),
        ({"severity": "prominent"}, "severity_reason"),
        ({"found_on": 1}, "found_on"),
        ({"found_on": -20_000}, "found_on"),
    ],
)
def test_corrected_facts_are_checked_like_registered_ones(
    play: Play, facts: dict[str, Any], field: str
) -> None:
    play.bring_to(CaseStage.PLANNING)
    if "found_on" in facts:
        facts = {"found_on": today() + timedelta(days=facts["found_on"])}
    with pytest.raises(InvalidInput) as error:
        correct(play, **facts)
    assert set(error.value.errors) == {field}


@pytest.mark.parametrize(
    ("facts", "reason"), [({"title": "另一个标题"}, "写错"), ({"category": "B"}, WHY), ({}, WHY)]
)
def test_nothing_is_corrected_without_a_reason_or_a_difference(
    play: Play, facts: dict[str, Any], reason: str
) -> None:
    play.bring_to(CaseStage.PLANNING)
    with pytest.raises(CaseError):
        correct(play, reason=reason, **facts)
    assert not Correction.objects.exists()


def test_words_of_the_reporter_do_not_come_back_by_a_correction(play: Play) -> None:
    play.opinion()
    play.go_on_to(CaseStage.REGISTERED)
    with pytest.raises(InvalidInput) as refused:
        correct(play, title=f"反映：{OPINION[:-1]}一事")
    assert (list(refused.value.errors), refused.value.rule) == (["title"], "8.10")


def test_whoever_is_not_free_corrects_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    play.declare_recusal(play.town.officer)
    with pytest.raises(NotAllowed):
        correct(play, title="另一个标题")


def test_before_registration_and_after_the_end_the_rule_is_told(play: Play) -> None:
    play.bring_to(CaseStage.SUBMITTED)
    url = reverse("workflows:correct", args=[play.case.pk])
    page = client_of(play.town.intake).get(url)
    assert (page.status_code, "登记" in page.content.decode()) == (409, True)
    play.go_on_to(CaseStage.RECTIFYING)
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    with pytest.raises(CaseError):
        correct(play, title="另一个标题")


def test_office_corrects_on_a_page_and_nobody_else_finds_it(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    url = reverse("workflows:correct", args=[play.case.pk])
    assert f'href="{url}"' in html_of(play.town.officer, play.case)
    for who in (play.town.east.secretary, play.town.pse, play.town.org, play.town.lg):
        assert client_of(who).get(url).status_code == 404
    client = client_of(play.town.officer)
    assert play.case.title in client.get(url).content.decode()
    sent = {
        "title": "三个月未按时开展主题党日",
        "category": "B",
        "found_on": play.case.found_on.isoformat(),
        "severity": "ordinary",
        "reason": "太短",
    }
    wrong = client.post(url, sent)
    assert (wrong.status_code, sent["title"] in wrong.content.decode()) == (422, True)
    assert client.post(url, {**sent, "reason": REASON}).status_code == 302
    assert Correction.objects.get().fact == "title"


def test_name_that_was_guessed_is_not_told_to_be_the_reporters(play: Play) -> None:
    """It is refused to whom the leading group has shown it, and to nobody else."""
    play.opinion(mode="confidential", name="司徒望舒")
    play.bring_to(CaseStage.RECTIFYING)
    words = "司徒望舒已当面核实，按会议记录更正。"
    correct(play, title="东头小广场公开栏三个月未更新", reason=words)
    granted(play.case, play.town.officer, play.town.lg)
    with pytest.raises(InvalidInput) as refused:
        correct(play, title="东头小广场公开栏四个月未更新", reason=words)
    assert (list(refused.value.errors), refused.value.rule) == (["reason"], "4.7")
