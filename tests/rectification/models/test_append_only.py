"""The database refuses to change or delete events (docs/architecture.md, “Records”)."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from rectification.enums import CaseStage
from rectification.models import CaseEvent, CaseEventPayload, append_only
from rectification.services.erasure import erase_case
from tests.factories import Township
from tests.workflows.play import Play


@pytest.fixture
def event(town: Township, clock: time_machine.Traveller) -> CaseEvent:
    play = Play(town, clock)
    play.bring_to(CaseStage.PENDING_CLAIM)
    return play.case.events.get(sequence=2)


def test_event_is_not_changed(event: CaseEvent) -> None:
    event.verb = "closed"
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        CaseEvent.objects.filter(pk=event.pk).update(reference="plan:1")


def test_event_is_not_deleted(event: CaseEvent) -> None:
    with (
        pytest.raises(IntegrityError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {CaseEvent._meta.db_table}")
    assert CaseEvent.objects.filter(pk=event.pk).exists()


def test_words_of_a_case_are_erased_all_the_same(event: CaseEvent) -> None:
    before = list(event.case.events.order_by("sequence").values())
    erase_case(case=event.case)
    assert not CaseEventPayload.objects.filter(event__case=event.case).exists()
    assert list(event.case.events.order_by("sequence").values()) == before


def test_protection_is_put_in_place_once_and_told(event: CaseEvent) -> None:
    connection.check_constraints()
    append_only.protect("default")
    assert append_only.is_protected("default")
    append_only.release("default")
    assert not append_only.is_protected("default")
    event.reference = "plan:1"
    event.save()
