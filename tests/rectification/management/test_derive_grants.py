"""After an update every account holds exactly what its appointments give in this version."""

import pytest
from django.core.management import call_command

from rectification.models import OrganisationUserPermission
from rectification.permissions import NAME_VERIFIERS
from rectification.policies.authority import authority_of
from tests.factories import township


@pytest.mark.django_db
def test_missing_grant_is_given_and_the_rest_stays() -> None:
    town = township()
    before = set(OrganisationUserPermission.objects.values_list("user", "permission__codename"))
    OrganisationUserPermission.objects.filter(permission__codename=NAME_VERIFIERS).delete()
    assert not authority_of(town.lg.user).may(NAME_VERIFIERS, town.committee)
    for _time in range(2):
        call_command("derive_grants")
        rows = OrganisationUserPermission.objects.values_list("user", "permission__codename")
        assert set(rows) == before
    assert authority_of(town.lg.user).may(NAME_VERIFIERS, town.committee)
