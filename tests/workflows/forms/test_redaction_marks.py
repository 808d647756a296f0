"""The pages of the marks: one tap for each, by the author and by the second checker."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, Step
from rectification.models import Case
from rectification.services.redaction_marks import Answer
from tests.days import at
from tests.factories import Township, case_in
from tests.published import decision_of, proposed
from tests.workflows.forms.filled import filled
from tests.workflows.forms.pages import at_proposal, item_of, page, take
from tests.workflows.forms.sent import PUBLISH
from workflows.forms.publication import CheckRedactionForm, ProposePublicationForm

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")
TEXT = "由石守信牵头，低保名册已公开。"
ANSWERS = {
    ("name", "石守信"): Answer("mask"),
    ("service", "低保名册"): Answer("keep", "政策名称"),
}


@pytest.fixture
def case(town: Township) -> Case:
    return at_proposal(town)


def test_author_decides_on_the_page_and_checker_confirms(
    client: Client, town: Township, case: Case
) -> None:
    client.force_login(town.officer.user)
    url = reverse("workflows:act", args=[item_of(case, Step.PROPOSE_PUBLICATION).pk])
    answer = client.post(url, PUBLISH | {"text": TEXT})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert '<mark class="redaction redaction-must">石守信<span class="redaction-word">' in html
    assert "原文（保持不变）" in html
    names = dict.fromkeys(re.findall(r'name="(mark-[0-9a-f]{12}(?:-why)?)"', html))
    name, low, why = names
    take(
        client,
        case,
        Step.PROPOSE_PUBLICATION,
        town.officer,
        PUBLISH | {"text": TEXT, name: "mask", low: "keep", why: "政策名称"},
    )
    assert decision_of(case).text == "由石某某牵头，低保名册已公开。"

    take(client, case, Step.REVIEW_SECRECY, town.gen, {"decision": "clear"})
    html = page(client, case, Step.CHECK_REDACTION, town.org)
    assert '<mark class="redaction redaction-keep">低保名册<span class="redaction-word">' in html
    assert "业务名称，已保留：低保名册（理由：政策名称）" in html
    assert "石守信" not in html
    boxes = {f"mark-{mark.pk}": "on" for mark in decision_of(case).marks.all()}
    take(client, case, Step.CHECK_REDACTION, town.org, {"decision": "confirm", **boxes})
    assert decision_of(case).redaction_by == town.org


def test_words_that_stay_need_a_reason(town: Township, case: Case) -> None:
    form = filled(ProposePublicationForm, case, town.officer, PUBLISH | {"text": TEXT})
    low, why = (bound.name for bound in form.mark_rows()[1])
    data = PUBLISH | {"text": TEXT, low: "keep"}
    form = filled(ProposePublicationForm, case, town.officer, data)

    assert not form.is_valid()
    assert list(form.errors) == [why]


def test_names_can_only_be_masked(town: Township, case: Case) -> None:
    form = filled(ProposePublicationForm, case, town.officer, PUBLISH | {"text": TEXT})
    (name,), (low, _why) = form.mark_rows()

    assert [len(form.fields[bound.name].choices) for bound in (name, low)] == [1, 2]
    assert ["checked" in str(bound) for bound in (name, low)] == [True, False]


def test_returned_version_offers_the_earlier_answer(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    decision = proposed(town, case, text=TEXT, answers=ANSWERS)
    decision.status = "returned"
    decision.save()

    form = filled(ProposePublicationForm, case, town.officer)

    assert [bound.value() for row in form.mark_rows() for bound in row] == ["keep", "政策名称"]


def test_checker_without_marks_has_nothing_to_confirm(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    proposed(town, case)

    assert filled(CheckRedactionForm, case, town.org).mark_fields() == []
