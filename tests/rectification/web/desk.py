"""What the reading pages need beside `tests.factories`: open work, notices, messages, a reader."""

import secrets
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.calendar import Clock
from rectification.enums import EventVerb, PublicationScope, PublicationStatus, Step
from rectification.models import (
    Assignment,
    Case,
    Copy,
    InAppNotice,
    Notice,
    Organisation,
    Person,
    PublicationDecision,
    User,
    WorkItem,
)
from rectification.policies.actors import Actor
from rectification.services.events import record_event
from tests.factories import Township, acting

_tasks = count(1_000)


def client_of(someone: Person) -> Client:
    """Logged in as the account stands now: what a service did to another copy of it counts."""
    client = Client()
    user = User.objects.get(person=someone)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def open_step(
    case: Case,
    step: Step,
    role: str = "",
    at: Organisation | None = None,
    *,
    person: Person | None = None,
    due_in: int = 3,
    **fields: Any,
) -> WorkItem:
    """An open work item whose clock started yesterday; `due_in` natural days from today."""
    day = timezone.localdate()
    return WorkItem.objects.create(
        case=case,
        task_id=next(_tasks),
        process_id=1,
        step=step,
        role=role,
        organisation=at,
        person=person,
        clock=Clock.APPROVAL,
        clock_from=day - timedelta(days=1),
        due_on=day + timedelta(days=due_in),
        opened_at=timezone.now(),
        **fields,
    )


def close(item: WorkItem, by: Person, outcome: EventVerb) -> WorkItem:
    item.closed_at = timezone.now()
    item.closed_by = by
    item.outcome = outcome
    item.save()
    return item


def post_notice(
    town: Township, case: Case, scope: PublicationScope, *, ends_on: date | None = None
) -> Notice:
    decision = PublicationDecision.objects.create(
        case=case,
        round=case.round,
        version=case.publications.count() + 1,
        status=PublicationStatus.CARRIED_OUT,
        scope=scope,
        title="关于主题党日未按时开展问题整改情况的公示",
        text="问题：主题党日未按时开展。\n整改：已按计划开展。",
        proposed_by=town.officer,
        proposed_role="OFF",
        proposed_at=timezone.now(),
        approved_by=town.pse,
        approved_at=timezone.now(),
    )
    last = ends_on or timezone.localdate() + timedelta(days=7)
    return Notice.objects.create(
        decision=decision,
        case=case,
        token=secrets.token_urlsafe(32),
        posted_by=town.pub,
        posted_at=timezone.now(),
        starts_on=timezone.localdate(),
        ends_on=last,
        first_ends_on=last,
        widest_scope=scope,
    )


def tell(
    someone: Person, case: Case | None, kind: str = "your_turn", *, step: str = ""
) -> InAppNotice:
    return InAppNotice.objects.create(
        key=f"{kind}:{next(_tasks)}",
        recipient=someone,
        kind=kind,
        case=case,
        step=step,
        created_at=timezone.now(),
    )


def send_copy(case: Case, to: Person) -> Copy:
    return Copy.objects.create(case=case, person=to, sent_at=timezone.now())


def share(case: Case, unit: Organisation, answer: str = "accepted") -> Assignment:
    return Assignment.objects.create(case=case, organisation=unit, kind="co", answer=answer)


def happen(case: Case, verb: EventVerb, someone: Person | None = None, text: str = "") -> None:
    actor = acting(someone) if someone else Actor()
    record_event(case=case, verb=verb, actor=actor, text=text)


def visit(someone: Person, case: Case) -> Any:
    return client_of(someone).get(reverse("rectification:case", args=[case.pk]))


def html_of(someone: Person, case: Case) -> str:
    response = visit(someone, case)
    assert response.status_code == 200
    return str(response.content.decode())
