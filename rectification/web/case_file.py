"""The file of a case as parts of a page: plans, measures, progress and proof."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.calendar import WorkingCalendar
from rectification.enums import EventVerb
from rectification.models import LightRule, Measure, Person, Plan, PlanStatus, Progress
from rectification.policies.lights import standard
from rectification.web.dates import list_date, local_day
from rectification.web.lights import Lights
from rectification.web.parts import Act, Cell, CellKind, Column, Entry, Light, LightColour, Text
from rectification.wording import listed_apart

Facts = list[tuple[Text, Text | date | None]]

MEASURE_COLUMNS = [
    Column(_("Measure")),
    Column(_("Unit and person")),
    Column(_("Due"), CellKind.DATE),
    Column(_("State"), CellKind.SIGN),
]


@dataclass(frozen=True)
class Part:
    """A titled piece of the file: facts, a table, a text."""

    title: Text
    light: Light | None = None
    facts: Facts = field(default_factory=list)
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    sheet_title: Text = ""
    sheet: str = ""
    act: Act | None = None


@dataclass(frozen=True)
class Day:
    """Today and the calendar by which remaining days are counted, unless the clocks stand still."""

    today: date
    calendar: WorkingCalendar
    rule: LightRule = field(default_factory=standard)
    """The light rule in force where the case lies."""
    paused: bool = False

    @cached_property
    def lights(self) -> Lights:
        return Lights(self.today, self.calendar)


_PLAN_COLOURS = {
    PlanStatus.SUBMITTED: LightColour.YELLOW,
    PlanStatus.RETURNED: LightColour.GREY,
    PlanStatus.APPROVED: LightColour.BLUE,
    PlanStatus.WITHDRAWN: LightColour.GREY,
}


Signatures = Mapping[tuple[str, str], str]
"""By verb and reference of an act, how a deputy signed it."""

Named = Callable[[Person], str]
"""The name of somebody of the owner's side, or nothing for a reader from whom it is withheld."""


def in_full(person: Person) -> str:
    return person.name


def plan_part(
    plan: Plan,
    day: Day,
    signatures: Signatures = MappingProxyType({}),
    named: Named = in_full,
    undecided: Collection[int] = (),
) -> Part:
    """`undecided` are keys of units whose measures in it are nobody's duty yet."""
    measures = list(plan.measures.all())
    approved = plan.status == PlanStatus.APPROVED
    return Part(
        title=gettext("Plan, version %(version)d") % {"version": plan.version},
        light=Light(_PLAN_COLOURS[PlanStatus(plan.status)], plan.get_status_display()),
        facts=[
            (_("Cause"), plan.cause),
            (_("Outcome aimed at"), plan.target_outcome),
            (_("Why the plan is changed"), plan.change_reason),
            (_("Opinion of the organisation office"), plan.advice),
            (_("Drafted by"), _drafter(plan, signatures) if named(plan.drafted_by) else ""),
            (_("Decided by"), _decider(plan, signatures)),
            (_("Decided on"), local_day(plan.decided_at) if plan.decided_at else None),
            (_("Number of the minutes"), plan.minutes_number),
            (_("Number of the copy to the level above"), plan.superior_copy),
            (_("Reasons for the return"), plan.return_reason),
        ],
        columns=measure_columns(approved=approved),
        rows=measure_rows(measures, day, approved=approved, named=named, undecided=undecided),
    )


def _drafter(plan: Plan, signatures: Signatures) -> str:
    verbs = (EventVerb.PLAN_SUBMITTED, EventVerb.PLAN_CHANGE_SUBMITTED)
    return _signed(plan, verbs, plan.drafted_by, signatures)


def _signed(plan: Plan, verbs: Iterable[EventVerb], hand: Person, signatures: Signatures) -> str:
    """As a deputy signed one of these acts, else by name."""
    signed = (signatures.get((verb, f"plan:{plan.pk}")) for verb in verbs)
    return next(filter(None, signed), hand.name)


def _decider(plan: Plan, signatures: Signatures) -> str:
    if plan.decided_by is None:
        return ""
    approved = plan.status == PlanStatus.APPROVED
    given = (EventVerb.PLAN_APPROVED, EventVerb.PLAN_CHANGED)
    refused = (EventVerb.PLAN_RETURNED, EventVerb.PLAN_CHANGE_RETURNED)
    return _signed(plan, given if approved else refused, plan.decided_by, signatures)


def measure_columns(*, approved: bool) -> Sequence[Column]:
    """Before approval nobody works on a measure, so it has no state."""
    return MEASURE_COLUMNS if approved else MEASURE_COLUMNS[:-1]


def measure_rows(
    measures: Iterable[Measure],
    day: Day,
    *,
    approved: bool,
    named: Named = in_full,
    undecided: Collection[int] = (),
) -> list[list[Cell]]:
    rows = [
        [
            Cell(f"{m.position}. {m.text}", meta=_what_shows(m)),
            Cell(m.organisation.name, meta=named(m.person)),
            Cell("" if m.organisation_id in undecided else m.due_on, meta=_begin(m)),
            Cell(light=_measure_light(m, day, undecided)),
        ]
        for m in measures
    ]
    return rows if approved else [row[:-1] for row in rows]


def _what_shows(measure: Measure) -> str:
    """What proves the measure, and what is reached on the way."""
    steps = [f"{list_date(row.due_on)} {row.text}" for row in measure.milestones.all()]
    milestones = gettext("Milestones: %(list)s") % {"list": listed_apart(steps)} if steps else ""
    return " · ".join(filter(None, [measure.deliverable, milestones]))


def _begin(measure: Measure) -> str:
    if measure.starts_on is None:
        return ""
    return gettext("from %(day)s") % {"day": list_date(measure.starts_on)}


def _measure_light(measure: Measure, day: Day, undecided: Collection[int]) -> Light:
    if measure.drop_reason:
        word = gettext("Dropped: %(reason)s") % {"reason": measure.drop_reason}
        return Light(LightColour.GREY, word)
    if measure.dropped_at is not None:
        return Light(LightColour.GREY, pgettext("measure", "Dropped, the unit was released"))
    if measure.organisation_id in undecided:
        return Light(LightColour.GREY, pgettext("measure", "Undecided"))
    if day.paused and measure.done_at is None:
        return Light(LightColour.GREY)
    return day.lights.measure(measure, day.rule)


def progress_entries(measures: Iterable[Measure], named: Named = in_full) -> list[Entry]:
    """What was reported about the measures, latest first."""
    notes = [(m, note) for m in measures for note in m.progress.all()]
    notes.sort(key=lambda pair: (pair[1].reported_at, pair[1].pk), reverse=True)
    return [_progress_entry(measure, note, named) for measure, note in notes]


def _progress_entry(measure: Measure, note: Progress, named: Named) -> Entry:
    title = gettext("Measure %(number)d: progress")
    if note.completes:
        title = gettext("Measure %(number)d completed")
    return Entry(
        title=title % {"number": measure.position},
        at=note.reported_at,
        who=named(note.reported_by) or measure.organisation.name,
        detail=note.text,
    )
