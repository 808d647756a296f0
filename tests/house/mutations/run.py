"""Weaken each rule in turn and see whether a test fails.

One process collects the tests and makes the database, in memory. A first round, with nothing
weakened, notes which rules each test reaches and how long it takes. Then each mutation gets a
process of its own, forked from there, which runs the tests that reach the rule until one fails.
Prints the mutations that no test noticed, as JSON.
"""

import gc
import json
import os
import resource
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connections

from rectification.policies import absence, authority, deputies
from tests.house.mutations.functions import policies_of_the_house
from tests.house.mutations.tests_of import mirror_of, quick_set
from tests.house.mutations.weaker import Mutation, mutations

SECONDS: Final = 60
"""Of computing: a weakened rule may run in circles, and then nobody has noticed it."""


class Failures:
    """Remembers whether a test failed; the terminal is told nothing."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.found.append(report.nodeid)


class Loop:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, wanted: str, workers: int) -> None:
        self.wanted = wanted
        self.workers = workers
        self.failures = Failures()
        self.reach: dict[str, list[int]] = {}
        self.seconds: dict[int, float] = {}
        self.answer: dict[str, Any] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        connections["default"].settings_dict["TEST"]["NAME"] = ":memory:"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.pluginmanager.register(self.failures)
        self.items = session.items
        chosen = [m for m in mutations() if any(part in m.name for part in self.wanted.split(","))]
        self._run([next(i for i, item in enumerate(self.items) if "db" in str(item.fixturenames))])
        gc.freeze()
        self._first_round()
        if self.answer:
            return True
        found = self._spread(chosen, self._noticed)
        self.answer = {
            "mutations": len(chosen),
            "survivors": sorted(name for name, by in found.items() if not by),
            "noticed": found,
        }
        return True

    def _first_round(self) -> None:
        rounds = self._spread(range(len(self.items)), self._reached)
        failed = [self.items[int(i)].nodeid for i, seen in rounds.items() if seen["failed"]]
        if failed:
            self.answer = {"failed": failed}
        for index, seen in rounds.items():
            self.seconds[int(index)] = seen["seconds"]
            for place in seen["places"]:
                self.reach.setdefault(place, []).append(int(index))

    def _reached(self, indexes: Sequence[int]) -> Iterator[tuple[str, Any]]:
        """Which rules each test comes to, in one process for all of them."""
        places: set[str] = set()
        for policy in policies_of_the_house():
            policy.replace(_noting(policy.place, places))
        for index in indexes:
            places.clear()
            _forget()
            began = time.perf_counter()
            failed = self._run([index])
            took = time.perf_counter() - began
            yield str(index), {"failed": failed, "seconds": took, "places": sorted(places)}

    def _noticed(self, chosen: Sequence[Mutation]) -> Iterator[tuple[str, Any]]:
        """The test that notices each mutation; each gets a process of its own."""
        for mutation in chosen:
            yield mutation.name, _forked(lambda m=mutation: self._notice(m))

    def _notice(self, mutation: Mutation) -> str:
        place, mirror = mutation.policy.place, mirror_of(mutation.policy.module)
        order = sorted(
            self.reach.get(place, []),
            key=lambda i: (not self.items[i].nodeid.startswith(mirror), self.seconds[i]),
        )
        mutation.apply()
        _forget()
        failed = self._run(order)
        return failed[0] if failed else ""

    def _run(self, indexes: Sequence[int]) -> list[str]:
        """Run these tests until one fails."""
        self.failures.found.clear()
        for index in indexes:
            item = self.items[index]
            # As though a test of another module came next: what the session holds stays.
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)
            if self.failures.found:
                break
        return list(self.failures.found)

    def _spread(self, work: Sequence[Any], do: Callable[..., Iterator[tuple[str, Any]]]) -> Any:
        """The work dealt out to as many processes as there are workers."""
        shares = [work[start :: self.workers] for start in range(self.workers)]
        pipes = [_start(lambda share=share: dict(do(share))) for share in shares]
        return {name: value for pipe in pipes for name, value in _finish(pipe).items()}


def _forget() -> None:
    """What was kept under other rules, walks and questions of a day. The suite imports first what
    it marks itself."""
    from tests.workflows.remembered import forget  # noqa: PLC0415

    forget()
    for question in (absence._absences_on, authority._offices_on, deputies._in_force):
        question.cache_clear()


def _noting(place: str, places: set[str]) -> Callable[..., Any]:
    def rule(original: Callable[..., Any], *args: Any, **given: Any) -> Any:
        places.add(place)
        return original(*args, **given)

    return rule


def _start(do: Callable[[], Any]) -> tuple[int, int]:
    """Do it in a forked process; what it answers comes through a pipe."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    try:
        with os.fdopen(writer, "w") as pipe:
            json.dump(do(), pipe)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(0)


def _finish(started: tuple[int, int]) -> Any:
    pid, reader = started
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(said) if said else None


def _forked(do: Callable[[], Any]) -> Any:
    def within_time() -> Any:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        return do()

    return _finish(_start(within_time))


def main(wanted: str = "") -> int:
    loop = Loop(wanted, workers=os.cpu_count() or 1)
    files = [str(Path(name)) for name in quick_set()]
    out = os.dup(1)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    code = pytest.main(["-q", "-s", "-p", "no:xdist", *files], plugins=[loop])
    os.dup2(out, 1)
    print(json.dumps(loop.answer or {"failed": [f"pytest ended with {code}"]}, ensure_ascii=False))
    return 0
