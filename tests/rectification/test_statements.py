"""Statements that are built once: what they write and answer is what Django would."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rectification.enums import ActorKind, CaseStage, EventVerb, RecusalGround
from rectification.models import CaseEvent, JobRun, OrganisationRecusal, OutboxMessage, Recusal
from rectification.statements import Blank, Question, append, append_missing
from tests.factories import Township, case_in

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
PEOPLE = Question(
    lambda: OrganisationRecusal.objects.filter(
        organisation=Blank("organisation"),
        since__lte=Blank("day", models.DateField()),
        ground=RecusalGround.INTEREST,
    ).values_list("person", "ground")
)


def run_of(period: str) -> JobRun:
    return JobRun(job="nightly", period=period, started_at=timezone.now())


def message(town: Township, key: str) -> OutboxMessage:
    return OutboxMessage(
        key=key, kind="your_turn", recipient=town.officer, created_at=timezone.now()
    )


def test_row_is_written_as_if_saved_and_knows_its_key() -> None:
    first, second = run_of("2026-03-01"), run_of("2026-03-02")
    append(first)
    second.save()
    assert second.pk == first.pk + 1
    stored = JobRun.objects.get(pk=first.pk)
    assert (stored.job, stored.period, stored.started_at) == (
        "nightly",
        "2026-03-01",
        first.started_at,
    )
    first.period = "2026-03-03"
    first.save()
    assert set(JobRun.objects.values_list("period", flat=True)) == {"2026-03-02", "2026-03-03"}


def test_row_that_is_there_is_refused() -> None:
    append(run_of("2026-03-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(run_of("2026-03-01"))


@pytest.mark.parametrize("write", [append, lambda row: append_missing([row])])
def test_transaction_in_which_a_row_failed_is_not_gone_on_with(
    write: Callable[[models.Model], None],
) -> None:
    """As after saving one: whoever swallows the error does not keep half of what he did."""
    with transaction.atomic():
        with pytest.raises(ValidationError):
            write(JobRun(job="nightly", period="2026-03-01", started_at="never"))
        with pytest.raises(TransactionManagementError):
            JobRun.objects.count()


@pytest.mark.parametrize("write", [append, lambda row: append_missing([row])])
def test_row_that_names_one_not_stored_is_refused_and_one_stored_since_is_named(
    town: Township, write: Callable[[models.Model], None]
) -> None:
    """Where none may be named the name would be lost without a word."""
    event = CaseEvent(
        case=case_in(town, CaseStage.RECTIFYING),
        sequence=999,
        verb=EventVerb.URGED,
        at=timezone.now(),
        actor_kind=ActorKind.SYSTEM,
        round=1,
    )
    told = message(town, "a")
    told.event = event
    refused = pytest.raises(ValueError, match="unsaved related object 'event'")
    with refused, transaction.atomic():
        write(told)
    append(event)
    write(told)
    assert OutboxMessage.objects.get().event == event


def test_what_has_a_field_history_is_saved() -> None:
    with pytest.raises(TypeError, match="Recusal has a field history"):
        append(Recusal())


def test_missing_rows_are_added_in_one_statement(town: Township) -> None:
    append(message(town, "a"))
    with CaptureQueriesContext(connection) as asked:
        append_missing([message(town, key) for key in "abc"])
    assert len(asked) == 1
    assert sorted(OutboxMessage.objects.values_list("key", flat=True)) == ["a", "b", "c"]


def test_nothing_is_asked_for_no_rows() -> None:
    with CaptureQueriesContext(connection) as asked:
        append_missing([])
    assert len(asked) == 0


def test_question_is_answered_anew_with_what_is_told(town: Township) -> None:
    for place, person in ((town.east, town.east.secretary), (town.west, town.west.secretary)):
        OrganisationRecusal.objects.create(
            person=person, organisation=place.organisation, ground=RecusalGround.INTEREST, since=DAY
        )
    east, west = town.east.organisation.pk, town.west.organisation.pk
    assert PEOPLE.ask(organisation=east, day=DAY) == [(town.east.secretary.pk, "interest")]
    assert PEOPLE.ask(organisation=west, day=DAY) == [(town.west.secretary.pk, "interest")]
    assert PEOPLE.ask(organisation=west, day=DAY - timedelta(days=1)) == []
    assert PEOPLE.ask(organisation=None, day=DAY) == []
