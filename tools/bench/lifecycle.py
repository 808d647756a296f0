"""A case from intake to closure, each step over HTTP and from code, beside stock Viewflow.

Stock takes six human tasks in a row behind one permission each; ours are the steps of a branch
case, with every rule, record and message. So this is the price of the house a step, not of the
engine.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import uuid4

from tools.bench.measuring import Result, Statements, ratio_of, seconds, tell
from tools.bench.town import database

if TYPE_CHECKING:
    from django.test import Client

    from rectification.models import Person, WorkItem
    from tests.workflows.play import Play

CYCLES: Final = 6
WAYS: Final = ("http", "code")


class Step(NamedTuple):
    seconds: float
    statements: float


def measure() -> Iterator[Result]:
    with database(), _stock() as stock:
        for way in WAYS:
            _ours(way), stock(way)  # the first of each loads templates and code
            taken = [(stock(way), _ours(way)) for _ in range(CYCLES)]
            name = f"step {'over HTTP' if way == 'http' else 'from code'}"
            floors, subjects = (
                [step.seconds for step in steps] for steps in zip(*taken, strict=True)
            )
            told = ratio_of(name, floors, subjects)
            theirs, ours = (round(step.statements, 1) for step in taken[-1])
            figures = {"statements": ours, "statements_stock": theirs}
            figures |= {
                "ms": round(statistics.median(subjects) * 1000, 1),
                "ms_stock": round(statistics.median(floors) * 1000, 1),
            }
            tell(
                name,
                f"{figures['ms']} ms beside {figures['ms_stock']}, statements {ours} to {theirs}",
            )
            yield {**told, **figures}


@contextmanager
def _stock() -> Iterator[Callable[[str], Step]]:
    """Another process, with settings of its own; asked for one cycle at a time."""
    with TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.stock"],
            env={**os.environ, "STOCK_DIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        to, back = process.stdin, process.stdout

        def cycle(way: str) -> Step:
            to.write(f"{way}\n")
            to.flush()
            return Step(**json.loads(back.readline()))

        try:
            yield cycle
        finally:
            to.close()
            process.wait(30)
            back.close()


def _ours(way: str) -> Step:
    """One case in a township of its own; only the steps count, not what the play makes ready."""
    import time_machine  # noqa: PLC0415 - a requirement of the suite
    from django.db import transaction  # noqa: PLC0415

    from rectification.enums import CaseStage  # noqa: PLC0415
    from tests.days import MONDAY  # noqa: PLC0415
    from tests.factories import township  # noqa: PLC0415

    taken: list[Step] = []
    with time_machine.travel(MONDAY, tick=False) as clock, transaction.atomic():
        play = _player(way, taken)(township(), clock)
        play.report()
        play.go_on_to(CaseStage.CLOSED)
        transaction.set_rollback(True)
    return Step(*(sum(column) / len(taken) for column in zip(*taken, strict=True)))


def _player(way: str, taken: list[Step]) -> "type[Play]":
    from tests.workflows.play import Play, posted, user_of  # noqa: PLC0415
    from workflows import act  # noqa: PLC0415

    def count(work: Callable[[], object]) -> None:
        with Statements() as statements:
            spent = seconds(work)
        taken.append(Step(spent, statements.count))

    class Counted(Play):
        def attempt(
            self, step: str, who: "Person | None" = None, *, key: str = "", **data: Any
        ) -> Any:
            item = self.item(step, who)
            who = who or self.holder_of(item)
            filled = {**self.answers(item, data.get("decision", "")), **data}
            uploads = [name for name in ("uploads", "scan") if name in filled]
            files: dict[str, Any] = {name: filled.pop(name) for name in uploads}
            key = str(uuid4())
            if way == "http":
                typed: dict[str, Any] = dict(posted(filled).lists())
                typed |= {"idempotency_key": key, **files}
                client = _client(who)
                count(lambda: _post(client, item, typed))
            else:
                given: Any = {"data": posted(filled), "files": files or None, "key": key}
                count(lambda: act.perform(user=user_of(who), item_id=item.pk, **given))
            self.case.refresh_from_db()
            return _Done

    return Counted


class _Done:
    done = True


def _client(who: "Person") -> "Client":
    """Logged in and used once, so that loading the middleware does not count."""
    from tests.rectification.web.desk import client_of  # noqa: PLC0415

    client = client_of(who)
    client.get("/healthz")
    return client


def _post(client: "Client", item: "WorkItem", typed: dict[str, Any]) -> None:
    """The page of the step, and its form sent."""
    url = f"/act/{item.pk}/"
    if client.get(url).status_code != 200 or client.post(url, typed).status_code != 302:
        sys.exit(f"bench: {item.step} was refused")
