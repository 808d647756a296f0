"""反映人身份查阅: asked, decided by somebody else, read for a few days, each time on record."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseOutcome, CaseStage, EventVerb, PartyReason, ReporterMode
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    CaseParty,
    IdentityRequest,
    InAppNotice,
    Opinion,
    Person,
    Recusal,
    RecusalRequest,
)
from rectification.policies.authority import authority_of
from rectification.policies.receipts import hash_of
from rectification.policies.recusal import people_to_recuse
from rectification.policies.separation import bar_of, facts_of
from rectification.roles import Role
from rectification.selectors.identities import waiting_for
from rectification.services.erasure import erase_case
from rectification.services.identities import seal_identity
from tests.factories import Township, case_in, in_office, opinion_of, person
from tests.house.matrix import PEOPLE_PAGES
from tests.rectification.web.desk import client_of, post_notice

pytestmark = pytest.mark.django_db

NAME, CONTACT = "欧阳霁月", "13907774321"
CODE: Final = "7KQM-2XWD-H9AB"
REASON: Final = "不向反映人当面核实，无法确认换栏的时间。"
HOME = reverse("rectification:identity_requests")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(town: Township) -> Case:
    """A branch case from a confidential opinion, with one of the discipline committee assigned."""
    case = case_in(town, CaseStage.RECTIFYING)
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL, receipt_hash=hash_of(CODE))
    seal_identity(name=NAME, contact=CONTACT, opinion=opinion)
    assign(case, town.dis[0])
    return case


@pytest.fixture
def second(town: Township) -> Person:
    """Another member of the leading group."""
    return in_office(person("组立信", branch=town.home), Role.LG, town.leading_group)


def assign(case: Case, someone: Person) -> None:
    CaseParty.objects.create(
        case=case, person=someone, reason=PartyReason.VERIFIER, since=timezone.now()
    )


def ask_url(case: Case) -> str:
    return reverse("rectification:ask_identity", args=[case.pk])


def page_of(row: IdentityRequest) -> str:
    return reverse("rectification:identity_request", args=[row.pk])


def wanted(case: Case, **given: str) -> dict[str, str]:
    voice = Opinion.objects.get(case=case)
    values = {"document_number": "云纪函〔2026〕8号", "reason": REASON}
    return {"voice": f"opinion:{voice.pk}", **values, **given}


def asked(case: Case, someone: Person) -> IdentityRequest:
    response = client_of(someone).post(ask_url(case), wanted(case))
    row = IdentityRequest.objects.latest("pk")
    assert (response.status_code, response.headers["Location"]) == (302, page_of(row))
    return row


def decide(row: IdentityRequest, by: Person, decision: str = "grant") -> Any:
    answer = "确无其他办法核实，同意查阅。"
    response = client_of(by).post(page_of(row), {"decision": decision, "answer": answer})
    row.refresh_from_db()
    return response


def show(row: IdentityRequest, someone: Person) -> Any:
    return client_of(someone).post(page_of(row), {"decision": "show"})


def verbs(case: Case) -> list[str]:
    events = case.events.filter(verb__in=EventVerb.about_identity()).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def told_to(someone: Person) -> list[str]:
    notifications.deliver_due()
    return list(InAppNotice.objects.filter(recipient=someone).values_list("kind", flat=True))


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


# --- reading ------------------------------------------------------------------------------------


def test_only_who_asked_reads_it_and_each_time_is_noted(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    assert NAME not in client_of(town.dis[0]).get(page_of(row)).content.decode()
    for _ in range(2):
        html = show(row, town.dis[0]).content.decode()
        assert NAME in html
        assert CONTACT in html
    assert verbs(case)[2:] == ["identity_shown", "identity_shown"]
    noted = AccessLog.objects.filter(what=f"identity_request:{row.pk}")
    assert [entry.person for entry in noted] == [town.dis[0], town.dis[0]]


def test_everybody_else_finds_nothing(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    assert PEOPLE_PAGES["rectification:identity_request"].endswith("test_identities.py")
    assign(case, town.dis[1])
    others = [
        town.dis[1],
        town.officer,
        town.intake,
        town.org,
        town.pse,
        town.dps,
        town.liaison,
        town.gen,
        town.east.secretary,
        town.east.clerk,
        town.east.members[0],
        town.west.secretary,
        in_office(person("审计长"), Role.AUD, town.committee),
        in_office(person("管机长"), Role.ADM, town.committee),
    ]
    for someone in others:
        assert client_of(someone).get(page_of(row)).status_code == 404
        assert show(row, someone).status_code == 404
    answer = show(row, town.lg)
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert Client().get(page_of(row)).status_code == 302


def test_days_over_office_lost_or_recused_and_it_is_shown_no_more(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    clock.move_to("2026-05-18 23:59+08:00")
    assert show(row, town.dis[0]).status_code == 200
    clock.move_to("2026-05-19 00:01+08:00")
    assert show(row, town.dis[0]).status_code == 409
    clock.move_to("2026-05-12 10:00+08:00")
    RecusalRequest.objects.create(
        case=case,
        person=town.dis[0],
        requested_by=town.east.secretary,
        ground="relative",
        reason=REASON,
        requested_at=timezone.now(),
    )
    assert show(row, town.dis[0]).status_code == 409
    town.dis[0].appointments.update(valid_to="2026-05-11")
    assert show(row, town.dis[0]).status_code == 404


def test_whoever_is_no_longer_assigned_reads_it_no_more(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    CaseParty.objects.filter(case=case, person=town.dis[0]).update(until=timezone.now())
    assert client_of(town.dis[0]).get(page_of(row)).context["may_read"] is False
    answer = show(row, town.dis[0])
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert not AccessLog.objects.filter(what=f"identity_request:{row.pk}").exists()


def test_reporter_is_told_under_his_receipt_code(town: Township, case: Case) -> None:
    def receipt() -> str:
        response = Client().post(reverse("rectification:receipt"), {"code": CODE})
        return str(response.content.decode())

    row = asked(case, town.dis[0])
    assert "允许镇纪委一名工作人员查阅您的姓名" not in receipt()
    decide(row, town.lg)
    told = receipt()
    assert "领导小组于5月11日决定，允许镇纪委一名工作人员查阅您的姓名和联系方式" in told
    assert "云纪函〔2026〕8号" in told
    assert NAME not in told


# --- what others may learn ----------------------------------------------------------------------


def test_identity_is_stored_logged_and_told_nowhere(
    town: Township, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    notifications.deliver_due()
    assert [where for where, value in _columns() if NAME in value or CONTACT in value] == []
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert NAME not in logged
    assert CONTACT not in logged


def _columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*fields):
                for field, value in zip(fields, row, strict=True):
                    raw = bytes(value).decode("utf-8", "replace") if _is_raw(value) else value
                    text = json.dumps(raw, ensure_ascii=False, default=str)
                    yield f"{model._meta.label}.{field}", text


def _is_raw(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)


def test_no_page_of_the_case_tells_that_an_identity_was_asked_for(
    town: Township, case: Case
) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    readers = (town.east.secretary, town.officer, town.pse, town.lg, town.dis[0])
    for someone in readers:
        page = client_of(someone).get(reverse("rectification:case", args=[case.pk]))
        titles = {str(entry.title) for entry in page.context["page"].entries}
        assert not titles & {str(EventVerb(verb).label) for verb in EventVerb.about_identity()}
    assert town.lg not in people_to_recuse(case)


def test_auditor_reads_that_it_was_asked_granted_and_read(town: Township, case: Case) -> None:
    auditor = in_office(person("审计长"), Role.AUD, town.committee)
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    events = client_of(auditor).get(reverse("rectification:records")).content.decode()
    for verb in ("identity_asked", "identity_granted", "identity_shown"):
        assert str(EventVerb(verb).label) in events
    accesses = client_of(auditor).get(reverse("rectification:accesses"))
    assert [str(cell.text) for cell in accesses.context["rows"][0]][1] == "反映人身份"
    assert REASON not in events


def test_asking_makes_nobody_a_witness(town: Township, case: Case) -> None:
    decide(asked(case, town.dis[0]), town.lg)
    facts = facts_of(case)
    assert bar_of(town.dis[0].pk, "verify", facts) is None
    assert bar_of(town.lg.pk, "verify", facts) is None


def test_erasure_blanks_reason_and_answer(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    erase_case(case=case)
    row.refresh_from_db()
    assert (row.reason, row.answer) == ("", "")
    assert set(IdentityRequest.history.values_list("reason", "answer")) == {("", "")}


def test_waiting_requests_cost_the_same_each_and_no_more_than_whether_he_is_free(
    town: Township, case: Case
) -> None:
    """The list itself is one query; who else could decide is nobody's question here."""
    row, counts = asked(case, town.dis[0]), []
    with CaptureQueriesContext(connection) as free:
        facts_of(case)
    for more in range(3):
        if more:
            row.pk = None
            row.save()
        with CaptureQueriesContext(connection) as queries:
            found = waiting_for(authority_of(town.lg.user), timezone.localdate())
        assert len(found) == more + 1
        counts.append(len(queries))
    assert [counts[1] - counts[0], counts[2] - counts[1]] == [len(free)] * 2


@pytest.mark.parametrize("reader", ["asks", "decides"])
def test_list_has_the_same_queries_for_one_and_for_three(
    town: Township, case: Case, clock: time_machine.Traveller, reader: str
) -> None:
    counts = []
    someone = town.dis[0] if reader == "asks" else town.lg
    for day in ("2026-05-11", "2026-05-19", "2026-05-27"):
        clock.move_to(f"{day} 10:00+08:00")
        decide(asked(case, town.dis[0]), town.lg, "refuse")
        client = client_of(someone)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        counts.append(len(queries))
    assert CaseEvent.objects.filter(verb="identity_asked").count() == 3
    assert counts[0] == counts[2]
