"""How units of a case, their answers and their disputes are shown."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.enums import DisputeKind, ShareAnswer, UnitKind
from rectification.models import Assignment, Case, Dispute, Measure
from rectification.selectors.shares import is_disputed
from rectification.web.case_file import Facts
from rectification.web.dates import local_day
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour

COLUMNS: Sequence[Column] = (
    Column(pgettext_lazy("share", "Unit")),
    Column(gettext_lazy("Answer"), CellKind.SIGN),
    Column(gettext_lazy("Answered on"), CellKind.DATE),
    Column(gettext_lazy("Measures")),
)
_COLOURS = {
    ShareAnswer.PENDING: LightColour.YELLOW,
    ShareAnswer.ACCEPTED: LightColour.GREEN,
    ShareAnswer.ASSIGNED: LightColour.GREEN,
    ShareAnswer.DECLINED: LightColour.RED,
}


def unit_rows(
    units: Sequence[Assignment], measures: Sequence[Measure], *, with_words: bool
) -> list[list[Cell]]:
    """Lead unit first: who answered what and when, and what it carries out."""
    return [
        [
            Cell(unit.organisation.name, meta=unit.get_kind_display()),
            Cell(light=_answer(unit), meta=unit.reason if with_words else ""),
            Cell(local_day(unit.answered_at) if unit.answered_at else ""),
            Cell(_work(unit, measures)),
        ]
        for unit in units
    ]


def _answer(unit: Assignment) -> Light:
    if unit.ended_at is not None:
        return Light(LightColour.GREY, _("No longer in the case"))
    if is_disputed(unit):
        word = _("%(answer)s · in dispute") % {"answer": unit.get_answer_display()}
        return Light(LightColour.RED, word)
    word = unit.get_answer_display()
    if unit.kind == UnitKind.LEAD and unit.answer == ShareAnswer.ACCEPTED:
        word = _("Claimed")
    return Light(_COLOURS[ShareAnswer(unit.answer)], word)


def _work(unit: Assignment, measures: Sequence[Measure]) -> str:
    own = [m for m in measures if m.organisation_id == unit.organisation_id]
    if not own or unit.ended_at is not None:
        return "—"
    if unit.is_undecided:
        return _("%(count)d, undecided") % {"count": len(own)}
    done = sum(measure.done_at is not None for measure in own)
    return _("%(done)d of %(count)d done") % {"done": done, "count": len(own)}


def dispute_title(dispute: Dispute) -> str:
    name = dispute.assignment.organisation.name
    if dispute.ended_at is None:
        return _("Dispute: %(name)s") % {"name": name}
    return _("Dispute: %(name)s (over)") % {"name": name}


def dispute_facts(dispute: Dispute, case: Case) -> Facts:
    """What was said, recorded and decided, in the order in which it happened."""
    lead = case.owner_organisation
    decided_on = local_day(dispute.decided_at) if dispute.decided_at else None
    return [
        (_("Lead unit"), lead.name if lead else ""),
        (_("Unit in dispute"), dispute.assignment.organisation.name),
        (_("What it is about"), dispute.get_kind_display()),
        (_("Since"), local_day(dispute.raised_at)),
        (_("Where it stands"), _standing(dispute)),
        (_("What the unit says"), dispute.reason),
        (_("Result of the mediation"), dispute.get_mediation_display()),
        (_("Record of the mediation"), dispute.agreed),
        (_("What the unit says afterwards"), _said_again(dispute)),
        (_("Proposal of the office"), dispute.get_proposal_display()),
        (_("Reasons of the proposal"), dispute.proposal_reason),
        (_("Decision of the leading group"), _decision(dispute)),
        (_("Reasons"), dispute.decision_reason),
        (pgettext("dispute", "Decided on"), decided_on),
    ]


def _standing(dispute: Dispute) -> str:
    """Who has to do something about it; nothing once it is over."""
    if dispute.ended_at is not None or dispute.assignment.ended_at is not None:
        return ""
    if dispute.kind == DisputeKind.OWNER or dispute.proposal:
        return _("With the leading group, for its decision")
    if dispute.kind == DisputeKind.SILENT:
        return _("With the office, for its proposal")
    if not dispute.mediation:
        return _("With the office, for mediation")
    if dispute.assignment.answer == ShareAnswer.PENDING:
        return _("With the unit, to confirm what was agreed")
    return _("With the leading group, for its decision")


def _decision(dispute: Dispute) -> str:
    if dispute.kind == DisputeKind.OWNER and dispute.decided_owner is not None:
        return _("Lead unit: %(name)s") % {"name": dispute.decided_owner.name}
    return dispute.get_decision_display()


def _said_again(dispute: Dispute) -> str:
    """The unit declined once more after the mediation."""
    said = dispute.assignment.reason
    return said if dispute.mediation and said != dispute.reason else ""
