"""责任清单: who answers for what, unit by unit, with the first responsible person and his days."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.documents.lists.columns import ListColumn, ListKind, Sort
from rectification.documents.lists.entries import Entry, OfUnit
from rectification.documents.lists.related import PLANS, UNITS
from rectification.documents.lists.tasks import task_number
from rectification.models import Measure
from rectification.policies.visibility import Field
from rectification.roles import Role
from rectification.selectors.responsible import Responsibility
from rectification.wording import bracketed, full_date, listed


def lines(entry: Entry) -> Iterator[OfUnit]:
    """The lead unit, then each co-unit that has taken its part; a co-unit reads its own line."""
    owner = entry.case.owner_organisation
    if owner is not None and entry.shows(Field.PLAN):
        yield OfUnit(entry, owner, _of(entry, owner.pk))
    own = {unit.pk for unit in entry.sight.units}
    for unit in entry.co_units:
        taken = not unit.is_undecided
        if taken and (entry.shows(Field.PLAN) or unit.organisation_id in own):
            yield OfUnit(entry, unit.organisation, _of(entry, unit.organisation_id))


def _of(entry: Entry, unit: int) -> list[Measure]:
    return [measure for measure in entry.measures if measure.organisation_id == unit]


def first_responsible(line: OfUnit) -> str:
    """All of them in the order of time, former ones with their days (scenario 13)."""
    return " → ".join(_term(line.entry, term) for term in line.entry.terms)


def _term(entry: Entry, term: Responsibility) -> str:
    words = bracketed(entry.sight.named(term.person), Role.SEC.label)
    if term.until is None:
        return words
    return f"{words} {full_date(term.since)}–{full_date(term.until)}"


def directly_responsible(line: OfUnit) -> str:
    names = (line.entry.sight.named(measure.person) for measure in line.measures)
    return listed(dict.fromkeys(filter(None, names)))


def numbers(line: OfUnit) -> str:
    case_number = line.entry.case.number or ""
    tasks = [task_number(case_number, measure.position) for measure in line.measures]
    return listed(tasks) if tasks else case_number


def due_on(line: OfUnit) -> date | None:
    """The last day of its measures; before a plan is in force, of the case (not to a co-unit)."""
    due = line.entry.case.due_on if line.shows(Field.PLAN) else None
    return max((measure.due_on for measure in line.measures), default=due)


def fulfilled(line: OfUnit) -> str:
    done = sum(1 for measure in line.measures if measure.done_at is not None)
    if not line.measures:
        return gettext("no plan in force")
    words = {"done": done, "all": len(line.measures)}
    return gettext("%(done)d of %(all)d measures done") % words


def requirement(line: OfUnit) -> str:
    plan = line.entry.plan
    return plan.target_outcome if plan is not None else ""


RESPONSIBILITIES = ListKind(
    name="responsibilities",
    label=_("List of responsibilities"),
    columns=[
        ListColumn(
            _("Responsible organisation or member"), lambda line: line.entry.owner, width=18
        ),
        ListColumn(_("First responsible person (post)"), first_responsible, Field.OWNER, width=24),
        ListColumn(
            pgettext_lazy("list", "Liaison leader"),
            lambda line: listed(line.entry.liaisons),
            Field.PLAN,
            width=16,
        ),
        ListColumn(_("Responsible unit"), lambda line: line.organisation.name, width=18),
        ListColumn(_("Directly responsible"), directly_responsible, Field.OWNER, width=16),
        ListColumn(
            pgettext_lazy("list", "What for"),
            lambda line: line.entry.case.title,
            Field.DESCRIPTION,
            width=34,
        ),
        ListColumn(_("Numbers of case and tasks"), numbers, width=26),
        ListColumn(pgettext_lazy("list", "What is asked"), requirement, Field.PLAN, width=30),
        ListColumn(_("Due on"), due_on, sort=Sort.DATE, width=22, frozen=Field.PLAN),
        ListColumn(_("Supervised by"), lambda line: line.entry.supervisor, width=16),
        ListColumn(_("Fulfilled so far"), fulfilled, Field.PLAN, width=16),
        ListColumn(pgettext_lazy("list", "Remarks"), lambda line: "", width=12),
    ],
    lines=lines,
    related=[*PLANS, *UNITS],
)
