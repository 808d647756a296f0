from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, Sector
from rectification.models import PlanTemplate
from rectification.selectors.plan_templates import suggestions_for
from rectification.services.plan_templates import end_template, enter_template
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of

HOME = reverse("rectification:templates")
NEW = reverse("rectification:new_template")
SAID = {"text": "设岗定责，公开承诺并按月公布履诺情况。", "deliverable": "承诺书和公布记录"}


def entered(town: Township, **more: str) -> PlanTemplate:
    office = town.org.appointments.get(role="ORG")
    return enter_template(office=office, **{**SAID, **more})


def test_organisation_office_enters_and_ends_a_template(town: Township) -> None:
    client = client_of(town.org)
    client.post(NEW, {**SAID, "sector": "rural", "level": "B"})
    template = PlanTemplate.objects.get()
    assert (template.committee, template.entered_by) == (town.committee, town.org)
    assert SAID["text"] in client.get(HOME).content.decode()
    client.post(HOME, {"end": template.pk})
    template.refresh_from_db()
    assert template.ended_by == town.org
    assert template.history.count() == 2
    assert client_of(town.pse).get(HOME).status_code == 404


def test_template_names_nobody(town: Township) -> None:
    answer = client_of(town.org).post(NEW, {**SAID, "text": f"由{town.east.secretary.name}负责。"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    assert not PlanTemplate.objects.exists()


def test_suggestions_are_those_of_sector_and_level_the_closer_ones_first(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    sector = case.owner_organisation.sector
    other = next(value for value in Sector.values if value != sector)
    general = entered(town)
    close = entered(town, sector=sector, level="B")
    entered(town, sector=other)
    entered(town, level="M")
    ended = entered(town)
    end_template(template=ended, office=town.org.appointments.get(role="ORG"))
    expected = [close, general] if sector else [general, close]
    assert suggestions_for(case) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_templates_cost_the_same_however_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        entered(town)
    client = client_of(town.org)
    client.get(HOME)
    with django_assert_num_queries(8):
        client.get(HOME)
