"""Ways to change the records of two cases, as the owner of the database."""

from typing import Final

from rectification.audit.canonical import canonical
from rectification.hashing import hash_of
from rectification.models import Case, CaseEvent
from tests.tools.bundles import run

TABLE: Final = CaseEvent._meta.db_table


def edit(case: Case, other: Case) -> None:
    run(f"UPDATE {TABLE} SET verb = 'closed' WHERE case_id = {case.pk} AND sequence = 2")


def edit_words(case: Case, other: Case) -> None:
    run(
        "UPDATE rectification_caseeventpayload SET text = text || '。' WHERE event_id = "
        f"(SELECT id FROM {TABLE} WHERE case_id = {case.pk} AND sequence = 2)"
    )


def delete(case: Case, other: Case) -> None:
    delete_at(case, 2)


def delete_at(case: Case, at: int) -> None:
    chosen = f"(SELECT id FROM {TABLE} WHERE case_id = {case.pk} AND sequence = {at})"
    run(
        f"DELETE FROM rectification_outboxmessage WHERE event_id = {chosen}",
        f"DELETE FROM rectification_caseeventpayload WHERE event_id = {chosen}",
        f"DELETE FROM {TABLE} WHERE case_id = {case.pk} AND sequence = {at}",
    )


def insert(case: Case, other: Case) -> None:
    insert_at(case, 2)


def insert_at(case: Case, at: int) -> None:
    """A copy of an event, put in before it; all that follow move up."""
    event = case.events.get(sequence=at)
    numbers = list(case.events.filter(sequence__gte=at).order_by("-sequence").values_list("pk"))
    run(*(f"UPDATE {TABLE} SET sequence = sequence + 1 WHERE id = {pk}" for (pk,) in numbers))
    event.pk = None
    event.save()


def reorder(case: Case, other: Case) -> None:
    swap_at(case, 3)


def swap_at(case: Case, at: int) -> None:
    """The event and the one before it change places; the first one goes to the end."""
    other = at - 1 or case.events.count()
    run(
        f"UPDATE {TABLE} SET sequence = 900 WHERE case_id = {case.pk} AND sequence = {other}",
        f"UPDATE {TABLE} SET sequence = {other} WHERE case_id = {case.pk} AND sequence = {at}",
        f"UPDATE {TABLE} SET sequence = {at} WHERE case_id = {case.pk} AND sequence = 900",
    )


def truncate(case: Case, other: Case) -> None:
    last = case.events.latest("sequence")
    run(
        f"DELETE FROM rectification_outboxmessage WHERE event_id = {last.pk}",
        f"DELETE FROM rectification_caseeventpayload WHERE event_id = {last.pk}",
        f"DELETE FROM {TABLE} WHERE id = {last.pk}",
    )


def swap(case: Case, other: Case) -> None:
    """All the events of one case go to the other one."""
    run(
        f"UPDATE {TABLE} SET sequence = sequence + 500 WHERE case_id = {other.pk}",
        f"UPDATE {TABLE} SET case_id = {other.pk} WHERE case_id = {case.pk}",
        f"UPDATE {TABLE} SET case_id = {case.pk}, sequence = sequence - 500 "
        f"WHERE case_id = {other.pk} AND sequence > 500",
    )


def rechain(case: Case, other: Case) -> None:
    rechain_at(case, 2)


def rechain_at(case: Case, at: int) -> None:
    """One event is changed and all the hashes after it are computed anew."""
    run()
    previous = ""
    for event in case.events.order_by("sequence"):
        event.verb = "closed" if event.sequence == at else event.verb
        event.previous_hash = previous
        event.hash = previous = hash_of(canonical(event))
        event.save()


def swap_anew(case: Case, other: Case) -> None:
    """Rows of two cases are swapped and both chains are computed anew."""
    swap(case, other)
    for each in (case, other):
        rechain(each, other)
