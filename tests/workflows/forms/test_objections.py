"""Forms of T24–T27: objecting without a name, deciding in a lawful way."""

from typing import Any

import pytest

from rectification.enums import EventVerb, ObjectionDecision, ObjectionKind, Step
from rectification.models import Case, Objection
from rectification.services import objections
from tests.days import at
from tests.factories import Township
from tests.published import TEXT, TITLE, in_notice, notice_of
from tests.workflows.forms.filled import filled
from workflows.forms.objections import HandleObjectionForm, ObjectionForm

pytestmark = pytest.mark.django_db
NOW = at("2026-11-24")

OBJECT = {
    "kind": "facts",
    "mode": "anonymous",
    "text": "八月的活动并没有开展。",
    "name": "",
    "contact": "",
}
ANSWER = {
    "findings": "查阅八月活动记录，签到与照片齐全。",
    "reply": "经核查，八月活动已如期开展，有记录在案。",
}


@pytest.fixture
def case(town: Township) -> Case:
    return in_notice(town)


def received(case: Case, kind: str = ObjectionKind.FACTS) -> Objection:
    objection, _code = objections.receive_objection(
        notice=notice_of(case), kind=kind, mode="anonymous", text=OBJECT["text"]
    )
    return objection


def handling(
    town: Township, case: Case, objection: Objection, data: dict[str, Any] | None = None
) -> HandleObjectionForm:
    return filled(
        HandleObjectionForm,
        case,
        town.intake,
        data,
        step=Step.HANDLE_OBJECTION,
        objection=objection,
    )


# --- objecting ----------------------------------------------------------------------------------


def test_objection_form_gives_the_arguments_of_the_service() -> None:
    form = ObjectionForm(OBJECT)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == OBJECT


def test_objection_form_starts_anonymous() -> None:
    assert ObjectionForm()["mode"].value() == "anonymous"


def test_objection_form_drops_what_an_anonymous_person_typed() -> None:
    form = ObjectionForm(OBJECT | {"name": "甲", "contact": "乙"})
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["contact"]) == ("", "")


def test_objection_form_with_name_needs_the_name() -> None:
    form = ObjectionForm(OBJECT | {"mode": "named"})
    assert not form.is_valid()
    assert list(form.errors) == ["name"]


def test_objection_form_confidential_keeps_the_contact() -> None:
    form = ObjectionForm(OBJECT | {"mode": "confidential", "contact": "村口小卖部转"})
    assert form.is_valid()
    assert form.cleaned_data["contact"] == "村口小卖部转"


def test_objection_form_offers_only_the_kinds_of_the_reader() -> None:
    form = ObjectionForm(OBJECT | {"kind": "procedure"}, kinds=["facts", "effect", "privacy"])
    assert not form.is_valid()
    assert list(form.errors) == ["kind"]


# --- deciding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        ("facts", ["dismissed", "corrected", "outside", "upheld", "wrong"]),
        ("effect", ["dismissed", "corrected", "outside", "upheld"]),
        ("responsibility", ["dismissed", "corrected", "outside", "wrong"]),
        ("procedure", ["dismissed", "corrected", "outside"]),
        ("privacy", ["dismissed", "corrected", "outside"]),
    ],
)
def test_handle_objection_offers_what_is_lawful_for_the_kind(
    town: Township, case: Case, kind: str, ways: list[str]
) -> None:
    form = handling(town, case, received(case, kind))
    assert [value for value, _label in form.fields["decision"].choices] == ways


def test_handle_objection_chooses_nothing_beforehand(town: Township, case: Case) -> None:
    objection = received(case)
    assert handling(town, case, objection)["decision"].value() is None
    form = handling(town, case, objection, ANSWER)
    assert not form.is_valid()
    assert list(form.errors) == ["decision"]


@pytest.mark.parametrize(
    ("decision", "verb"),
    [
        ("dismissed", EventVerb.OBJECTION_DISMISSED),
        ("outside", EventVerb.OBJECTION_DISMISSED),
        ("upheld", EventVerb.OBJECTION_UPHELD),
        ("wrong", EventVerb.TERMINATION_PROPOSED),
    ],
)
def test_handle_objection_decides(
    town: Township, case: Case, decision: str, verb: EventVerb
) -> None:
    form = handling(town, case, received(case), ANSWER | {"decision": decision})
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == verb
    objection = case.objections.get()
    assert objection.decision == decision
    assert (objection.findings, objection.reply) == (ANSWER["findings"], ANSWER["reply"])


def test_handle_objection_narrows_the_text(town: Township, case: Case) -> None:
    shorter = TEXT.replace("已制定下半年计划，", "")
    data = ANSWER | {"decision": "corrected", "title": TITLE, "text": shorter, "scope": "S2"}
    form = handling(town, case, received(case), data)
    assert form.narrows
    assert form.is_valid(), form.errors
    form.carry_out()
    decision = notice_of(case).decision
    assert (decision.text, decision.scope) == (shorter, "S2")


def test_handle_objection_leaves_the_text_alone_when_it_is_dismissed(
    town: Township, case: Case
) -> None:
    data = ANSWER | {"decision": "dismissed", "title": "改", "text": "改", "scope": "S2"}
    form = handling(town, case, received(case), data)
    assert form.is_valid(), form.errors
    form.carry_out()
    decision = notice_of(case).decision
    assert (decision.title, decision.text, decision.scope) == (TITLE, TEXT, "S3")


def test_handle_objection_starts_from_the_published_text(town: Township, case: Case) -> None:
    form = handling(town, case, received(case))
    assert (form["title"].value(), form["text"].value()) == (TITLE, TEXT)
    assert form["scope"].value() == "S3"
    assert [value for value, _label in form.fields["scope"].choices] == ["S1", "S2", "S3"]


def test_handle_objection_needs_findings_and_reply(town: Township, case: Case) -> None:
    form = handling(town, case, received(case), {"decision": ObjectionDecision.DISMISSED})
    assert not form.is_valid()
    assert set(form.errors) == {"findings", "reply"}
