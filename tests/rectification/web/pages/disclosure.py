"""How the identity of a reporter is asked for, decided on and shown, in short."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseStage, PartyReason, ReporterMode
from rectification.models import (
    Case,
    CaseParty,
    IdentityRequest,
    InAppNotice,
    Opinion,
    Person,
)
from rectification.policies.event_circles import ABOUT_IDENTITY
from rectification.policies.receipts import hash_of
from rectification.services.identities import seal_identity
from tests.factories import Township, case_in, opinion_of
from tests.rectification.web.desk import client_of

NAME, CONTACT = "欧阳霁月", "13907774321"
CODE: Final = "7KQM-2XWD-H9AB"
REASON: Final = "不向反映人当面核实，无法确认换栏的时间。"
HOME = reverse("rectification:identity_requests")


def voiced(town: Township) -> Case:
    """A branch case from a confidential opinion, with one of the discipline committee assigned."""
    case = case_in(town, CaseStage.RECTIFYING)
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL, receipt_hash=hash_of(CODE))
    seal_identity(name=NAME, contact=CONTACT, opinion=opinion)
    assign(case, town.dis[0])
    return case


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
    events = case.events.filter(verb__in=ABOUT_IDENTITY).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def told_to(someone: Person) -> list[str]:
    notifications.deliver_due()
    return list(InAppNotice.objects.filter(recipient=someone).values_list("kind", flat=True))
