"""Sixteen writers, each in a case of his own, who hold the transaction for twenty milliseconds.

0.8 of the throughput without a chain is promised: one chain for the whole house would make each
wait for every other. PostgreSQL only, for SQLite has one writer at a time.
"""

import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

from tools.bench.measuring import STEADY, Result, drift, tell
from tools.bench.saving import change
from tools.bench.town import database

if TYPE_CHECKING:
    from rectification.models import Case, User

WRITERS: Final = 16
HELD: Final = 0.020
SECONDS: Final = 3.0
ROUNDS: Final = 8
PROMISED: Final = 0.8
Work = Callable[["Case", "User"], None]


def measure() -> Iterator[Result]:
    from django.db import connection  # noqa: PLC0415 - needs django.setup()

    name = "16 writers who hold 20 ms"
    if connection.vendor != "postgresql":
        tell(name, "not measured: needs PostgreSQL (python -m tools.with_services)")
        return
    with database():
        cases, user = _cases()
        rates: dict[Work, list[float]] = {_without_chain: [], change: []}
        for _round in range(ROUNDS):
            for work, found in rates.items():
                found.append(_rate(work, cases, user))
    floor, subject = (statistics.median(found) for found in rates.values())
    moved = drift(rates[_without_chain])
    share = round(subject / floor, 2) if moved <= STEADY else None
    tell(name, f"{share} of the same without chain, {PROMISED} are promised; floor {moved:.0%}")
    yield {
        "name": name,
        "of_chainless": share,
        "floor_moved": round(moved, 2),
        "a_second": round(subject),
        "a_second_chainless": round(floor),
    }


def _cases() -> tuple[list[int], "User"]:
    from django.db import transaction  # noqa: PLC0415 - needs django.setup()

    from rectification.enums import CaseStage  # noqa: PLC0415
    from rectification.models import User  # noqa: PLC0415
    from tests.factories import case_in, township  # noqa: PLC0415

    town = township()
    with transaction.atomic():
        cases = [case_in(town, CaseStage.RECTIFYING).pk for _ in range(WRITERS)]
    return cases, User.objects.select_related("person").get(person=town.east.secretary)


def _rate(work: Work, cases: list[int], user: "User") -> float:
    """Transactions a second of all writers together, each a process with its own connection."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    context = get_context("fork")
    done: Any = context.Queue()
    writers = [
        context.Process(target=_write, args=(work, case, user, done), daemon=True) for case in cases
    ]
    for writer in writers:
        writer.start()
    made = sum(done.get(timeout=60) for _writer in writers)
    for writer in writers:
        writer.join(30)
    return made / SECONDS


def _write(work: Work, case: int, user: "User", done: Any) -> None:
    from django.db import connection, transaction  # noqa: PLC0415

    from rectification.models import Case  # noqa: PLC0415

    connection.ensure_connection()
    made, ends = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < ends:
        with transaction.atomic():
            work(Case.objects.select_for_update().get(pk=case), user)
            time.sleep(HELD)
        made += 1
    connection.close()
    done.put(made)


def _without_chain(row: "Case", user: "User") -> None:
    """The same rows, the event without the hash of the one before."""
    from django.utils import timezone  # noqa: PLC0415 - needs django.setup()

    from rectification.acting import acting_as  # noqa: PLC0415
    from rectification.enums import ActorKind, EventVerb  # noqa: PLC0415
    from rectification.models import CaseEvent, CaseEventPayload  # noqa: PLC0415
    from rectification.notifications import queue  # noqa: PLC0415
    from rectification.statements import append  # noqa: PLC0415
    from tools.bench.saving import WORDS  # noqa: PLC0415

    row.description = WORDS
    with acting_as(user.pk):
        row.save()
    event = CaseEvent(
        case=row,
        sequence=secrets.randbelow(2**31 - 10**6) + 10**6,
        previous_hash="",
        hash=secrets.token_hex(32),
        payload_hash=secrets.token_hex(32),
        verb=EventVerb.PROGRESS_REPORTED,
        at=timezone.now(),
        actor_kind=ActorKind.PERSON,
        actor=user.person,
        round=row.round,
    )
    append(event)
    append(CaseEventPayload(event=event, salt=secrets.token_hex(16), text=WORDS))
    queue(kind="your_turn", recipients=[user.person], case=row, event=event)
