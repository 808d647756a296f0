"""What lies beside a decision: plan and evidence, and for each criterion what speaks for it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import Criterion, ObjectionDecision, Severity, SourceKind
from rectification.models import Case, Objection, Person, Plan
from rectification.policies.authority import authority_of
from rectification.policies.lessons import lesson_of
from rectification.policies.merging import sources_of
from rectification.policies.places import owner_organisation
from rectification.policies.visibility import ANYBODY, Relation
from rectification.selectors.ballots import ballot_of
from rectification.selectors.calendar import current_calendar
from rectification.selectors.casefile import plans_of
from rectification.selectors.lights import rule_for
from rectification.selectors.objections import standing_answer
from rectification.selectors.plans import approved_plan
from rectification.selectors.publication import current_decision
from rectification.selectors.timeline import signatures_of_deputies
from rectification.web.ballot_words import ballot_facts
from rectification.web.case_file import (
    MEASURE_COLUMNS,
    Day,
    Facts,
    Part,
    measure_rows,
    plan_part,
)
from rectification.web.case_results import publication_part
from rectification.web.dates import list_date
from rectification.web.evidence import EVIDENCE_COLUMNS, evidence_ids, evidence_rows, proofs_of
from rectification.web.parts import Cell, Column
from rectification.web.reuse import alarms_for
from rectification.wording import listed


def day_of(case: Case) -> Day:
    """Today as the lights of the case need it."""
    rule = rule_for(owner_organisation(case))
    return Day(timezone.localdate(), current_calendar(), rule)


def _plan(case: Case) -> Plan | None:
    """The plan being carried out, with measures, notes and files loaded."""
    found = approved_plan(case)
    return next((plan for plan in plans_of(case) if found and plan.pk == found.pk), None)


def plan_in_force(case: Case) -> Part | None:
    plan = _plan(case)
    return plan_part(plan, day_of(case), signatures_of_deputies(case)) if plan else None


def evidence_part(case: Case) -> Part | None:
    plan = _plan(case)
    return _files(evidence_rows(plan.measures.all())) if plan else None


def evidence_before_verifier(case: Case, verifier: Person) -> Part:
    """The same with where else a file serves: what V4 asks about."""
    plan = _plan(case)
    measures = list(plan.measures.all()) if plan else []
    alarms = alarms_for(
        evidence_ids(measures),
        case,
        {(ANYBODY, Relation.VERIFIER)},
        authority_of(verifier.user),
    )
    nothing = Part(_("Evidence"), facts=[(_("Evidence"), _("None"))])
    return _files(evidence_rows(measures, alarms)) or nothing


def _files(rows: list[list[Cell]]) -> Part | None:
    return Part(_("Evidence"), columns=EVIDENCE_COLUMNS, rows=rows) if rows else None


# --- beside the criteria ------------------------------------------------------------------------


def _measures(case: Case) -> Part:
    plan = _plan(case)
    measures = list(plan.measures.all()) if plan else []
    rows = [
        [*row, Cell(listed(proofs_of(measure)) or _("None"))]
        for measure, row in zip(
            measures, measure_rows(measures, day_of(case), approved=True), strict=True
        )
    ]
    return Part(_("Measures"), columns=[*MEASURE_COLUMNS, Column(_("Evidence"))], rows=rows)


def _before_and_after(case: Case) -> Part:
    facts: Facts = [
        (_("Problem"), case.description),
        (_("Effect reported"), case.effect_statement),
    ]
    return Part(_("Before and after"), facts=facts)


def _cause(case: Case) -> Part:
    plan = approved_plan(case)
    if plan is None:
        return Part(_("Cause"))
    facts: Facts = [(_("Cause"), plan.cause), (_("Outcome aimed at"), plan.target_outcome)]
    return Part(_("Cause"), facts=facts)


def _publication(case: Case) -> Part:
    decision = current_decision(case)
    if decision is None:
        return Part(_("Publication"), facts=[(_("Publication"), _("None"))])
    part = publication_part(decision, full=True)
    if decision.waiver_agreed_by is not None:
        part.facts.append((_("Agreed by"), decision.waiver_agreed_by.name))
    return part


_OBJECTION_COLUMNS: Final = [Column(gettext_lazy("Objection")), Column(gettext_lazy("Answer"))]


def _objections(case: Case) -> Part:
    objections = list(case.objections.select_related("review").order_by("pk"))
    if not objections:
        return Part(_("Objections"), facts=[(_("Objections"), _("None"))])
    rows = [[_objection(objection), _answer(objection)] for objection in objections]
    return Part(_("Objections"), columns=_OBJECTION_COLUMNS, rows=rows)


def _objection(objection: Objection) -> Cell:
    """One that came too late nobody handles; the verifiers read it in its own words (T24)."""
    received = list_date(objection.received_at)
    recorded = objection.handled_by_id is None and objection.decision == ObjectionDecision.OUTSIDE
    words = objection.text if recorded else ""
    return Cell(f"{objection.get_kind_display()} {received}", meta=words)


def _answer(objection: Objection) -> Cell:
    if objection.decided_at is None:
        return Cell(_("Being handled"))
    return Cell(objection.get_decision_display(), meta=standing_answer(objection).reply)


def _reporter(case: Case) -> Part:
    ballot = ballot_of(case)
    asked = ballot_facts(ballot) if ballot else []
    return Part(_("Source"), facts=[(_("Source"), case.get_source_display()), *asked])


def _elsewhere(case: Case) -> Part:
    lesson = lesson_of(case) if case.severity == Severity.PROMINENT else None
    facts: Facts = [
        (_("Severity"), case.get_severity_display()),
        (_("Same point checked elsewhere"), case.checked_elsewhere),
        (_("Lesson for others"), lesson.text if lesson else ""),
    ]
    return Part(_("Severity"), facts=facts)


PROOF: Final[Mapping[Criterion, Callable[[Case], Part]]] = MappingProxyType(
    {
        Criterion.V1: _measures,
        Criterion.V2: _before_and_after,
        Criterion.V3: _cause,
        Criterion.V5: _publication,
        Criterion.V6: _objections,
        Criterion.V7: _reporter,
        Criterion.V8: _elsewhere,
    }
)
"""Evidence (V4) is shown by `evidence_before_verifier`, which asks who reads it."""


def not_applicable(case: Case) -> dict[Criterion, str]:
    """Criteria that the rules do not ask of this case, with the reason that is put down (4.8)."""
    found = {}
    if not sources_of(case) & SourceKind.opinions():
        found[Criterion.V7] = _("The case does not come from an opinion.")
    if case.severity != Severity.PROMINENT:
        found[Criterion.V8] = _("The problem is not prominent.")
    return found
