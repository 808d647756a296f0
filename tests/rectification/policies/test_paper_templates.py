"""Who replaces the template of a paper, and who confirms it (docs/rules.md 5.1)."""

import pytest
from django.utils import timezone

from rectification.models import PaperTemplate
from rectification.policies.paper_templates import (
    deciding_office,
    keeping_office,
    why_not_decide_template,
)
from tests.factories import Township, rights

pytestmark = pytest.mark.django_db


def test_general_office_keeps_and_organisation_office_confirms_too(town: Township) -> None:
    assert keeping_office(rights(town.gen)) is not None
    assert keeping_office(rights(town.org)) is None
    for person in (town.gen, town.org):
        assert deciding_office(rights(person)) is not None
    for person in (town.officer, town.pse, town.east.members[0]):
        assert keeping_office(rights(person)) is None
        assert deciding_office(rights(person)) is None


def test_another_person_decides_and_once(town: Township) -> None:
    template = PaperTemplate(uploaded_by=town.gen)
    assert why_not_decide_template(template, town.gen) is not None
    assert why_not_decide_template(template, town.org) is None
    for given in ({"confirmed_at": timezone.now()}, {"ended_at": timezone.now()}):
        decided = PaperTemplate(uploaded_by=town.gen, **given)
        assert why_not_decide_template(decided, town.org) is not None
