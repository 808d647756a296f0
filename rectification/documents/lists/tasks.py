"""任务清单: what is to be done by whom until when, measure by measure of the plans in force."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.documents.lists.columns import ListColumn, ListKind, Sort
from rectification.documents.lists.entries import Entry, OfMeasure
from rectification.documents.lists.related import PLANS, STEPS, UNITS, its
from rectification.enums import LightColour
from rectification.policies.lights import Marks, Span, rectification_light
from rectification.policies.visibility import Field
from rectification.selectors.lights import rule_of, with_rules
from rectification.selectors.lists import with_plans
from rectification.wording import full_date, listed_apart


def lines(entry: Entry) -> Iterator[OfMeasure]:
    plan = entry.plan
    if plan is not None:
        yield from (OfMeasure(entry, plan, measure) for measure in entry.measures)


def task_number(case_number: str | None, position: int) -> str:
    """任务编号: the number of the case and the place of the measure in its plan."""
    return f"{case_number}-{position}"


def helping_unit(line: OfMeasure) -> str:
    """配合单位: whose measure it is, where that is not the lead unit."""
    unit = line.measure.organisation
    return "" if unit.pk == line.entry.case.owner_organisation_id else unit.name


def begins_on(line: OfMeasure) -> date | None:
    """With the approval of the plan, where no day was given."""
    if line.measure.starts_on is not None:
        return line.measure.starts_on
    decided = line.plan.decided_at
    return timezone.localdate(decided) if decided else None


def milestones(line: OfMeasure) -> str:
    rows = its(line.measure, "milestones")
    return listed_apart(f"{full_date(row.due_on)} {row.text}" for row in rows)


def progress(line: OfMeasure) -> str:
    done = line.measure.done_at
    if done is not None:
        return gettext("done on %(day)s") % {"day": full_date(done)}
    if not line.shows(Field.EVIDENCE):
        return gettext("not done yet")
    reports = len(its(line.measure, "progress"))
    if not reports:
        return gettext("nothing reported yet")
    return ngettext("%(count)d report", "%(count)d reports", reports) % {"count": reports}


def warning(line: OfMeasure) -> str:
    """预警: the light of the measure by the rule of the township; none where the clock rests."""
    measure, entry = line.measure, line.entry
    if measure.done_at is not None:
        late = timezone.localdate(measure.done_at) > measure.due_on
        return gettext("done late") if late else ""
    if entry.case.paused or is_undecided(line):
        return ""
    span = Span(begins_on(line) or entry.day, measure.due_on)
    rule = rule_of(entry.case)
    light = rectification_light(span, Marks(measures=1), entry.day, entry.calendar, rule)
    return "" if light == LightColour.GREEN else str(light.label)


def is_undecided(line: OfMeasure) -> bool:
    """Nobody's duty until its unit has taken its part."""
    units = (unit for unit in line.entry.co_units if unit.is_undecided)
    return line.measure.organisation_id in {unit.organisation_id for unit in units}


def remark(line: OfMeasure) -> str:
    return gettext("the unit has not answered yet") if is_undecided(line) else ""


TASKS = ListKind(
    name="tasks",
    label=_("List of tasks"),
    columns=[
        ListColumn(_("Case number"), lambda line: line.entry.case.number, width=19),
        ListColumn(
            _("Outcome aimed at"), lambda line: line.plan.target_outcome, Field.PLAN, width=26
        ),
        ListColumn(
            _("Task number"),
            lambda line: task_number(line.entry.case.number, line.measure.position),
            width=25,
        ),
        ListColumn(_("Measure"), lambda line: line.measure.text, Field.SHARE, width=34),
        ListColumn(_("Deliverable"), lambda line: line.measure.deliverable, Field.SHARE, width=18),
        ListColumn(_("Lead unit"), lambda line: line.entry.owner, width=18),
        ListColumn(_("Helping unit"), helping_unit, Field.SHARE, width=18),
        ListColumn(
            _("Responsible"),
            lambda line: line.entry.sight.named(line.measure.person),
            Field.OWNER,
            width=16,
        ),
        ListColumn(_("Begins on"), begins_on, Field.SHARE, Sort.DATE, width=22),
        ListColumn(_("Due on"), lambda line: line.measure.due_on, Field.SHARE, Sort.DATE, width=22),
        ListColumn(_("Milestones"), milestones, Field.SHARE, width=20),
        ListColumn(
            pgettext_lazy("list", "Progress"),
            progress,
            Field.SHARE,
            width=20,
            frozen=Field.EVIDENCE,
        ),
        ListColumn(_("Warning"), warning, Field.SHARE, width=8),
        ListColumn(pgettext_lazy("list", "Remarks"), remark, Field.SHARE, width=12),
    ],
    lines=lines,
    giving_lines=with_plans,
    annotated=with_rules,
    related=[*PLANS, *STEPS, *UNITS],
)
