"""A member without account withdraws on paper, and is told on paper (T8, scenario 8, 0.6)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rectification import notifications
from rectification.enums import CaseStage
from rectification.exceptions import NotAllowed
from rectification.models import (
    AccessLog,
    Case,
    InAppNotice,
    PaperScan,
    Person,
    Recusal,
    User,
)
from rectification.policies.actors import Actor
from rectification.services.reporting import withdraw_report
from rectification.services.retention import erase_withdrawn
from rectification.services.withdrawals import ask_withdrawal
from tests.factories import person, without_account
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.answers import REASON
from tests.workflows.on_paper import REPORT, report_on_paper
from tests.workflows.play import Play
from workflows.invariants import breaches

TITLE = REPORT["title"]
TOLD = "/opinions/paper/told/"


def entered(play: Play, author: Person | None = None) -> Case:
    """His report, entered by the clerk; the play goes on with it."""
    play.case = report_on_paper(play.town, author)
    return play.case


def withdraw(case: Case, who: Person, **given: Any) -> Any:
    sent = {"received_on": "2026-05-08", "scan": pdf("撤回.pdf"), **given}
    return client_of(who).post(f"/cases/{case.pk}/withdraw/paper/", sent)


def approved(play: Play) -> Case:
    """On paper from the beginning; the plan is approved as that of anybody else."""
    town = play.town
    author = town.east.members[0]
    case = play.bring_to(CaseStage.RECTIFYING, "M", author=author)
    User.objects.filter(person=author).update(person=Person.objects.create(code="N-9", name="替"))
    PaperScan.objects.create(
        case=case,
        kind="self_report",
        received_on="2026-05-08",
        entered_by=town.east.clerk,
        entered_at=case.submitted_at,
    )
    return case


def test_branch_withdraws_for_him_with_what_he_signed(play: Play) -> None:
    town, case = play.town, entered(play)
    answer = withdraw(case, town.east.secretary)
    page = answer.content.decode()
    assert (answer.status_code, TITLE in page, "您的自查报告已撤回" in page) == (200, False, True)
    case.refresh_from_db()
    assert (case.stage, case.sealed, play.open_steps()) == ("withdrawn", True, [])
    event = case.events.get(verb="withdrawn")
    signed = (event.actor, event.acting_role, event.on_behalf_of)
    assert signed == (town.east.secretary, "SEC", case.author)
    assert list(breaches()) == []

    files = [Path(settings.MEDIA_ROOT) / str(scan.file.name) for scan in case.papers.all()]
    assert [scan.kind for scan in case.papers.all()] == ["self_report", "withdrawal"]
    assert [file.exists() for file in files] == [True, True]
    play.clock.shift(timedelta(days=30) - timedelta(hours=1))
    assert erase_withdrawn() == 0
    play.clock.shift(timedelta(hours=1))
    assert erase_withdrawn() == 1
    assert [file.exists() for file in files] == [False, False]
    assert not Case.history.filter(title=TITLE).exists()


def test_without_the_scan_nobody_withdraws_for_another(play: Play) -> None:
    town, case = play.town, entered(play)
    answer = withdraw(case, town.east.clerk, scan="")
    assert answer.status_code == 422
    hand = Actor(
        person=town.east.clerk,
        role="CLK",
        organisation=town.east.organisation,
        on_behalf_of=case.author,
    )
    came = case.papers.get()
    for signed in (None, came):
        with pytest.raises(NotAllowed):
            withdraw_report(case=case, actor=hand, signed=signed)
        with pytest.raises(NotAllowed):
            ask_withdrawal(case=case, actor=hand, signed=signed)
    case.refresh_from_db()
    assert (case.stage, PaperScan.objects.count()) == ("submitted", 1)


def test_who_comes_second_is_told_who_entered_it(play: Play) -> None:
    town, case = play.town, entered(play)
    withdraw(case, town.east.secretary)
    again = withdraw(case, town.east.clerk)
    page = again.content.decode()
    assert again.status_code == 409
    assert town.east.secretary.name in page
    assert (TITLE in page, PaperScan.objects.count()) == (False, 2)


def test_a_page_sent_twice_counts_once(play: Play) -> None:
    town, case = play.town, entered(play)
    key = "4d5d0c3c-2f7e-4b8e-9a55-000000000002"
    assert withdraw(case, town.east.clerk, idempotency_key=key).status_code == 200
    assert withdraw(case, town.east.clerk, idempotency_key=key).status_code == 302
    assert case.papers.count() == 2


def test_a_future_stamp_is_refused_and_leaves_no_file(play: Play) -> None:
    case = entered(play)
    assert withdraw(case, play.town.east.clerk, received_on="2031-05-08").status_code == 422
    folder = Path(settings.MEDIA_ROOT) / "papers"
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert Path(str(case.papers.get().file.name)).name in names
    assert case.papers.count() == 1


def test_only_his_own_branch_enters_and_is_told(play: Play) -> None:
    town, case = play.town, entered(play)
    others = (town.west.clerk, town.west.secretary, town.officer, town.intake, town.org, town.pse)
    for who in (*others, *town.east.members):
        for url in (f"/cases/{case.pk}/withdraw/paper/", f"/cases/{case.pk}/told/"):
            assert client_of(who).get(url).status_code == 404
        assert withdraw(case, who).status_code == 404
    assert client_of(town.west.clerk).get(TOLD).status_code == 200
    assert case.author.name not in client_of(town.west.clerk).get(TOLD).content.decode()
    Recusal.objects.create(
        case=case, person=town.east.secretary, ground="relative", since=case.submitted_at
    )
    assert withdraw(case, town.east.secretary).status_code == 404
    assert client_of(town.east.secretary).get(f"/cases/{case.pk}/told/").status_code == 404


def test_who_has_an_account_by_now_withdraws_himself(play: Play) -> None:
    town, case = play.town, entered(play)
    other = person("顶替人")
    User.objects.filter(person=other).update(person=case.author)
    answer = withdraw(case, town.east.clerk)
    assert answer.status_code == 409
    assert "本人已有账号" in answer.content.decode()
    url = reverse("workflows:withdraw", args=[case.pk])
    assert client_of(case.author).post(url).status_code == 302


def test_a_report_of_somebody_with_an_account_is_not_on_paper(play: Play) -> None:
    case = play.report("M")
    assert withdraw(case, play.town.east.clerk).status_code == 404


def test_after_approval_the_office_decides_and_he_is_told_why(play: Play) -> None:
    town, case = play.town, approved(play)
    page = withdraw(case, town.east.clerk).content.decode()
    assert "已申请撤回" in page
    assert play.case.events.get(verb="withdrawal_asked").on_behalf_of == case.author
    assert withdraw(case, town.east.clerk).status_code == 409
    scan = reverse("rectification:paper", args=[case.papers.last().pk])
    step = reverse("workflows:act", args=[play.item("decide_withdrawal").pk])
    assert scan in client_of(town.intake).get(step).content.decode()
    other = client_of(town.officer).get(step).content.decode()
    assert (scan in other, "书面申请" in other) == (False, True)
    play.take("decide_withdrawal", decision="refuse", reason=REASON)
    notifications.deliver_due()
    sheet = client_of(town.east.clerk).get(f"/cases/{case.pk}/told/").content.decode()
    assert "撤回申请已有决定" in sheet
    assert REASON in sheet
    assert withdraw(case, town.east.clerk).status_code == 200
    play.take("decide_withdrawal", decision="agree")
    case.refresh_from_db()
    assert (case.stage, case.sealed, case.papers.count()) == ("withdrawn", True, 3)


def test_whatever_he_is_told_waits_until_somebody_hands_it_over(play: Play) -> None:
    town, case = play.town, entered(play)
    play.take("triage", town.intake, decision="reject")
    play.take("confirm_rejection", town.officer, decision="confirm")
    notifications.deliver_due()
    clerk, secretary = client_of(town.east.clerk), client_of(town.east.secretary)
    assert "2件待转交" in clerk.get(TOLD).content.decode()
    url = f"/cases/{case.pk}/told/"
    sheet = clerk.get(url)
    page = sheet.content.decode()
    assert case.events.get(verb="rejected").payload.text in page
    assert TITLE not in page
    assert AccessLog.objects.get(what="telling").person == town.east.clerk
    newest = sheet.context["acts"][0].value
    assert clerk.post(url, {"up_to": newest}).status_code == 302
    event = case.events.get(verb="told_on_paper")
    assert (event.actor, event.on_behalf_of) == (town.east.clerk, case.author)
    assert not InAppNotice.objects.filter(recipient=case.author, read_at=None).exists()
    late = secretary.post(url, {"up_to": newest})
    assert late.status_code == 409
    assert town.east.clerk.name in late.content.decode()
    assert "待转交" not in secretary.get(TOLD).content.decode()


def test_with_an_account_he_reads_his_messages_himself(play: Play) -> None:
    town, case = play.town, entered(play)
    play.take("triage", town.intake, decision="reject")
    play.take("confirm_rejection", town.officer, decision="confirm")
    notifications.deliver_due()
    clerk, url = client_of(town.east.clerk), f"/cases/{case.pk}/told/"
    newest = clerk.get(url).context["acts"][0].value
    User.objects.create_user("N-0001", "云溪2026-平安", case.author)
    assert clerk.get(url).context["acts"] == []
    assert clerk.post(url, {"up_to": newest}).status_code == 409
    assert InAppNotice.objects.filter(recipient=case.author, read_at=None).exists()


def test_what_arrives_meanwhile_stays_to_be_told(play: Play) -> None:
    town, case = play.town, entered(play)
    notifications.deliver_due()
    clerk, url = client_of(town.east.clerk), f"/cases/{case.pk}/told/"
    newest = clerk.get(url).context["acts"][0].value
    play.take("triage", town.intake, decision="reject")
    play.take("confirm_rejection", town.officer, decision="confirm")
    notifications.deliver_due()
    clerk.post(url, {"up_to": newest})
    assert "1件待转交" in clerk.get(TOLD).content.decode()


def test_of_a_sealed_case_not_a_word_and_no_withdrawal(play: Play) -> None:
    """What holds a secret is deleted by the procedure of the secrecy office alone."""
    town, case = play.town, entered(play)
    sent = {"number": str(case), "ground": "work_secret"}
    client_of(town.gen).post(reverse("workflows:seal_case"), sent)
    answer = withdraw(case, town.east.clerk)
    assert answer.status_code == 409
    assert "党政办公室" in answer.content.decode()
    clerk = client_of(town.east.clerk)
    assert clerk.get(f"/cases/{case.pk}/told/").status_code == 404
    assert case.author is not None
    assert case.author.name not in clerk.get(TOLD).content.decode()


def test_list_asks_as_much_for_three_as_for_one(
    play: Play, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = client_of(play.town.east.clerk)
    entered(play)
    clerk.get(TOLD)
    with django_assert_num_queries(QUERIES):
        clerk.get(TOLD)
    for name in ("石二公", "石三公"):
        entered(play, without_account(name, play.town.east.organisation))
    with django_assert_num_queries(QUERIES):
        clerk.get(TOLD)


QUERIES = 10
