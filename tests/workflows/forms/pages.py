"""Opening and taking steps by their pages, from the proposal to the verification."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, Step
from rectification.models import Case, Person, WorkItem
from rectification.services import notices
from tests.days import at
from tests.factories import Township, case_in
from tests.published import notice_of
from tests.workflows.forms.sent import PUBLISH
from workflows import intake
from workflows.flows import RectificationFlow
from workflows.processes import end_notice_period, redirect


def at_proposal(town: Township) -> Case:
    """A branch case whose procedure stands at the proposal."""
    case = case_in(town, CaseStage.NOTICE_PREP)
    RectificationFlow.submit.run(case=case)
    redirect(case.work_items.get(step=Step.TRIAGE, closed_at=None), Step.PROPOSE_PUBLICATION)
    return case


def item_of(case: Case, step: Step) -> WorkItem:
    return case.work_items.filter(step=step, closed_at=None).order_by("pk").first()


def page(client: Client, case: Case, step: Step, who: Person) -> str:
    client.force_login(who.user)
    response = client.get(reverse("workflows:act", args=[item_of(case, step).pk]))
    assert response.status_code == 200
    return response.content.decode()


def take(client: Client, case: Case, step: Step, who: Person, data: dict[str, Any]) -> None:
    client.force_login(who.user)
    url = reverse("workflows:act", args=[item_of(case, step).pk])
    response = client.post(url, data)
    assert response.status_code == 302, response.content.decode()


def to_posting(client: Client, town: Township, case: Case) -> None:
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, PUBLISH)
    take(client, case, Step.REVIEW_SECRECY, town.gen, {"decision": "clear"})
    take(client, case, Step.CHECK_REDACTION, town.org, {"decision": "confirm"})
    take(client, case, Step.HEAR_PERSON, town.east.secretary, {"decision": "no_objection"})
    take(client, case, Step.APPROVE_PUBLICATION, town.pse, {"decision": "approve"})


def to_notice(client: Client, town: Township, case: Case) -> None:
    to_posting(client, town, case)
    take(client, case, Step.POST_NOTICE, town.pub, {"decision": "post"})


def to_verifying(client: Client, town: Township, case: Case) -> None:
    to_notice(client, town, case)
    with time_machine.travel(at(notice_of(case).ends_on + timedelta(1))):
        notices.end_notice(case=case)
        end_notice_period(case, outcome="notice_ended")


def object_to(case: Case, kind: str = "facts") -> None:
    intake.receive_objection(
        notice=notice_of(case),
        kind=kind,
        mode="anonymous",
        text="八月的活动并没有开展。",
        received_at=at("2026-11-23", "10:00:00"),
    )
