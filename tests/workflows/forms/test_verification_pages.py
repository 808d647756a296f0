"""The pages of the verification: what each may show, and where two signatures lead."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, Step
from rectification.models import Case, Person, WorkItem
from tests.days import at
from tests.factories import PASSWORD, Township
from tests.published import TEXT
from tests.workflows.forms.pages import (
    at_proposal,
    page,
    take,
    to_verifying,
)
from tests.workflows.forms.sent import SIGNATURE

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return at_proposal(town)


def test_naming_page_shows_no_content_of_the_case(
    client: Client, town: Township, case: Case
) -> None:
    to_verifying(client, town, case)
    html = page(client, case, Step.ASSIGN_VERIFIERS, town.dis[0])
    assert case.number in html
    assert town.east.organisation.name in html
    for hidden in (case.title, case.description, case.effect_statement, TEXT):
        assert hidden not in html


def named(client: Client, town: Township, case: Case) -> None:
    to_verifying(client, town, case)
    two = {"decision": "name", "first": town.dis[1].pk, "second": town.dis[2].pk}
    take(client, case, Step.ASSIGN_VERIFIERS, town.dis[0], two)


def verifier_item(case: Case, who: Person) -> WorkItem:
    return case.work_items.get(step=Step.VERIFY, person=who, closed_at=None)


def sign(client: Client, case: Case, who: Person, **given: Any) -> None:
    client.force_login(who.user)
    url = reverse("workflows:act", args=[verifier_item(case, who).pk])
    response = client.post(url, SIGNATURE | given)
    assert response.status_code == 302, response.content.decode()


def test_verification_page_puts_proof_beside_each_criterion(
    client: Client, town: Township, case: Case
) -> None:
    named(client, town, case)
    client.force_login(town.dis[1].user)
    url = reverse("workflows:act", args=[verifier_item(case, town.dis[1]).pk])
    html = client.get(url).content.decode()
    for proof in (case.description, case.effect_statement, "记录.pdf", TEXT):
        assert proof in html
    for n in range(1, 9):
        assert html.count(f'name="V{n}-reason"') == 1
    # Beside the measure (V1) and among the evidence (V4).
    assert html.count("记录.pdf") >= 2


def test_two_signatures_that_agree_close_the_case(
    client: Client, town: Township, case: Case
) -> None:
    named(client, town, case)
    sign(client, case, town.dis[1])
    sign(client, case, town.dis[2])
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED


def test_settling_page_shows_what_the_two_found(client: Client, town: Township, case: Case) -> None:
    named(client, town, case)
    sign(client, case, town.dis[1])
    differing = {
        "V2-answer": "no",
        "V2-reason": "八月活动仍无记录。",
        "conclusion": "correct",
        "correction_due_on": "2026-12-11",
    }
    sign(client, case, town.dis[2], **differing)
    html = page(client, case, Step.SETTLE_VERIFICATION, town.dis[3])
    assert "八月活动仍无记录。" in html
    settle = {
        "decision": "settle",
        "conclusion": "passed",
        "reason": "八月记录经复核属实，通过。",
        "signing_password": PASSWORD,
    }
    take(client, case, Step.SETTLE_VERIFICATION, town.dis[3], settle)
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED
