"""Whatever is merged and parted in whatever order: nothing is lost, every reporter is answered."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import TypeVar

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rectification.enums import CaseStage
from rectification.models import Case, Merge, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.merging import entries_of, master_of, why_not_merge
from rectification.policies.reporting import why_not_withdraw
from rectification.selectors.cases import visible_to
from rectification.selectors.receipts import find_by_receipt
from rectification.services.opinions import write_answer
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from tests.workflows.reported import (
    NAMES,
    RECEIVED,
    WORDS,
    Report,
    brought,
    recorded,
    reports_of_one_fact,
)
from workflows import intake
from workflows.invariants import breaches

T = TypeVar("T")
Move = tuple[int, int, int]
Drawn = tuple[list[int], list[Move]]
Readers = dict[int, set[int]]

MOVES = ("merge", "part", "answer", "merge", "go_on", "part", "withdraw", "merge", "end")
UNSEEN = ("merge", "part", "answer")
"""What changes nothing about who reads which report."""
GOING_ON = {"submitted": "triage", "registered": "dispatch", "pending_claim": "claim"}


def drawn(reports: int, moves: int) -> st.SearchStrategy[Drawn]:
    """Which of the nine reports, in which order, and what is done with them."""
    which = st.lists(st.sampled_from(range(9)), min_size=4, max_size=reports, unique=True)
    number = st.integers(0, 8)
    move = st.tuples(number, number, number)
    return st.tuples(which, st.lists(move, min_size=moves // 2, max_size=moves))


@pytest.mark.django_db
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=drawn(reports=4, moves=10))
def test_nothing_is_lost_and_everybody_is_answered(
    play: Play, reports: list[Report], drawn: Drawn
) -> None:
    _example(play, reports, drawn, each=False)


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=drawn(reports=7, moves=16))
def test_nothing_is_lost_in_many_more_orders(
    play: Play, reports: list[Report], drawn: Drawn
) -> None:
    _example(play, reports, drawn, each=True)


@pytest.fixture
def reports(play: Play) -> list[Report]:
    return reports_of_one_fact(play)


def _example(play: Play, reports: list[Report], drawn: Drawn, *, each: bool) -> None:
    """`each`: everything is looked at after each of the moves, and not after all of them."""
    play.clock.move_to(RECEIVED)
    which, moves = drawn
    with transaction.atomic():
        Merging(play, [reports[place] for place in which]).play_through(moves, each=each)
        transaction.set_rollback(True)


class Merging:
    """Makes the moves that the rules allow, and remembers beside them what must be so."""

    def __init__(self, play: Play, reports: list[Report]) -> None:
        self.play = play
        self.reports = reports
        self.of = {report.pk: report for report in reports}
        self.joined: dict[int, int] = {}
        """Which report is handled as part of which."""
        self.answers = {report.pk: "" for report in reports if report.code}
        self.before: dict[int, dict[int, str]] = {}
        """What everybody had been answered when the report joined another."""
        self.brought = {report.pk: brought(report) for report in reports}
        self.recorded = {report.pk: recorded(report) for report in reports}
        self.watching = _watchers(play)
        self.readers = self.readers_now()
        self.changed: set[int] = set()
        """Reports that went on, were withdrawn or came to their end since that was asked."""

    def play_through(self, moves: list[Move], *, each: bool) -> None:
        for kind, one, other in moves:
            self._first_that_can_be_made(kind, one, other)
            if each:
                self.check()
        self.check()
        self.look_at_pages()
        for report in self.reports:
            self._sit_down_to(report)
            self.end(report.case, 0)
        self.check()
        assert not Case.objects.filter(pk__in=self.of, stage__in=CaseStage.open()).exists()
        assert all(self.answers.values())

    def _first_that_can_be_made(self, kind: int, one: int, other: int) -> None:
        """The move that was drawn, with the report that was drawn, or else the next."""
        for name, report in product(_from(MOVES, kind), _from(self.reports, one)):
            self._sit_down_to(report)
            if getattr(self, name)(report.case, other):
                self.changed |= set() if name in UNSEEN else {report.pk}
                return

    def _sit_down_to(self, report: Report) -> None:
        self.play.clock.shift(timedelta(minutes=1))
        self.play.case, self.play.level = report.case, report.level

    # --- moves; each says whether it was made

    def merge(self, case: Case, other: int) -> bool:
        if case.stage not in ("submitted", "registered"):
            return False
        others = [report.case for report in _from(self.reports, other)]
        beside = next((c for c in others if why_not_merge(case, c) is None), None)
        if beside is None:
            return False
        self.before[case.pk] = dict(self.answers)
        self._take(decision="merge", master=beside.pk)
        self.joined[case.pk] = beside.pk
        return True

    def part(self, case: Case, _other: int) -> bool:
        if case.pk not in self.joined:
            return False
        self.play.part()
        self._freed(case.pk)
        return True

    def go_on(self, case: Case, _other: int) -> bool:
        if case.stage not in GOING_ON:
            return False
        copied = {"copies": [self.play.town.pub.pk]} if case.stage == "registered" else {}
        self._take(**copied)
        return True

    def withdraw(self, case: Case, _other: int) -> bool:
        """A self-report leaves; what others reported of the same fact goes on by itself."""
        author = self.of[case.pk].author
        if author is None or case.sealed or why_not_withdraw(case, author) is not None:
            return False
        intake.withdraw_problem(
            user=user_of(author), case=case, actor=self.play.author_actor(author)
        )
        self.joined.pop(case.pk, None)
        for entry in [pk for pk, master in self.joined.items() if master == case.pk]:
            self._freed(entry)
        assert (self.of[case.pk].case.stage, self.of[case.pk].case.sealed) == ("withdrawn", True)
        return True

    def answer(self, case: Case, _other: int) -> bool:
        """The intake officer writes to the reporter while the matter goes on."""
        if case.outcome or not write_answer(case=case, text=f"来信收到，{len(self.before)}。"):
            return False
        return self._answered(case)

    def end(self, case: Case, _other: int) -> bool:
        """A case that stands by itself comes to its end."""
        if case.outcome:
            return False
        if case.registered_at is None:
            self.play.take("triage", self.play.town.intake, decision="reject")
            self.play.take("confirm_rejection", self.play.town.officer)
        else:
            self.play.propose_termination()
            self.play.take("decide_termination")
        for pk in self.whole(case.pk):
            kind = "joined_ended" if pk != case.pk else self.of[pk].case.outcome
            assert self.of[pk].author in (None, *told(kind, self.of[pk].case))
        return self._answered(case)

    def _take(self, **data: object) -> None:
        step = GOING_ON[self.play.case.stage]
        who = None if step == "claim" else self.play.town.intake
        self.play.take(step, who, **data)

    def _freed(self, pk: int) -> None:
        del self.joined[pk]
        self.answers |= {
            entry: self.before[pk][entry] for entry in self.whole(pk) if entry in self.answers
        }
        case = self.of[pk].case
        assert case.stage == ("submitted" if case.number is None else "registered")

    def _answered(self, case: Case) -> bool:
        """Whoever reported the same fact has the same answer, under his own code."""
        codes = {pk: self.of[pk].code for pk in self.whole(case.pk) if pk in self.answers}
        answers = {pk: find_by_receipt(code).answer for pk, code in codes.items()}
        assert len(set(answers.values())) <= 1
        assert all(answers.values())
        self.answers |= answers
        return True

    # --- what must be so

    def whole(self, pk: int) -> set[int]:
        """The report and all that are handled as part of it, also through another one."""
        direct = [entry for entry, master in self.joined.items() if master == pk]
        return {pk}.union(*(self.whole(entry) for entry in direct))

    def check(self) -> None:
        assert list(breaches()) == []
        for report in self.reports:
            case = report.case
            assert brought(report) == self.brought[report.pk]
            records = recorded(report)
            assert records >= self.recorded[report.pk]
            self.recorded[report.pk] = records
            master = self.joined.get(report.pk)
            assert (case.outcome == "merged") == (master is not None)
            assert master_of(case) == (master_of(self.of[master].case) if master else case)
            assert {entry.pk for entry in entries_of(case)} == self.whole(report.pk) - {report.pk}
        codes = {pk: self.of[pk].code for pk in self.answers}
        assert {pk: find_by_receipt(code).answer for pk, code in codes.items()} == self.answers
        assert {m.case_id for m in Merge.objects.filter(undone_at=None)} == set(self.joined)
        self._check_readers()

    def readers_now(self) -> Readers:
        """Who finds which of the reports."""
        return {
            person.pk: set(
                visible_to(user_of(person), authority)
                .filter(pk__in=self.of)
                .values_list("pk", flat=True)
            )
            for person, authority in self.watching
        }

    def _check_readers(self) -> None:
        """By merging and parting nobody gets to see a report, and nobody loses sight of one."""
        before, self.readers = self.readers, self.readers_now()
        for person, seen in self.readers.items():
            assert seen - self.changed == before[person] - self.changed
        self.changed = set()

    def look_at_pages(self) -> None:
        """Owner and secretary read neither a name nor how it was told by those who raised it."""
        for person in (self.play.town.east.secretary, *self.play.town.east.members):
            client = client_of(person)
            for pk in self.readers[person.pk]:
                html = client.get(reverse("rectification:case", args=[pk])).content.decode()
                assert not [word for word in (*NAMES, WORDS) if word in html]


def _from(those: Sequence[T], place: int) -> Sequence[T]:
    """All of them, beginning with the one at that place."""
    place %= len(those)
    return [*those[place:], *those[:place]]


def _watchers(play: Play) -> list[tuple[Person, Authority]]:
    town = play.town
    east, west = town.east, town.west
    people = (
        *(town.intake, town.officer, town.org, town.pub),
        *(east.secretary, east.clerk, *east.members, west.secretary),
    )
    return [(person, authority_of(user_of(person))) for person in people]
