"""反映人身份查阅: asked with reason and document, decided by somebody else."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseOutcome, CaseStage, ReporterMode
from rectification.models import (
    Case,
    IdentityRequest,
    Opinion,
    Person,
    Recusal,
)
from rectification.roles import Role
from rectification.services.erasure import erase_case
from rectification.services.identities import seal_identity
from tests.factories import Township, case_in, in_office, opinion_of, person
from tests.rectification.web.desk import client_of, post_notice
from tests.rectification.web.pages.disclosure import (
    HOME,
    NAME,
    ask_url,
    asked,
    assign,
    decide,
    page_of,
    show,
    told_to,
    verbs,
    voiced,
    wanted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    return voiced(town)


@pytest.fixture
def second(town: Township) -> Person:
    """Another member of the leading group."""
    return in_office(person("组立信", branch=town.home), Role.LG, town.leading_group)


# --- asking -------------------------------------------------------------------------------------


def test_assigned_member_of_the_discipline_committee_asks_with_reason_and_document(
    town: Township, case: Case
) -> None:
    someone = town.dis[0]
    shown = client_of(someone).get(reverse("rectification:case", args=[case.pk]))
    assert ask_url(case) in shown.content.decode()
    row = asked(case, someone)
    assert (row.requested_by, row.opinion, row.decision) == (someone, case.opinion, "pending")
    assert row.decide_by.isoformat() == "2026-05-18"
    assert verbs(case) == ["identity_asked"]
    assert told_to(town.lg) == ["identity_asked"]
    assert told_to(someone) == []


def test_nobody_but_an_assigned_member_of_the_discipline_committee_can_ask(
    town: Township, case: Case
) -> None:
    others = [
        town.dis[1],
        town.officer,
        town.intake,
        town.org,
        town.pse,
        town.lg,
        town.liaison,
        town.east.secretary,
        town.east.members[0],
    ]
    for someone in others:
        client = client_of(someone)
        assert client.get(ask_url(case)).status_code == 404
        assert client.post(ask_url(case), wanted(case)).status_code == 404
    assert not IdentityRequest.objects.exists()


def test_verifier_from_outside_cannot_ask(town: Township, case: Case) -> None:
    assign(case, town.gen)
    assert client_of(town.gen).get(ask_url(case)).status_code == 404


def test_member_of_the_owners_branch_or_recused_cannot_ask(town: Township, case: Case) -> None:
    near = in_office(person("纪近亲", branch=town.east.organisation), Role.DIS, town.discipline)
    assign(case, near)
    assert client_of(near).get(ask_url(case)).status_code == 404
    Recusal.objects.create(case=case, person=town.dis[0], ground="relative", since=timezone.now())
    assert client_of(town.dis[0]).get(ask_url(case)).status_code == 404


def test_there_is_nothing_to_ask_for_without_a_sealed_identity(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    opinion_of(case, mode=ReporterMode.ANONYMOUS)
    assign(case, town.dis[0])
    client = client_of(town.dis[0])
    assert client.get(ask_url(case)).status_code == 404
    shown = client.get(reverse("rectification:case", args=[case.pk])).content.decode()
    assert ask_url(case) not in shown


@pytest.mark.parametrize("state", ["sealed", "withdrawn", "transferred", "erased"])
def test_no_request_is_possible_once_the_matter_is_gone(
    town: Township, case: Case, state: str
) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    if state == "sealed":
        case.sealed = True
    elif state != "erased":
        case.outcome = CaseOutcome(state)
    case.save()
    if state == "erased":
        erase_case(case=case)
    client = client_of(town.dis[0])
    assert client.get(ask_url(case)).status_code == 404
    answer = show(row, town.dis[0])
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert "identity_shown" not in verbs(case)


@pytest.mark.parametrize("missing", ["reason", "document_number", "voice"])
def test_request_without_reason_or_document_is_refused(
    town: Township, case: Case, missing: str
) -> None:
    response = client_of(town.dis[0]).post(ask_url(case), wanted(case, **{missing: ""}))
    assert response.status_code == 422
    assert not IdentityRequest.objects.exists()


def test_what_waits_already_is_not_asked_twice(town: Township, case: Case) -> None:
    asked(case, town.dis[0])
    response = client_of(town.dis[0]).post(ask_url(case), wanted(case))
    assert response.status_code == 422
    assert IdentityRequest.objects.count() == 1


def test_objector_is_asked_for_apart(town: Township, case: Case) -> None:
    objection = case.objections.create(
        notice=post_notice(town, case, "S3"),
        kind="facts",
        mode="named",
        text="公开栏只换了一半。",
        receipt_hash="1" * 64,
        received_at=timezone.now(),
    )
    seal_identity(name="司徒望舒", contact="", objection=objection)
    url, data = ask_url(case), wanted(case, voice=f"objection:{objection.pk}")
    assert client_of(town.dis[0]).post(url, data).status_code == 302
    row = IdentityRequest.objects.get()
    decide(row, town.lg)
    html = show(row, town.dis[0]).content.decode()
    assert "司徒望舒" in html
    assert NAME not in html


# --- deciding -----------------------------------------------------------------------------------


def test_member_of_the_leading_group_grants_for_five_working_days(
    town: Township, case: Case
) -> None:
    row = asked(case, town.dis[0])
    assert decide(row, town.lg).status_code == 302
    assert (row.decision, row.decided_by) == ("granted", town.lg)
    assert row.shown_until is not None
    assert row.shown_until.isoformat() == "2026-05-18"
    assert verbs(case) == ["identity_asked", "identity_granted"]
    assert told_to(town.dis[0]) == ["identity_decided"]


def test_refusal_is_on_record_with_its_reasons(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg, "refuse")
    assert (row.decision, row.answer) == ("refused", "确无其他办法核实，同意查阅。")
    assert verbs(case) == ["identity_asked", "identity_refused"]
    assert show(row, town.dis[0]).status_code == 409


def test_who_asks_never_decides(town: Township, case: Case, second: Person) -> None:
    in_office(town.dis[0], Role.LG, town.leading_group)
    row = asked(case, town.dis[0])
    assert decide(row, town.dis[0]).status_code == 409
    assert row.decision == "pending"
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityRequest.objects.filter(pk=row.pk).update(
            decision="refused", decided_by=row.requested_by
        )


def test_owners_side_and_whoever_is_recused_find_no_request(
    town: Township, case: Case, second: Person
) -> None:
    row = asked(case, town.dis[0])
    in_office(town.east.secretary, Role.LG, town.leading_group)
    in_office(town.liaison, Role.LG, town.leading_group)
    Recusal.objects.create(case=case, person=town.lg, ground="relative", since=timezone.now())
    for someone in (town.east.secretary, town.liaison, town.lg):
        assert client_of(someone).get(page_of(row)).status_code == 404
        assert decide(row, someone).status_code == 404
        assert page_of(row) not in client_of(someone).get(HOME).content.decode()
    assert decide(row, second).status_code == 302


def test_second_decision_comes_too_late(town: Township, case: Case, second: Person) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg, "refuse")
    assert decide(row, second).status_code == 409
    assert (row.decision, row.decided_by) == ("refused", town.lg)


def test_undecided_request_lapses_and_nothing_is_granted_by_silence(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    row = asked(case, town.dis[0])
    clock.move_to("2026-05-18 23:59+08:00")
    assert "待决定" in client_of(town.lg).get(page_of(row)).content.decode()
    clock.move_to("2026-05-19 00:01+08:00")
    assert "逾期未决" in client_of(town.dis[0]).get(page_of(row)).content.decode()
    assert decide(row, town.lg).status_code == 409
    assert show(row, town.dis[0]).status_code == 409
    assert verbs(case) == ["identity_asked"]
    asked(case, town.dis[0])


def test_request_waits_where_nobody_of_the_leading_group_is_free(
    town: Township, case: Case
) -> None:
    Recusal.objects.create(case=case, person=town.lg, ground="interest", since=timezone.now())
    row = asked(case, town.dis[0])
    assert "逾期不视为同意" in client_of(town.dis[0]).get(page_of(row)).content.decode()


def test_waiting_requests_cost_the_same_however_many(town: Township, case: Case) -> None:
    """The page asks as much about one row as about three of three cases."""
    row, client, counts = asked(case, town.dis[0]), client_of(town.lg), []
    client.get(HOME)
    for rows in (1, 3):
        while IdentityRequest.objects.count() < rows:
            row.pk, row.case, row.opinion = None, *_another(town)
            row.save()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(HOME)
        assert len(page.context["waiting"]) == rows
        counts.append(len(queries))
    assert counts == [21, 21]


def _another(town: Township) -> tuple[Case, Opinion]:
    case = case_in(town, CaseStage.RECTIFYING)
    return case, opinion_of(case, mode=ReporterMode.CONFIDENTIAL, receipt_hash=f"{case.pk:064}")
