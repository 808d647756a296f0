"""An administrator of the township, and the pages as he sees them."""

import pytest
from django.test import Client

from rectification.models import Person
from rectification.roles import Role
from tests.factories import Township, in_office, person
from tests.rectification.web.desk import client_of


@pytest.fixture
def admin(town: Township) -> Person:
    return in_office(person("管机长"), Role.ADM, town.committee)


@pytest.fixture
def desk(admin: Person) -> Client:
    return client_of(admin)
