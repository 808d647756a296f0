"""Looking up a receipt: state and answer for whoever holds the code, nothing for anybody else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, ObjectionDecision, ReporterMode
from rectification.models import Case, Objection, Opinion
from rectification.services.receipts import new_receipt
from rectification.web.throttle import WRONG_CODES_PER_HOUR
from tests.factories import Township, case_in, opinion_of
from tests.rectification.web.desk import post_notice

pytestmark = pytest.mark.django_db

URL = "/receipt/"


@pytest.fixture(autouse=True)
def _fresh_counter() -> None:
    cache.clear()


def opinion_in(case: Case, **fields: Any) -> tuple[str, Opinion]:
    code, hashed = new_receipt()
    return code, opinion_of(case, text="只有我才会这样说话", receipt_hash=hashed, **fields)


def look_up(client: Client, code: str) -> Any:
    return client.post(URL, {"code": code})


def test_form_is_open_to_everybody_and_not_kept(client: Client) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_code_in_the_address_is_ignored(town: Township, client: Client) -> None:
    code, _opinion = opinion_in(case_in(town, CaseStage.SUBMITTED))
    assert "answer" not in client.get(f"{URL}?code={code}").context


@pytest.mark.parametrize(
    ("stage", "colour"),
    [(CaseStage.SUBMITTED, "green"), (CaseStage.RECTIFYING, "green")],
)
def test_opinion_without_answer_tells_where_it_stands(
    town: Township, client: Client, stage: CaseStage, colour: str
) -> None:
    case = case_in(town, stage)
    code, opinion = opinion_in(case)
    response = look_up(client, code.lower().replace("-", " "))
    assert response.status_code == 200
    assert response.context["answer"].light.colour == colour
    html = response.content.decode()
    for hidden in (case.number or "#", case.title, opinion.text, code):
        assert hidden not in html.replace("#main", "")


def test_answered_opinion_shows_the_answer(town: Township, client: Client) -> None:
    code, _opinion = opinion_in(
        case_in(town, CaseStage.RECTIFYING), answer="已整改。", answered_at=timezone.now()
    )
    response = look_up(client, code)
    assert "已整改。" in response.content.decode()
    assert response.context["answer"].light.colour == "blue"


def test_objection_shows_decision_and_reply(town: Township, client: Client) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    code, hashed = new_receipt()
    objection = Objection.objects.create(
        case=case,
        notice=post_notice(town, case, "S4"),
        kind="facts",
        mode=ReporterMode.ANONYMOUS,
        text="原话",
        receipt_hash=hashed,
        received_at=timezone.now(),
    )
    assert look_up(client, code).context["answer"].text == ""
    objection.decision, objection.reply = ObjectionDecision.DISMISSED, "理由如下。"
    objection.decided_at = timezone.now()
    objection.save()
    html = look_up(client, code).content.decode()
    assert "理由如下。" in html
    assert "原话" not in html


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "x" * 41])
def test_unknown_code_shows_nothing(client: Client, code: str) -> None:
    response = look_up(client, code)
    assert response.status_code == 422
    assert "answer" not in response.context


def test_too_many_wrong_codes_are_refused_and_keep_nobody_from_his_answer(
    town: Township, client: Client
) -> None:
    code, _opinion = opinion_in(case_in(town, CaseStage.SUBMITTED))
    key = f"asked:receipt:{timezone.now():%Y%m%d%H}"
    cache.set(key, WRONG_CODES_PER_HOUR, timeout=3600)
    response = look_up(client, "AAAA-AAAA-AAAA")
    assert response.status_code == 429
    assert "answer" not in response.context
    assert look_up(client, code).status_code == 200


def test_page_needs_its_own_token(town: Township) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("rectification:receipt"), {"code": "x"}).status_code == 403
