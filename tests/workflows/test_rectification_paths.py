"""Every edge of every flow is walked, and at each step everything that must be true is looked at.

The walks are data (`tests.workflows.walks`), and so is what each of their steps must bring
(`tests.workflows.expected`); a new edge without a walk fails here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

import pytest
from django.utils import timezone
from viewflow.workflow.models import Task

from rectification.enums import Step
from rectification.exceptions import NotVisible
from rectification.models import Case, CaseEvent, OutboxMessage, Person, WorkItem
from rectification.moment import Moment
from rectification.policies.days import today
from rectification.selectors.as_of import as_of
from rectification.services import successions
from tests.factories import Township
from tests.failed import failed_before
from tests.workflows.expected import ACTS, CAST, HAPPENINGS, PERSONAL, STAGE
from tests.workflows.offices import make_discipline_member
from tests.workflows.play import Play, user_of
from tests.workflows.turns import Turn, Walk
from tests.workflows.walks import WALKS
from workflows import act
from workflows.act import STAYING
from workflows.flows import FLOWS
from workflows.invariants import breaches
from workflows.models import CaseProcess
from workflows.sweep import sweep

Edge = tuple[str, str, str]

OUTSIDER = "west.clerk"
"""Discipline member of the other branch, whom the leading group names beside one of DIS."""

_PEOPLE = {"first", "second"}

OWNER_KINDS = {"plan_returned", "plan_approved", "owner_designated", "waiver_agreed"}

_BY_PLAY = {
    "succeed",
    "split",
    "part",
    "ask_withdrawal",
    "ask_extension",
    "take_extension_back",
    "ask_pause",
    "resume_case",
    "ask_reclassification",
    "begin_change",
    "drop_change",
    "ask_review",
    "begin_look_back",
    "begin_disclosure",
}
"""What the play does by itself, under its own name."""

MOVES = {
    ("rectification", "claim", "assign_owner"),
    ("rectification", "assign_verifiers", "notice_period"),
    ("rectification", "verify", "notice_period"),
    ("rectification", "carry_out", "carry_out"),
    ("rectification", "carry_out", "after_return"),
    ("rectification", "claim", "claim"),
    ("share", "accept_share", "propose_share"),
}
"""Moves beside the edges: claim or answer expired (T11, scenario 7), an objection stored late
(T24), an open step given to the successor (scenario 4), work that a changed plan gives out
anew (T16).

No walk of these makes the second and third; the rows of T24 do (test_t_rows_to_the_end.py).
"""


def edges_of_flows() -> set[Edge]:
    return {
        (flow.__name__.removesuffix("Flow").lower(), edge.src.name, edge.dst.name)
        for flow in FLOWS
        for node in flow.instance.nodes()
        for edge in node._outgoing()
    }


def edges_shown(walk: Walk) -> set[Edge]:
    return {
        (flow, source, target)
        for flow, paths in walk.shows.items()
        for path in paths
        for source, target in pairwise(path.split(" > "))
    }


def edges_walked(play: Play) -> set[Edge]:
    processes = {p.pk: p.kind.replace("_", "") for p in CaseProcess.objects.filter(case=play.case)}
    tasks = Task.objects.filter(process_id__in=processes).prefetch_related("previous")
    return {
        (processes[task.process_id], before.flow_task.name, task.flow_task.name)
        for task in tasks
        for before in task.previous.all()
    }


def test_walks_cover_every_edge_of_every_flow() -> None:
    shown = set().union(*(edges_shown(walk) for walk in WALKS.values()))
    assert shown == edges_of_flows()


@pytest.mark.parametrize("name", WALKS)
def test_walk(name: str, play: Play) -> None:
    walk = WALKS[name]
    begin(play, walk)
    following = [*walk.turns[1:], None]
    for turn, after in zip(walk.turns, following, strict=True):
        play.clock.shift(60)
        if turn.act in ACTS:
            take_turn(play, turn)
        else:
            let_happen(play, turn)
        opens = expected_steps(turn, after)
        assert play.open_steps() == opens, turn.act
        assert play.case.stage == expected_stage(walk, turn, opens), turn.act
        assert list(breaches()) == [], turn.act
        assert stage_replayed(play) == play.case.stage, turn.act
    walked = edges_walked(play)
    assert edges_shown(walk) <= walked
    assert walked <= edges_of_flows() | MOVES


def stage_replayed(play: Play) -> str:
    """As the past is read: told from the rows on record (`selectors.as_of`)."""
    with as_of(Moment(timezone.now(), today())):
        return Case.objects.get(pk=play.case.pk).stage


def begin(play: Play, walk: Walk) -> None:
    play.level, play.deadline_class = walk.level, walk.deadline_class
    make_discipline_member(of_cast(play.town, OUTSIDER))
    west, east = play.town.west.organisation, play.town.east.organisation
    if walk.co_unit:
        play.co_units = [west]
    if not walk.lead_has_measure:
        play.measured_units = [west]
    elif walk is WALKS["disputed"]:
        play.measured_units = [east]
    if walk.joins:
        play.case_beside = play.report(walk.level)
    if walk.opinion:
        play.opinion()
    else:
        play.report(walk.level, author=of_cast(play.town, walk.author) if walk.author else None)
    assert play.case.stage == "submitted"
    play.go_on_to(walk.start)
    if walk.failed:
        failed_before(play.case, walk.failed)


def expected_steps(turn: Turn, after: Turn | None) -> list[str]:
    if turn.opens is not None:
        return sorted(turn.opens)
    assert after is not None, "the last turn must say what it leaves open"
    return [after.step]


def expected_stage(walk: Walk, turn: Turn, opens: list[str]) -> str:
    if turn.stage:
        return turn.stage
    stages = [STAGE[step] for step in opens if step in STAGE]
    return stages[0] if stages else walk.ends


# --- one turn -----------------------------------------------------------------------------------


def take_turn(play: Play, turn: Turn) -> None:
    role, office, usual = CAST[play.level][turn.step]
    if turn.act == "verify:sign" and turn.who == OUTSIDER:
        role, office = "CLK", "west.organisation"
    who = of_cast(play.town, turn.who or usual)
    item = play.item(turn.step, who)
    assert_holder(play, item, turn, role, office, who)
    assert_others_kept_out(play, item, who)
    verb, model, told = ACTS[turn.act]
    with promises(play, told | turn.told):
        before = last_sequence(play)
        play.take(turn.step, who, **{"decision": turn.decision, **data_of(play, turn)})
        assert_event(play, before, verb, item, who)
    item.refresh_from_db()
    if verb not in STAYING:
        assert (item.closed_by, item.outcome) == (who, verb)
    if model is not None:
        by = {"history_user_id": user_of(who).pk, "history_date": timezone.now()}
        assert model.history.filter(**by).exists(), turn.act


def data_of(play: Play, turn: Turn) -> dict[str, Any]:
    if turn.act == "carry_out:report":
        unit = of_cast(play.town, turn.who.split(".")[0] if turn.who else "east").organisation
        unit = unit if play.level != "C" else play.town.committee
        measure = play.case.plans.latest("version").measures.get(organisation=unit)
        return play.progress(measure.pk)
    if turn.act == "first_review:return":
        measures = play.case.plans.latest("version").measures.values_list("pk", flat=True)
        return {"measures": [str(pk) for pk in measures]}
    data = dict(turn.data)
    if data.pop("failing", False):
        return play.failing(**data)
    if data.pop("later", False):
        last = successions.latest_proposal(play.case)
        return {"proposed_due_on": last.isoformat(), "statement": "两个支部的台账需要合并核对。"}
    data |= {name: of_cast(play.town, data[name]).pk for name in _PEOPLE & set(data)}
    if "master" in data:
        data["master"] = play.case_beside.pk
    if "successor" in data:
        data["successor"] = of_cast(play.town, f"{data['successor']}.organisation").pk
    return data


def assert_holder(
    play: Play, item: WorkItem, turn: Turn, role: str, office: str, who: Person
) -> None:
    """The step lies with the office of the table, or with the person himself, and he may act."""
    unit = "west.organisation" if turn.who == "west.secretary" else office
    assert (item.role, item.organisation) == (role, of_cast(play.town, unit)), turn.act
    personal = turn.step in PERSONAL[play.level]
    assert item.person == (who if personal else None), turn.act
    assert not item.unheld
    assert act.may_take(user_of(who), item), turn.act


def assert_others_kept_out(play: Play, item: WorkItem, who: Person) -> None:
    """A member of the other branch, its clerk, and a fellow member find nothing here."""
    town = play.town
    clerks = {town.west.organisation: town.west.clerk}
    others = [town.west.members[0], town.west.clerk, town.east.members[1]]
    for other in others:
        if other not in (who, clerks.get(item.organisation)):
            assert not act.may_take(user_of(other), item)
    with pytest.raises(NotVisible):
        act.perform(user=user_of(others[0]), item_id=item.pk, data={})


def assert_event(play: Play, before: int, verb: str, item: WorkItem, who: Person) -> None:
    """One event of the act, by the person in the office of the step; others are the system's."""
    events = list(CaseEvent.objects.filter(case=play.case, sequence__gt=before))
    own = [event for event in events if event.actor_kind == "person"]
    assert [event.verb for event in own] == [verb]
    assert own[0].actor == who
    assert (own[0].acting_role, own[0].acting_organisation) == (item.role, item.organisation)
    assert {event.actor_kind for event in events} <= {"person", "system"}


def last_sequence(play: Play) -> int:
    return CaseEvent.objects.filter(case=play.case).latest("sequence").sequence


class promises:
    """Exactly these kinds of messages are promised, and each new holder is told it is his turn."""

    def __init__(self, play: Play, kinds: set[str] | frozenset[str]) -> None:
        self.play, self.kinds = play, set(kinds)

    def __enter__(self) -> None:
        self.last = max(OutboxMessage.objects.values_list("pk", flat=True), default=0)
        self.known = set(self.play.open_items().values_list("pk", flat=True))

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        if kind is not None:
            return
        messages = list(OutboxMessage.objects.filter(pk__gt=self.last).select_related("recipient"))
        assert {m.kind for m in messages} - {"your_turn"} == self.kinds
        told = Counter(m.recipient for m in messages if m.kind == "your_turn")
        assert told == Counter(self._new_holders())
        owners = {m.recipient for m in messages if m.kind in OWNER_KINDS}
        assert owners in (set(), owner_people(self.play))

    def _new_holders(self) -> Iterator[Person]:
        for item in self.play.open_items().exclude(pk__in=self.known):
            if item.person is not None:
                yield item.person
            elif item.step not in Step.waits():
                held = Person.objects.filter(
                    appointments__role=item.role, appointments__organisation=item.organisation
                )
                yield from held.exclude(pk__in=item.bars.values("person"))


def owner_people(play: Play) -> set[Person]:
    town = play.town
    return {
        "M": {town.east.members[0]},
        "B": {town.east.secretary, town.east.clerk},
        "C": {town.dps},
    }[play.level]


_BESIDE: Final[dict[str, Callable[[Play], object]]] = {
    "ask": lambda play: play.request_recusal(play.town.intake),
    "enter": lambda play: play.enter_recusal(play.town.dis[1]),
    "order": lambda play: play.issue_order(),
    "refer": lambda play: play.refer(),
    "consult": lambda play: play.consult("approve_plan", play.town.liaison),
    "propose": lambda play: play.propose_termination(),
    "narrow": lambda play: play.narrow("S1"),
    "review": lambda play: play.reach_look_back(),
}


def let_happen(play: Play, turn: Turn) -> None:
    verb, kind, told = HAPPENINGS[turn.act]
    remind(play, turn)
    with promises(play, told | turn.told):
        before = last_sequence(play)
        if turn.step == "object":
            play.object(turn.decision)
        elif turn.step in _BY_PLAY:
            getattr(play, turn.step)()
        elif turn.step in _BESIDE:
            _BESIDE[turn.step](play)
        elif turn.decision == "notice_period":
            assert play.end_notice() == 1
        else:
            play.pass_days(6 if turn.decision == "hear_answer" else 4)
            assert sweep() == 1
            play.case.refresh_from_db()
        events = CaseEvent.objects.filter(case=play.case, sequence__gt=before)
        happened = [(event.verb, event.actor_kind) for event in events]
        kinds = [kind, "system"]
        assert happened == list(zip(verb.split(), kinds, strict=False))


def remind(play: Play, turn: Turn) -> None:
    """No claim and no answer is over before its holder was reminded."""
    if turn.act in ("sweep:claim", "sweep:accept_share"):
        play.pass_days(2)
        assert sweep() == 1


def of_cast(town: Township, path: str) -> Any:
    """`east.members.0` of the township."""
    found: Any = town
    for name in path.split("."):
        found = found[int(name)] if name.isdigit() else getattr(found, name)
    return found
