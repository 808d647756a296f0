"""How periods, lists of what is due, holds and tombstones are worded."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.enums import CaseLevel, CaseOutcome, HeldBecause, RetentionKind
from rectification.models import (
    LegalHold,
    RetentionLine,
    RetentionRule,
    RetentionRun,
    Tombstone,
)
from rectification.policies.retention import ELSEWHERE, STANDARDS
from rectification.selectors.retention import Due, period_of
from rectification.web.dates import full_date, moment
from rectification.web.parts import Cell, Column, Light, LightColour, Row, Text
from rectification.wording import listed

PERIOD_COLUMNS: Final = [
    Column(gettext_lazy("What is kept")),
    Column(gettext_lazy("How long")),
    Column(pgettext_lazy("retention", "What happens then")),
    Column(gettext_lazy("Whose rule")),
]
DUE_COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(pgettext_lazy("retention", "Ended")),
    Column(pgettext_lazy("retention", "Due since")),
    Column(pgettext_lazy("retention", "What becomes of it")),
]


def period_rows(rules: Mapping[str, RetentionRule]) -> list[list[Cell]]:
    """The version in force of each kind, else the standard; last what is fixed elsewhere."""
    rows = [_period_row(kind, rules.get(kind)) for kind in RetentionKind]
    then = Cell(pgettext("retention", "Deleted"))
    fixed = _("Fixed by the product")
    return rows + [
        [Cell(str(what)), Cell(str(when)), then, Cell(fixed)] for what, when in ELSEWHERE
    ]


def _period_row(kind: RetentionKind, rule: RetentionRule | None) -> list[Cell]:
    standard = STANDARDS[kind]
    source = rule.basis if rule is not None else str(standard.source)
    counted = _("from %(what)s") % {"what": standard.counted_from}
    return [
        Cell(str(kind.label)),
        Cell(str(period_of(rule, kind)), meta=counted),
        Cell(str(standard.then)),
        Cell(source, meta=_from(rule)),
    ]


def _from(rule: RetentionRule | None) -> str:
    return _("From %(day)s") % {"day": full_date(rule.in_force_from)} if rule is not None else ""


def waiting_row(rule: RetentionRule) -> Row:
    """A version that nobody has confirmed."""
    words = {"kind": rule.get_kind_display(), "period": period_of(rule, rule.kind)}
    return Row(
        title=_("%(kind)s: %(period)s") % words,
        light=Light(LightColour.YELLOW, pgettext("rule", "Not in force yet")),
        meta=[rule.committee.name, _from(rule), rule.basis, rule.entered_by.name],
    )


def run_row(run: RetentionRun) -> Row:
    return Row(
        title=_("List of %(day)s") % {"day": full_date(run.proposed_at)},
        url=reverse("rectification:retention_run", args=[run.pk]),
        light=run_light(run),
        meta=[run.committee.name],
    )


def run_light(run: RetentionRun) -> Light:
    if run.confirmed_at is not None:
        return Light(LightColour.GREY, _("Confirmed"))
    if run.ended_at is not None:
        return Light(LightColour.GREY, pgettext("retention", "Called off"))
    if run.checked_at is not None:
        return Light(LightColour.YELLOW, _("Waits for a second person"))
    return Light(LightColour.YELLOW, _("Waits to be checked"))


def run_facts(run: RetentionRun) -> list[tuple[Text, Text | date | None]]:
    def hand(person: object, at: object) -> str:
        return f"{person} {moment(at)}" if person and at else ""  # type: ignore[arg-type]

    called_off = run.ended_by if run.confirmed_at is None else None
    return [
        (_("Township"), run.committee.name),
        (_("Put together"), moment(run.proposed_at)),
        (_("Checked"), hand(run.checked_by, run.checked_at)),
        (_("Confirmed"), hand(run.confirmed_by, run.confirmed_at)),
        (pgettext("retention", "Called off"), hand(called_off, run.ended_at)),
    ]


def line_row(line: RetentionLine, seen: Collection[int]) -> list[Cell]:
    """The case opens for those who see it, `seen` being the keys of their cases."""
    url = reverse("rectification:case", args=[line.case_id]) if line.case_id in seen else ""
    number = Cell(str(line.case), url)
    return _line(number, _day(line.case.ended_at), line.due_on, _became(line))


_NOT_TOLD: Final = frozenset({HeldBecause.SEALED, HeldBecause.OPEN_WORK, HeldBecause.REFERRAL})
"""A secret, or a step or note that its holders alone know, may be behind it."""


def _became(line: RetentionLine) -> str:
    if line.kept in _NOT_TOLD:
        return pgettext("retention", "Kept")
    if line.kept:
        return _("Kept: %(why)s") % {"why": line.get_kept_display()}
    if line.done_at is not None:
        return _("Anonymised on %(day)s") % {"day": full_date(line.done_at)}
    return _("Goes once two people have said so")


def due_row(due: Due) -> list[Cell]:
    """Of what is due and stays."""
    why = _("Kept: %(why)s") % {"why": HeldBecause(due.kept).label}
    return _line(Cell(str(due.case)), _day(due.case.ended_at), due.due_on, why)


def _line(number: Cell, ended: str, due_on: date, became: str) -> list[Cell]:
    return [number, Cell(ended), Cell(full_date(due_on)), Cell(became)]


def _day(at: object) -> str:
    return full_date(at) if at is not None else ""  # type: ignore[arg-type]


def hold_row(hold: LegalHold) -> Row:
    lifted = hold.lifted_at is not None
    light = (
        Light(LightColour.GREY, _("Lifted"))
        if lifted
        else Light(LightColour.YELLOW, pgettext("retention", "Held"))
    )
    return Row(
        title=_("Hold of %(number)s") % {"number": hold.case},
        url=reverse("rectification:hold", args=[hold.pk]),
        light=light,
        meta=[hold.placed_by.name, moment(hold.placed_at)],
    )


def hold_facts(hold: LegalHold) -> list[tuple[Text, Text | date | None]]:
    lifted = f"{hold.lifted_by} {moment(hold.lifted_at)}" if hold.lifted_at else ""
    return [
        (_("Case"), str(hold.case)),
        (_("Reason"), hold.reason),
        (_("Placed"), f"{hold.placed_by} {moment(hold.placed_at)}"),
        (_("Lifted"), lifted),
        (_("Why it was lifted"), hold.lift_reason),
    ]


def tombstone_facts(stone: Tombstone) -> list[tuple[Text, Text | date | None]]:
    """What stays of a case, for whoever could see it."""
    return [
        (_("Case number"), stone.number),
        (_("Level"), CaseLevel(stone.level).label),
        (_("Registered"), full_date(stone.registered_on) if stone.registered_on else ""),
        (_("How it ended"), CaseOutcome(stone.outcome).label),
        (pgettext("retention", "Ended"), full_date(stone.ended_on)),
        (_("Erased"), moment(stone.at)),
        (_("On what ground"), _ground(stone)),
        (pgettext("change", "By whom"), _hands(stone)),
    ]


def _ground(stone: Tombstone) -> str:
    source = stone.rule.basis if stone.rule is not None else STANDARDS[stone.kind].source
    words = {"kind": stone.get_kind_display(), "source": source}
    return _("%(kind)s (%(source)s)") % words


def _hands(stone: Tombstone) -> str:
    run = stone.run
    if run is None:
        return _("By itself, as the rules promise")
    return listed(str(p) for p in (run.checked_by, run.confirmed_by) if p is not None)
