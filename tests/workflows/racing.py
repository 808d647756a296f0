"""Acts through the door as somebody makes them, one after the other or at the same moment."""

from collections.abc import Callable
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Barrier, Thread
from typing import Any

import time_machine
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


class Racer:
    """A process of its own that makes the call, at a moment of its own, each time it is told."""

    def __init__(self, call: Callable[[], Any], at: datetime) -> None:
        context = get_context("fork")
        self._pipe, end = context.Pipe()
        self._process = context.Process(target=_answer, args=[end, call, at], daemon=True)
        self._process.start()

    def start(self) -> None:
        self._pipe.send(True)

    def result(self) -> Any:
        assert self._pipe.poll(60), "the other process does not answer"
        return self._pipe.recv()

    def run(self) -> Any:
        self.start()
        return self.result()

    def stop(self) -> None:
        self._pipe.send(False)
        self._process.join(timeout=30)


def _answer(pipe: Connection, call: Callable[[], Any], at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        while pipe.recv():
            try:
                pipe.send(call())
            except Exception as error:
                pipe.send(error)
    connection.close()
