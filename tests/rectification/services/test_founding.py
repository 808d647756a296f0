"""The first three people of an office: others know their passwords, so they choose new ones."""

import pytest

from rectification.exceptions import InvalidInput
from rectification.models import Organisation, User
from rectification.services.founding import Founder, found_office

pytestmark = pytest.mark.django_db

GOOD = "guihua-lianying-47"
FOUNDERS = {
    "administrator": Founder("A-1", "管机长", GOOD),
    "organiser": Founder("A-2", "织云霞", GOOD),
    "secretary": Founder("A-3", "书怀远", GOOD),
}


def test_founders_change_their_passwords_first() -> None:
    found_office(code="T", name="中共云溪镇委员会", **FOUNDERS)
    assert set(User.objects.values_list("username", "must_change_password")) == {
        ("A-1", True),
        ("A-2", True),
        ("A-3", True),
    }


def test_weak_password_founds_nothing() -> None:
    weak = {**FOUNDERS, "secretary": Founder("A-3", "书怀远", "dangyuan1921")}
    with pytest.raises(InvalidInput) as refused:
        found_office(code="T", name="中共云溪镇委员会", **weak)
    assert list(refused.value.errors) == ["password"]
    assert not Organisation.objects.exists()
