"""Clues are handed over sealed, and what is about a head goes past every office (T7)."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification import notifications
from rectification.enums import AppointmentDuty, CaseLevel
from rectification.exceptions import NotAllowed
from rectification.models import (
    AccessLog,
    Case,
    InAppNotice,
    OutboxMessage,
    PaperEntry,
    Person,
    Recusal,
    Transfer,
)
from rectification.policies.transfers import receivers_of
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.receipts import find_by_receipt
from rectification.services.transfers import transfer_clue
from tests.factories import acting, in_office, person
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import OPINION
from tests.workflows.play import Play, user_of
from workflows import intake
from workflows.invariants import breaches

NEUTRAL = "您反映的事项已按规定转有关部门处理。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    yield
    assert list(breaches()) == []


@pytest.fixture
def head(play: Play) -> Person:
    """The head of the discipline committee."""
    town = play.town
    someone = person("纪首正", branch=town.home)
    return in_office(someone, Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)


def opened(who: Person, url: str) -> Any:
    return client_of(who).get(url)


def page_of(transfer: Transfer) -> str:
    return reverse("rectification:transfer", args=[transfer.pk])


def nobody_reads(play: Play, *words: str) -> None:
    """In no list, page or search of anybody of the office, the branch or the committee."""
    town = play.town
    readers = [town.intake, town.officer, town.east.secretary, town.pse, town.org, town.dis[0]]
    addresses = ["inbox", "done", "cases", "messages", "transfers", "copies"]
    for reader in readers:
        assert not visible_to(user_of(reader)).filter(pk=play.case.pk).exists()
        assert opened(reader, reverse("rectification:case", args=[play.case.pk])).status_code == 404
        for name in addresses:
            html = opened(reader, reverse(f"rectification:{name}")).content.decode()
            assert not any(word in html for word in words), (reader, name)


def test_the_office_hands_a_clue_over_and_reads_it_no_more(play: Play, head: Person) -> None:
    town = play.town
    code = play.opinion()
    item = play.item("triage")
    play.take("triage", town.intake, decision="transfer")
    transfer = Transfer.objects.get()
    assert (play.case.stage, play.case.sealed, play.open_steps()) == ("transferred", True, [])
    assert (transfer.number, transfer.destination) == ("移送〔2026〕1号", "discipline")
    assert find_by_receipt(code).answer == NEUTRAL
    nobody_reads(play, OPINION)
    gone = reverse("workflows:act", args=[item.pk])
    assert opened(town.intake, gone).status_code == 404
    kept = opened(town.intake, reverse("rectification:transfers")).content.decode()
    assert transfer.number in kept

    assert opened(town.dis[0], page_of(transfer)).status_code == 404
    html = opened(head, page_of(transfer)).content.decode()
    assert OPINION in html
    assert AccessLog.objects.get(person=head).what == f"transfer:{transfer.pk}"
    assert client_of(head).post(page_of(transfer)).status_code == 302
    transfer.refresh_from_db()
    assert transfer.received_by == head
    assert play.case.events.latest("sequence").verb == "transfer_received"


def test_the_person_concerned_is_not_told_and_the_reporter_in_neutral_words(
    play: Play, head: Person
) -> None:
    play.report("B")
    author = play.case.author
    OutboxMessage.objects.all().delete()
    play.take("triage", decision="transfer")
    notifications.deliver_due()
    kinds = {(row.recipient, row.kind) for row in InAppNotice.objects.all()}
    assert kinds == {(author, "passed_on"), (head, "transfer_made")}
    assert told("passed_on", play.case) == {author}


def test_a_self_report_is_not_handed_over(play: Play) -> None:
    play.report("M")
    attempt = play.attempt("triage", decision="transfer")
    assert (attempt.done, list(attempt.form.errors)) == (False, ["decision"])
    with pytest.raises(NotAllowed) as refused:
        transfer_clue(case=play.case, actor=acting(play.town.officer))
    assert refused.value.rule == "0.2"


def test_what_joined_is_sealed_with_it_and_answered(play: Play, head: Person) -> None:
    master = play.report("B")
    code = play.opinion()
    entry = play.case
    play.take("triage", play.town.intake, decision="merge", master=master.pk)
    play.case = master
    play.take("triage", play.town.officer, decision="transfer")
    entry.refresh_from_db()
    assert entry.sealed
    assert find_by_receipt(code).answer == NEUTRAL
    html = opened(head, page_of(Transfer.objects.get())).content.decode()
    assert OPINION in html
    assert master.description in html
    play.case = entry
    nobody_reads(play, OPINION)


def test_about_the_overseer_nobody_here_reads_it(play: Play, head: Person) -> None:
    play.report("B")
    Case.objects.filter(pk=play.case.pk).update(level=CaseLevel.MEMBER, owner_person=play.town.pse)
    play.take("triage", decision="transfer")
    transfer = Transfer.objects.get()
    assert transfer.destination == "superior"
    assert opened(head, page_of(transfer)).status_code == 404


def test_an_opinion_about_the_head_goes_past_every_office(play: Play, head: Person) -> None:
    OutboxMessage.objects.all().delete()
    code = play.opinion(about_head="head")
    transfer = Transfer.objects.get()
    assert (play.case.stage, play.open_steps(), transfer.made_by) == ("transferred", [], None)
    assert find_by_receipt(code).answer == NEUTRAL
    assert {row.recipient for row in OutboxMessage.objects.all()} == {head}
    nobody_reads(play, OPINION)
    assert transfer.number not in str(
        opened(play.town.officer, reverse("rectification:transfers")).content.decode()
    )
    assert OPINION in opened(head, page_of(transfer)).content.decode()


def test_a_clerk_reports_his_secretary_past_the_office(play: Play, head: Person) -> None:
    clerk, branch = play.town.east.clerk, play.town.east.organisation
    play.case = play.draft(clerk, branch)
    intake.submit_past_offices(user=user_of(clerk), case=play.case, actor=play.author_actor(clerk))
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == ("transferred", [])
    nobody_reads(play, play.case.title)


def sent_problem(play: Play, **more: str) -> Any:
    data = {
        "about": "branch",
        "organisation": str(play.town.east.organisation.pk),
        "title": "公款使用",
        "description": "三次接待费未公示，数额不清楚。",
        "found_on": "2026-05-08",
        "category": "B",
        "secret": "no",
        "hand_in": "1",
        **more,
    }
    return client_of(play.town.east.clerk).post(reverse("workflows:new_problem"), data)


def test_the_report_form_asks_before_anybody_reads(play: Play, head: Person) -> None:
    assert sent_problem(play, about_head="head").status_code == 302
    play.case = Case.objects.get()
    assert play.case.stage == "transferred"
    nobody_reads(play, "公款使用")


def test_about_the_overseers_nothing_is_stored_but_a_number(play: Play, head: Person) -> None:
    response = sent_problem(play, about_head="overseer")
    entry = PaperEntry.objects.get()
    assert entry.number == "纸质〔2026〕1号"
    assert entry.number in response.content.decode()
    assert not Case.objects.exists()
    html = opened(play.town.officer, reverse("rectification:transfers")).content.decode()
    assert entry.number not in html
    assert entry.number in opened(head, reverse("rectification:transfers")).content.decode()


def test_a_possible_secret_leaves_a_number_for_the_paper(play: Play) -> None:
    key = "0f2d7c64-6a0c-4a53-9d57-6cf5c9d7a001"
    for _time in range(2):
        response = sent_problem(play, secret="yes", idempotency_key=key)
        assert response.status_code == 422
    entry = PaperEntry.objects.get()
    assert (entry.ground, entry.number in response.content.decode()) == ("secret", True)
    assert not Case.objects.exists()
    seen = opened(play.town.gen, reverse("rectification:transfers")).content.decode()
    assert entry.number in seen
    assert "公款使用" not in seen


def test_where_the_head_is_not_free_the_members_receive_it(play: Play, head: Person) -> None:
    town = play.town
    play.opinion()
    play.case.author = head
    play.case.save()
    play.take("triage", town.intake, decision="transfer")
    assert receivers_of(Transfer.objects.get()) == town.dis


def test_where_nobody_is_free_it_is_not_handed_over_into_nowhere(play: Play) -> None:
    town = play.town
    play.opinion()
    for member in town.dis:
        Recusal.objects.create(
            case=play.case, person=member, ground="relative", since=timezone.now()
        )
    assert play.refusal("triage", town.intake, decision="transfer")
    assert not Transfer.objects.exists()
    assert not Case.objects.get(pk=play.case.pk).sealed
