"""Opening and taking steps by their pages, from the proposal to the verification."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from rectification.enums import Step
from rectification.models import Case, Person, WorkItem
from rectification.services import notices
from tests.days import at
from tests.factories import Township
from tests.published import TEXT, TITLE, notice_of
from workflows import intake
from workflows.processes import end_notice_period

PUBLISH = {
    "decision": "publish",
    "scope": "S3",
    "title": TITLE,
    "text": TEXT,
    "working_days": "5",
    "necessity": "涉及全镇党支部的组织生活。",
}


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
