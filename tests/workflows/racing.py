"""Acts through the door as somebody makes them, one after the other or at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from rectification.models import CaseEvent, Person
from tests.workflows.play import Play, user_of
from workflows import act


def perform(play: Play, who: Person, step: str, *, key: str = "", **data: Any) -> act.Attempt:
    item = play.item(step)
    filled = {**play.answers(item, data.get("decision", "")), **data}
    return act.perform(user=user_of(who), item_id=item.pk, data=filled, key=key)


def count(play: Play, verb: str) -> int:
    return CaseEvent.objects.filter(case=play.case, verb=verb).count()


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at the same moment, each in a thread with a connection of its own."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = calls[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
