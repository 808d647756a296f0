"""代录: entered by a branch, sealed from it afterwards, opened by the intake officer alone."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rectification.enums import AppointmentDuty, NegativeItem
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    Opinion,
    PaperEntry,
    PaperScan,
    Person,
    ReporterIdentity,
    Transfer,
    WorkItem,
)
from rectification.roles import Role
from rectification.services.erasure import erase_case
from rectification.services.negative_list import Wording
from tests.factories import (
    Township,
    in_office,
    negative_list,
    person,
    township,
    without_account,
)
from tests.rectification.web.desk import client_of
from tests.uploads import office_file, pdf
from tests.workflows.on_paper import REPORT

pytestmark = pytest.mark.django_db

URL = "/opinions/paper/"
NAME, CONTACT = "欧阳霁月", "13907774321"
TEXT = "东头路灯四月起不亮，报了两次没有答复。"
PAPER = {
    "kind": "letter",
    "source": "public_opinion",
    "mode": "confidential",
    "text": TEXT,
    "name": NAME,
    "contact": CONTACT,
    "received_on": "2026-05-08",
}


@pytest.fixture
def desk(town: Township) -> Client:
    return client_of(town.east.clerk)


@pytest.fixture
def member(town: Township) -> Person:
    return without_account("石阿公", town.east.organisation)


def enter(town: Township, desk: Client, **given: Any) -> Any:
    paper = {**PAPER, "organisation": town.east.organisation.pk, "scan": pdf("来信.pdf"), **given}
    return desk.post(URL, paper)


def test_opinion_on_paper_is_received_by_nobody(town: Township, desk: Client) -> None:
    answer = enter(town, desk)
    assert answer.status_code == 200
    code, page = answer.context["code"], answer.content.decode()
    assert code in page
    assert [word for word in (NAME, CONTACT, TEXT) if word in page] == []
    opinion = Opinion.objects.get()
    assert (opinion.channel, opinion.mode, opinion.text) == ("paper", "confidential", TEXT)
    assert opinion.received_on.isoformat() == "2026-05-08"
    assert [(e.actor_kind, e.actor) for e in CaseEvent.objects.filter(verb="submitted")] == [
        ("intake_channel", None)
    ]
    assert PaperScan.objects.get().entered_by == town.east.clerk
    assert "已收到" in Client().post("/receipt/", {"code": code}).content.decode()


def test_entered_opinion_is_sealed_from_whoever_entered_it(town: Township, desk: Client) -> None:
    enter(town, desk)
    case, scan = Case.objects.get(), PaperScan.objects.get()
    for url in (
        f"/opinions/papers/{scan.pk}/",
        f"/cases/{case.pk}/opinion/",
        f"/cases/{case.pk}/",
    ):
        assert desk.get(url).status_code == 404
    for page in ("/", "/cases/", "/opinions/"):
        assert TEXT not in desk.get(page).content.decode()


def test_scan_lies_encrypted_and_opens_for_the_intake_officer_alone(
    town: Township, desk: Client
) -> None:
    enter(town, desk)
    scan = PaperScan.objects.get()
    stored = Path(settings.MEDIA_ROOT) / str(scan.file.name)
    assert b"%PDF" not in stored.read_bytes()
    url = f"/opinions/papers/{scan.pk}/"
    far = township()
    for other in (town.officer, town.org, town.east.secretary, town.lg, far.intake):
        assert client_of(other).get(url).status_code == 404
    answer = client_of(town.intake).get(url)
    assert b"".join(answer).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="paper-{scan.pk}.pdf"'
    log = AccessLog.objects.get(what=f"paper:{scan.pk}")
    assert log.person == town.intake


@pytest.mark.parametrize(
    "scan",
    [None, pdf("来信.exe"), office_file("来信.docx", "word/vbaProject.bin", "word/document.xml")],
)
def test_scan_that_is_missing_or_unsound_is_refused(
    town: Township, desk: Client, scan: Any
) -> None:
    answer = enter(town, desk, scan=scan or "")
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()
    assert not Case.objects.exists()


def test_anonymous_ballot_keeps_no_name(town: Township, desk: Client) -> None:
    assert enter(town, desk, kind="ballot", mode="anonymous").status_code == 200
    assert not ReporterIdentity.objects.exists()
    assert PaperScan.objects.get().kind == "ballot"


def test_paper_sent_twice_is_entered_once(town: Township, desk: Client) -> None:
    key = "4d5d0c3c-2f7e-4b8e-9a55-000000000001"
    first = enter(town, desk, idempotency_key=key)
    again = enter(town, desk, idempotency_key=key)
    assert (first.status_code, again.status_code) == (200, 422)
    assert (Case.objects.count(), PaperScan.objects.count()) == (1, 1)
    folder = Path(settings.MEDIA_ROOT) / "papers"
    names = {str(path.name) for path in folder.rglob("*") if path.is_file()}
    assert Path(str(PaperScan.objects.get().file.name)).name in names


def test_paper_about_the_head_goes_past_every_local_inbox(town: Township, desk: Client) -> None:
    someone = person("纪首正", branch=town.home)
    head = in_office(someone, Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    code = enter(town, desk, about_head="head").context["code"]
    case, transfer, scan = Case.objects.get(), Transfer.objects.get(), PaperScan.objects.get()
    assert (case.stage, case.sealed, transfer.made_by) == ("transferred", True, None)
    assert not WorkItem.objects.filter(case=case).exists()
    page = f"/transfers/{transfer.pk}/"
    assert TEXT in client_of(head).get(page).content.decode()
    for other in (town.intake, town.officer, town.east.secretary, town.east.clerk):
        for url in (page, f"/cases/{case.pk}/", f"/opinions/papers/{scan.pk}/"):
            assert client_of(other).get(url).status_code == 404
        assert TEXT not in client_of(other).get("/opinions/").content.decode()
    assert "已按规定转有关部门处理" in Client().post("/receipt/", {"code": code}).content.decode()


def test_paper_about_the_overseers_leaves_a_number_and_nothing_else(
    town: Township, desk: Client
) -> None:
    answer = enter(town, desk, about_head="overseer")
    entry = PaperEntry.objects.get()
    assert (entry.ground, entry.township) == ("superior", town.committee)
    assert entry.number in answer.content.decode()
    assert not Case.objects.exists()
    assert not PaperScan.objects.exists()


@pytest.mark.parametrize("who", ["intake", "org", "pse"])
def test_only_a_branch_enters_papers(town: Township, who: str) -> None:
    assert client_of(getattr(town, who)).get(URL).status_code == 404


def report_url(town: Township) -> str:
    return f"/opinions/paper/{town.east.organisation.pk}/report/"


def test_self_report_on_paper_has_the_member_as_author(
    town: Township, desk: Client, member: Person
) -> None:
    answer = desk.post(report_url(town), {**REPORT, "member": member.pk, "scan": pdf("报告.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert member.name in page
    assert "您是报告人" in page
    case = Case.objects.get()
    assert (case.author, case.owner_person, case.level, case.stage) == (
        member,
        member,
        "M",
        "submitted",
    )
    event = case.events.get(verb="submitted")
    assert (event.actor, event.acting_role, event.on_behalf_of) == (town.east.clerk, "CLK", member)
    assert PaperScan.objects.get(case=case).kind == "self_report"
    assert desk.get(f"/cases/{case.pk}/").status_code == 404


def test_self_report_on_paper_cites_the_list_of_the_township(
    town: Township, desk: Client, member: Person
) -> None:
    item = negative_list(town).items.get(kind="D3")
    elsewhere = negative_list(township(), Wording(NegativeItem.ABSENT, "别镇的一条", "别镇的规定"))
    assert item.text in desk.get(report_url(town)).content.decode()

    def send(cited: str) -> int:
        sent = {**REPORT, "member": member.pk, "scan": pdf("报告.pdf"), "negative_item": cited}
        return int(desk.post(report_url(town), sent).status_code)

    assert send(str(elsewhere.items.get().pk)) == 422
    assert send(str(item.pk)) == 200
    case = Case.objects.get()
    assert (case.cited_item, case.negative_item) == (item, "D3")


def test_self_report_on_paper_names_the_kind_while_no_list_is_in_force(
    town: Township, desk: Client, member: Person
) -> None:
    sent = {**REPORT, "member": member.pk, "scan": pdf("报告.pdf"), "negative_item": "D3"}
    assert desk.post(report_url(town), sent).status_code == 200
    case = Case.objects.get()
    assert (case.cited_item, case.negative_item) == (None, "D3")


def test_self_report_of_somebody_with_an_account_or_of_elsewhere_is_refused(
    town: Township, desk: Client, member: Person
) -> None:
    for someone in (town.east.members[0], town.west.members[0]):
        sent = {**REPORT, "member": someone.pk, "scan": pdf("报告.pdf")}
        assert desk.post(report_url(town), sent).status_code == 422
    west = client_of(town.west.clerk)
    assert west.post(report_url(town), {**REPORT, "member": member.pk}).status_code == 404
    assert not Case.objects.exists()


def test_self_report_without_signature_is_refused(
    town: Township, desk: Client, member: Person
) -> None:
    assert desk.post(report_url(town), {**REPORT, "member": member.pk}).status_code == 422
    assert not Case.objects.exists()


def test_erasing_the_case_deletes_the_scan(town: Township, desk: Client) -> None:
    enter(town, desk)
    scan = PaperScan.objects.get()
    stored = Path(settings.MEDIA_ROOT) / str(scan.file.name)
    erase_case(case=Case.objects.get())
    assert not stored.exists()
    scan.refresh_from_db()
    assert (scan.name, scan.file.name) == ("", "")
    assert client_of(town.intake).get(f"/opinions/papers/{scan.pk}/").status_code == 404
