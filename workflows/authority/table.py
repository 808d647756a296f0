"""The table of authority (权限表): one line for each step of each flow, nothing written twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rectification.calendar.clocks import Clock, ClockRule, rule_for, variants
from rectification.enums import DelegationScope, Step
from rectification.models import Appointment
from rectification.permissions import OWN_CASES
from rectification.policies.bars import Bars, bars_of
from rectification.policies.days import today
from rectification.policies.deputies import STEPS
from rectification.policies.holding import CLERK_STEPS
from rectification.policies.places import At, Place, owner_office
from rectification.policies.resolution import WAITING
from rectification.roles import ROLES, Role
from rectification.web.parts import Text
from rectification.web.rules import STEP_RULES
from workflows.flows import FLOWS, steps_of
from workflows.steps import HumanStep


@dataclass(frozen=True)
class Way:
    """Who is asked in these sorts of cases, in turn or (`Line.together`) side by side."""

    sorts: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Line:
    """One step: who takes it, who never, until when, who stands in, what its holder reads."""

    flow: str
    flow_title: Text
    step: Step
    stage: str
    decisions: tuple[Text, ...]
    ways: tuple[Way, ...]
    together: bool
    right: str
    clocks: Mapping[Clock, ClockRule]
    scopes: tuple[DelegationScope, ...]
    by_clerk: bool
    waits: bool
    opens_case: bool
    shut_to: tuple[str, ...]
    bars: Bars
    rules: tuple[str, ...]

    @property
    def is_taken(self) -> bool:
        """A running notice is nobody's to take."""
        return bool(self.ways)


def lines() -> list[Line]:
    return [_line(flow, node) for flow in FLOWS for node in steps_of(flow)]


def _line(flow: Any, node: Any) -> Line:
    human = isinstance(node, HumanStep)
    step = node.step
    return Line(
        flow=flow.__name__,
        flow_title=flow.process_title,
        step=step,
        stage=str(node.stage),
        decisions=tuple(d.label for d in node.form_class.decisions) if human else (),
        ways=_ways(node) if human else (),
        together=human and node.holding.together,
        right=node.right,
        clocks=_clocks(node.clock_label),
        scopes=tuple(scope for scope in DelegationScope if step in STEPS[scope]),
        by_clerk=step in CLERK_STEPS,
        waits=step in WAITING,
        opens_case=human and node.opens_case,
        shut_to=node.shut_to if human else (),
        bars=bars_of(step),
        rules=STEP_RULES[step],
    )


def _ways(node: HumanStep) -> tuple[Way, ...]:
    """Sorts of cases with the same chain stand together; who is always barred is left out."""
    sorts: dict[tuple[Place, ...], list[str]] = {}
    for sort, places in node.holding.ways().items():
        free = tuple(place for place in places if place[1] != At.OWN_OFFICE)
        sorts.setdefault(free, []).append(str(sort))
    return tuple(Way(tuple(found), places) for places, found in sorts.items())


def _clocks(label: str) -> Mapping[Clock, ClockRule]:
    if not label:
        return {}
    return {clock: rule_for(clock, today()) for clock in variants(Clock(label))}


# --- which steps an office takes -----------------------------------------------------------------


def steps_of_office(appointment: Appointment, table: Sequence[Line]) -> list[Step]:
    """The steps that may come to this office, in the order of the flows, each once."""
    answers = _answers(appointment)
    found = [line.step for line in table if _comes_to(line, appointment, answers)]
    return list(dict.fromkeys(found))


def steps_of_member(table: Sequence[Line]) -> list[Step]:
    """What a member does in his own case, in no office."""
    places = [(line.step, place) for line in table for way in line.ways for place in way.places]
    return list(dict.fromkeys(step for step, (_role, at) in places if at == At.PERSON))


def _comes_to(line: Line, appointment: Appointment, answers: bool) -> bool:
    role = appointment.role
    if line.by_clerk and role == Role.CLK:
        return True
    if line.right and line.right not in ROLES[role].grants:
        return False
    places = {place for way in line.ways for place in way.places}
    if answers and ("", At.ANSWERING) in places:
        return True
    return any(r == role and at not in _NAMED for r, at in places)


_NAMED = frozenset({At.PERSON, At.OTHER_BRANCH, At.OUTSIDE, At.ADVISER, At.ABOVE})


def _answers(appointment: Appointment) -> bool:
    """Whether the office answers for its organisation."""
    if OWN_CASES not in ROLES[appointment.role].grants:
        return False
    return owner_office(appointment.organisation)[0] == appointment.role
