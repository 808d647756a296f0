from typing import Any

import pytest

from tests.factories import Township, takes_opinions
from workflows.forms.opinions import OpinionForm

pytestmark = pytest.mark.django_db
TEXT = "村口的路灯坏了两个月，晚上走路很危险。"


def opinion(**more: Any) -> OpinionForm:
    return OpinionForm({"mode": "anonymous", "text": TEXT, **more})


def test_opinion_form_is_anonymous_unless_wished_otherwise(town: Township) -> None:
    assert OpinionForm()["mode"].value() == "anonymous"


def test_opinion_form_hands_over_text_and_nothing_else_when_anonymous(town: Township) -> None:
    form = opinion(name="塔向阳", contact="13800000000")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "mode": "anonymous",
        "organisation": None,
        "source": "public_opinion",
        "about_head": "",
        "township": None,
        "text": TEXT,
        "name": "",
        "contact": "",
    }


def test_opinion_form_takes_whoever_says_nothing_for_a_resident(town: Township) -> None:
    assert OpinionForm()["source"].value() == "public_opinion"
    assert set(opinion(source="self_check").errors) == {"source"}


def test_opinion_form_offers_branches_only(town: Township) -> None:
    takes_opinions(town)
    form = opinion(organisation=str(town.east.organisation.pk))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["organisation"] == town.east.organisation
    assert set(opinion(organisation=str(town.office.pk)).errors) == {"organisation"}


def test_opinion_form_needs_ten_characters_and_a_name_when_named(town: Township) -> None:
    form = opinion(mode="named", text="灯坏了")
    assert set(form.errors) == {"text", "name"}
    assert form["text"].value() == "灯坏了"


def test_opinion_form_keeps_contact_of_a_confidential_sender(town: Township) -> None:
    form = opinion(mode="confidential", contact="13800000000")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["contact"] == "13800000000"
