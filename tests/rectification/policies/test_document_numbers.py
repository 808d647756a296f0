"""Whose code begins a number (docs/rules.md 3.2)."""

import pytest

from rectification.models import Organisation
from rectification.policies.document_numbers import code_for, why_no_number, why_not_code
from tests.factories import Township

pytestmark = pytest.mark.django_db


def coded(organisation: Organisation, code: str) -> None:
    organisation.document_code = code
    organisation.save()


def test_code_is_its_own_else_of_the_nearest_above(town: Township) -> None:
    assert code_for(town.office) == ""
    assert why_no_number(town.office) is not None
    coded(town.committee, "云委")
    assert code_for(town.office) == "云委"
    coded(town.leading_group, "云领")
    assert code_for(town.office) == "云领"
    coded(town.office, "云问")
    assert code_for(town.office) == "云问"
    assert code_for(town.discipline) == "云委"
    assert why_no_number(town.office) is None


def test_code_is_of_characters_and_of_one_organisation(town: Township) -> None:
    coded(town.committee, "云委")
    assert why_not_code("", town.office) is None
    assert why_not_code("云问", town.office) is None
    assert why_not_code("云委", town.committee) is None
    for code in ("YW", "云 问", "一二三四五六七八九", "云委"):
        why = why_not_code(code, town.office)
        assert why is not None
        assert why.rule == "3.2"
