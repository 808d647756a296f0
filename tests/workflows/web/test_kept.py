"""Every form keeps what was typed: over the end of a session, and over a log-in in another tab."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.models import Case, Objection, Progress
from tests.factories import Township, takes_opinions
from tests.uploads import pdf
from tests.workflows.play import Play
from tests.workflows.web.solved import solved
from tests.workflows.web.tab import Tab, browser, browser_of, open_to_residents
from workflows.web.challenge import Challenge

CAUSE = "计划没有列入月度安排，<也无人>提醒。"
PLAN = {
    "cause": CAUSE,
    "target_outcome": "按月开展",
    "measure-1-text": "第二条措施",
    "decision": "submit",
}
DRAFT = {
    "title": "公开承诺事项未兑现",
    "description": "六月前应修的水渠没有修。",
    "found_on": "2026-05-01",
    "secret": "no",
}


def plan_tab(play: Play, client: Client | None = None) -> Tab:
    """The secretary before the form of his plan."""
    play.bring_to(CaseStage.PLANNING)
    client = client or browser_of(play.town.east.secretary)
    return Tab(client, reverse("workflows:act", args=[play.item("draft_plan").pk]))


def end_sessions() -> None:
    """What clearing, ten hours or another day do."""
    Session.objects.all().delete()


# --- the session has ended ----------------------------------------------------------------------


def test_step_sent_without_session_is_shown_again_after_the_login(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN)
    assert tab.status == 401
    assert 'name="password"' in tab.html
    assert "第二条措施" not in tab.html
    tab.log_in(play.town.east.secretary)
    assert tab.status == 200
    assert tab.value_of("cause") == CAUSE
    assert tab.value_of("measure-1-text") == "第二条措施"
    assert play.open_steps() == ["draft_plan"]
    assert not play.case.plans.exists()


def test_form_shown_again_can_be_sent(play: Play) -> None:
    secretary = play.town.east.secretary
    tab = Tab(browser_of(secretary), reverse("workflows:new_problem") + "?about=self")
    key = tab.hidden["idempotency_key"]
    end_sessions()
    tab.send(**DRAFT).log_in(secretary)
    assert not Case.objects.exists()
    assert tab.hidden["idempotency_key"] == key
    tab.send(**DRAFT)
    assert tab.status == 302
    case = Case.objects.get()
    assert (case.title, case.owner_person) == (DRAFT["title"], secretary)


def test_wrong_password_loses_nothing(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN).log_in(play.town.east.secretary, password="wrong")
    assert tab.status == 401
    assert tab.response.context["form"].errors
    assert tab.log_in(play.town.east.secretary).value_of("cause") == CAUSE


def test_locked_door_loses_nothing(play: Play, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 2
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN)
    for _time in range(2):
        tab.log_in(play.town.east.secretary, password="wrong")
    assert tab.status == 429
    settings.AXES_ENABLED = False
    assert tab.send().status == 401
    assert tab.log_in(play.town.east.secretary).value_of("cause") == CAUSE


def test_somebody_else_who_logs_in_is_not_shown_the_text(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN).log_in(play.town.pse)
    assert (tab.status, tab.response.url) == (302, "/")
    home = Tab(tab.client, "/")
    assert home.status == 200
    assert "措施" not in home.html
    assert play.town.pse.name in home.html


def test_what_was_typed_is_opened_at_its_own_address_only(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN)
    tab.url = reverse("workflows:new_problem")
    tab.log_in(play.town.east.secretary)
    assert tab.response.url.startswith(reverse("rectification:login"))


def test_signature_that_is_none_leads_to_the_door_as_before(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.hidden["written_by"] = "1:forged"
    tab.send(**PLAN)
    assert tab.status == 302
    assert tab.response.url.startswith(reverse("rectification:login"))


def test_text_is_neither_stored_nor_logged_nor_in_an_address(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    tab = plan_tab(play)
    end_sessions()
    with caplog.at_level(logging.DEBUG):
        tab.send(**PLAN)
    assert not Session.objects.exists()
    assert "第二条措施" not in caplog.text
    assert "第二条措施" not in str(tab.response.headers) + str(tab.client.cookies)
    assert tab.response.headers["Cache-Control"].count("no-store") == 1


def test_files_are_not_kept_and_the_page_says_so(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    owner = play.holder_of(play.item("carry_out"))
    url = reverse("workflows:act", args=[play.item("carry_out").pk])
    tab = Tab(browser_of(owner), url)
    end_sessions()
    tab.send(text="已经开了一次会。", uploads=pdf(), decision="report").log_in(owner)
    assert tab.value_of("text") == "已经开了一次会。"
    assert "附件未能保留" in tab.html
    assert not Progress.objects.exists()


def test_step_done_by_somebody_else_in_the_meantime_leaves_the_text_to_be_copied(
    play: Play,
) -> None:
    play.bring_to(CaseStage.SUBMITTED)
    url = reverse("workflows:act", args=[play.item("triage").pk])
    tab = Tab(browser_of(play.town.officer), url)
    end_sessions()
    play.take("triage", play.town.intake)
    tab.send(title="我打的标题").log_in(play.town.officer)
    assert tab.status == 409
    assert play.town.intake.name in tab.html
    assert "我打的标题" in tab.html


# --- a log-in in another tab --------------------------------------------------------------------


def test_old_tab_of_the_same_person_is_shown_again_and_not_carried_out(play: Play) -> None:
    tab = plan_tab(play)
    tab.client.logout()
    Tab(tab.client, "/login/").log_in(play.town.east.secretary)
    tab.send(**PLAN)
    assert tab.status == 200
    assert tab.value_of("cause") == CAUSE
    assert play.open_steps() == ["draft_plan"]


def test_old_tab_under_another_account_shows_nothing(play: Play) -> None:
    tab = plan_tab(play)
    tab.client.logout()
    Tab(tab.client, "/login/").log_in(play.town.east.clerk)
    tab.send(**PLAN)
    assert (tab.status, tab.response.url) == (302, "/")
    assert play.open_steps() == ["draft_plan"]


def test_forged_form_is_refused_without_a_word_of_it(play: Play) -> None:
    tab = plan_tab(play)
    forged = {**PLAN, "csrfmiddlewaretoken": "x" * 64}
    answer = tab.client.post(tab.url, forged, headers={"origin": "https://example.org"})
    assert answer.status_code == 403
    assert "第二条措施" not in answer.content.decode()


def test_password_under_a_token_that_is_over_logs_nobody_in(play: Play) -> None:
    tab = plan_tab(play)
    end_sessions()
    tab.send(**PLAN)
    tab.hidden["csrfmiddlewaretoken"] = "x" * 64
    tab.log_in(play.town.east.secretary)
    assert tab.status == 401
    assert not Session.objects.exists()
    assert tab.log_in(play.town.east.secretary).value_of("cause") == CAUSE


# --- forms without an account -------------------------------------------------------------------

OBJECT = {"kind": "facts", "mode": "anonymous", "text": "八月的活动并没有开展。"}
OPINION = {"mode": "anonymous", "text": "东头几户三个月没有人上门走访了。"}


@pytest.fixture
def noticed(play: Play) -> Play:
    return open_to_residents(play)


def test_objection_of_a_member_outlives_his_session(noticed: Play) -> None:
    member = noticed.town.east.members[0]
    tab = Tab(browser_of(member), reverse("workflows:object", args=[noticed.notice.pk]))
    end_sessions()
    assert tab.send(**OBJECT).status == 401
    tab.log_in(member)
    assert tab.value_of("text") == OBJECT["text"]
    assert not Objection.objects.exists()


def test_public_form_is_shown_again_after_a_login_in_another_tab(
    town: Township,
) -> None:
    takes_opinions(town)
    tab = Tab(browser(), reverse("workflows:opinion"))
    Tab(tab.client, "/login/").log_in(town.officer)
    tab.send(**OPINION)
    assert tab.value_of("text") == OPINION["text"]
    assert not Case.objects.exists()
    answer = solved(Challenge.of(tab.hidden))
    assert tab.send(**OPINION, **answer).status == 200
    assert Case.objects.count() == 1


def test_public_form_sent_from_another_site_is_refused(town: Township) -> None:
    takes_opinions(town)
    tab = Tab(browser(), reverse("workflows:opinion"))
    tab.hidden["csrfmiddlewaretoken"] = "x" * 64
    tab.send(origin="https://example.org", **OPINION)
    assert tab.status == 403
    assert OPINION["text"] not in tab.html


def test_log_of_a_refused_form_does_not_hold_the_link_of_the_sheet(
    noticed: Play, caplog: pytest.LogCaptureFixture
) -> None:
    link = reverse("workflows:object_by_link", args=[noticed.notice.token])
    with caplog.at_level(logging.INFO):
        assert browser().post(link, OBJECT).status_code == 403
    assert noticed.notice.token not in caplog.text


def test_forms_without_account_say_nothing_of_the_account(noticed: Play) -> None:
    takes_opinions(noticed.town)
    client = browser_of(noticed.town.officer)
    link = reverse("workflows:object_by_link", args=[noticed.notice.token])
    for url, own in (
        (reverse("workflows:opinion"), {"token", "work"}),
        (link, {"idempotency_key"}),
    ):
        assert set(Tab(client, url).hidden) == {"csrfmiddlewaretoken", *own}


def test_objection_to_a_notice_that_went_gives_the_text_back(noticed: Play) -> None:
    member = noticed.town.east.members[0]
    tab = Tab(browser_of(member), reverse("workflows:object", args=[noticed.notice.pk]))
    noticed.case.sealed = True
    noticed.case.save()
    tab.send(**OBJECT)
    assert tab.status == 404
    assert OBJECT["text"] in tab.html
    assert Tab(tab.client, tab.url).status == 404
