"""What the tests remember of the rows is what lies in the database."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rectification.models import MailAddress, Person
from tests.factories import Township, rows
from tests.factories.people import person


def assert_all_is_known() -> None:
    for model in (Person, MailAddress):
        assert set(rows.all_rows()[model]) == set(model.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("town")
def test_nothing_is_remembered_beyond_its_transaction() -> None:
    with transaction.atomic():
        person("夏远行")
        assert_all_is_known()
        transaction.set_rollback(True)
    assert_all_is_known()
    with transaction.atomic():
        assert_all_is_known()


def test_what_was_taken_back_or_written_plainly_is_read_anew(town: Township) -> None:
    rows.all_rows()
    with transaction.atomic():
        person("夏远行")
        assert_all_is_known()
        transaction.set_rollback(True)
    assert_all_is_known()
    address = MailAddress.objects.create(
        user=town.officer.user, address="x@example.org", entered_at=timezone.now()
    )
    assert_all_is_known()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {address._meta.db_table} WHERE id = %s", [address.pk])
    assert_all_is_known()
