"""Everything a case page shows one reader, group by group as the policies allow it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseStage, Severity, UnitKind
from rectification.models import (
    Assignment,
    Case,
    CaseEvent,
    Measure,
    Plan,
    PlanStatus,
    PublicationDecision,
    WorkItem,
)
from rectification.policies.authority import Authority
from rectification.policies.narrowing import narrowing_office, why_not_narrow
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.responsible import first_responsible
from rectification.selectors.shares import units_in
from rectification.selectors.sight import Sight
from rectification.selectors.timeline import events_of, passed_on, signatures_of_deputies
from rectification.web import case_file, case_results
from rectification.web.access import address
from rectification.web.case_file import Day, Facts, Part
from rectification.web.case_head import (
    Leaders,
    facts_of_case,
    is_moved,
    path_of,
    problem_facts,
    tags_of,
)
from rectification.web.deadlines import pause_words, round_lines
from rectification.web.disputes import COLUMNS as unit_columns
from rectification.web.disputes import dispute_facts, dispute_title, unit_rows
from rectification.web.evidence import evidence_ids, evidence_rows
from rectification.web.joined import joined_part
from rectification.web.lessons import lesson_part
from rectification.web.look_backs import look_back_part, until_words
from rectification.web.orders import orders_part
from rectification.web.parts import Act, Cell, Entry, Light, Text
from rectification.web.path import CasePath
from rectification.web.referrals import referrals_part
from rectification.web.reuse import alarms_for
from rectification.web.similar import SimilarPart, similar_part
from rectification.web.timeline import timeline_entries
from rectification.web.turns import Turns, TurnsOfCase
from rectification.web.turns_then import turns_then


@dataclass
class CasePage:
    """What the templates under `templates/rectification/case/` show; empty where sight ends."""

    case: Case
    path: CasePath
    light: Light | None
    turns: Turns
    quality: Light | None = None
    tags: list[Text] = field(default_factory=list)
    facts: Facts = field(default_factory=list)
    problem: Facts = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    plan: Part | None = None
    former_plans: list[Part] = field(default_factory=list)
    own_part: Part | None = None
    joined: Part | None = None
    progress: list[Entry] = field(default_factory=list)
    evidence: list[list[Cell]] = field(default_factory=list)
    units: Part | None = None
    disputes: list[Part] = field(default_factory=list)
    publications: list[Part] = field(default_factory=list)
    orders: Part | None = None
    referrals: Part | None = None
    objections: list[list[Cell]] = field(default_factory=list)
    verification: list[Part] = field(default_factory=list)
    similar: SimilarPart | None = None
    shows_problem: bool = False
    shows_plan: bool = False
    shows_record: bool = False
    is_co_unit: bool = False
    entries: list[Entry] = field(default_factory=list)


def read_case(
    case: Case, sight: Sight, items: Sequence[WorkItem], authority: Authority | None, day: Day
) -> CasePage:
    """Without `authority`, as the past is read, no acts and nothing that has a gate of its own."""
    publications = casefile.publications_of(case) if Field.RESULTS in sight.fields else []
    units = units_in(case)
    is_known = Field.PLAN in sight.fields
    page = CasePage(
        case=case,
        path=path_of(case, {} if sight.is_co_unit else passed_on(case), _dated(items, sight)),
        light=day.lights.case(case, _dated(items, sight)),
        turns=_turns(case, sight, items, authority, day),
        tags=tags_of(case, sight, units),
        facts=facts_of_case(
            case,
            sight,
            units=[] if sight.is_co_unit else units,
            leaders=_leaders(case) if is_known else Leaders(),
            publications=publications,
        ),
        shows_plan=is_known,
        shows_record=Field.RECORD in sight.fields,
        shows_problem=Field.DESCRIPTION in sight.fields,
        is_co_unit=sight.is_co_unit,
        referrals=referrals_part(case, authority) if authority else None,
    )
    if is_known:
        page.quality = day.lights.quality(case)
        page.problem = problem_facts(case)
        page.facts.append((_("Paused"), pause_words(case)))
        page.deadlines = round_lines(case.deadlines.all()) if is_moved(case) else []
        _fill_plans(page, case, sight, day, units, authority)
        _fill_beside(page, case, day, authority)
        if Field.RESULTS in sight.fields:
            _fill_results(page, case, sight, publications, authority)
    elif Field.SHARE in sight.fields:
        own = casefile.own_measures(case, sight.units)
        _fill_units(page, units, own, sight)
        _fill_share(page, own, day)
    return page


def _turns(
    case: Case, sight: Sight, items: Sequence[WorkItem], authority: Authority | None, day: Day
) -> Turns:
    if authority is None:
        return turns_then(case, sight, items)
    return TurnsOfCase(case, sight, authority, lights=day.lights).read(items)


def _fill_beside(page: CasePage, case: Case, day: Day, authority: Authority | None) -> None:
    """Other reports and cases, and the orders about this one."""
    if authority is not None:
        page.joined = joined_part(case, authority)
        page.similar = similar_part(case, authority)
    page.orders = orders_part(case, day.lights)


def _fill_units(
    page: CasePage, units: Sequence[Assignment], measures: Sequence[Measure], sight: Sight
) -> None:
    """Lead and co-units with their answers; a co-unit reads its own line and its own dispute."""
    if sight.is_co_unit:
        units = [unit for unit in units if unit.organisation in sight.units]
    disputes = [dispute for unit in units for dispute in unit.disputes.all()]
    if not disputes and all(unit.kind == UnitKind.LEAD for unit in units):
        return
    with_words = page.shows_record or sight.is_co_unit
    page.units = Part(
        title=_("Lead and co-responsible units"),
        columns=unit_columns,
        rows=unit_rows(units, measures, with_words=with_words),
    )
    if with_words:
        page.disputes = [
            Part(title=dispute_title(dispute), facts=dispute_facts(dispute, page.case))
            for dispute in disputes
        ]


def _leaders(case: Case) -> Leaders:
    return Leaders(first_responsible(case), casefile.liaisons_of(case))


def _dated(items: Sequence[WorkItem], sight: Sight) -> Sequence[WorkItem]:
    return list(sight.mine) if sight.is_co_unit else items


def _fill_plans(
    page: CasePage,
    case: Case,
    sight: Sight,
    day: Day,
    units: Sequence[Assignment],
    authority: Authority | None,
) -> None:
    plans = casefile.plans_of(case)
    day = replace(day, paused=case.paused)
    approved = [plan for plan in plans if plan.status == PlanStatus.APPROVED]
    _fill_units(page, units, list(approved[0].measures.all()) if approved else [], sight)
    if not plans:
        return
    current = _shown_first(case, plans, approved)
    signed = signatures_of_deputies(case)
    page.plan = case_file.plan_part(
        current,
        day,
        signed,
        sight.named,
        undecided={unit.organisation_id for unit in units if unit.is_undecided},
    )
    page.former_plans = [
        case_file.plan_part(plan, day, signed, sight.named) for plan in plans if plan is not current
    ]
    if Field.EVIDENCE in sight.fields:
        measures = _proved(plans)
        page.progress = case_file.progress_entries(measures, sight.named)
        alarms = alarms_for(evidence_ids(measures), case, sight.standings, authority)
        page.evidence = evidence_rows(measures, alarms)


def _shown_first(case: Case, plans: Sequence[Plan], approved: Sequence[Plan]) -> Plan:
    """The version in force; a change of it stands with the others until it is approved."""
    in_force = [plan for plan in approved if plan.round == case.round]
    if in_force:
        return in_force[0]
    return plans[0] if plans[0].status != PlanStatus.RETURNED else (approved or plans)[0]


def _proved(plans: Sequence[Plan]) -> list[Measure]:
    """Measures of every version: what was reported under a former one remains proof."""
    return [measure for plan in plans for measure in plan.measures.all()]


def _fill_share(page: CasePage, measures: Sequence[Measure], day: Day) -> None:
    if not measures:
        return
    approved = all(measure.plan.status == PlanStatus.APPROVED for measure in measures)
    page.own_part = Part(
        title=_("Measures of your unit"),
        columns=case_file.measure_columns(approved=approved),
        rows=case_file.measure_rows(measures, day, approved=approved),
    )
    page.progress = case_file.progress_entries(measures)
    page.evidence = evidence_rows(measures)


def _fill_results(
    page: CasePage,
    case: Case,
    sight: Sight,
    publications: Sequence[PublicationDecision],
    authority: Authority | None,
) -> None:
    attempts = casefile.attempts_of(case)
    page.publications = [
        case_results.publication_part(decision, full=page.shows_record)
        for decision in publications
        if page.shows_record or decision.stands
    ]
    page.objections = case_results.objection_rows(casefile.objections_of(case))
    page.verification = [
        case_results.attempt_part(attempt, full=page.shows_record) for attempt in attempts
    ]
    is_void = any(attempt.void_at and attempt.concluded_at for attempt in attempts)
    if is_void or case.stage in CaseStage.ended():
        closures = [case_results.closure_part(closure) for closure in casefile.closures_of(case)]
        page.verification = closures + page.verification
    if case.stage in CaseStage.struck_off() or case.round > 1:
        _fill_look_backs(page, case, shows_files=Field.EVIDENCE in sight.fields)
    if page.shows_record and case.severity == Severity.PROMINENT:
        lesson = lesson_part(case)
        page.verification += [lesson] if lesson else []
    if page.shows_record:
        events = events_of(case)
        page.entries = timeline_entries(events, attempts, sight)
        if authority is not None:
            _offer_narrowing(page, case, publications, authority, events)


def _offer_narrowing(
    page: CasePage,
    case: Case,
    publications: Sequence[PublicationDecision],
    authority: Authority,
    events: Sequence[CaseEvent],
) -> None:
    """Beside each text that is being shown, for whoever is in its chain."""
    for place, decision in enumerate(publications):
        notice = case_results.notice_of(decision)
        if notice is None:
            continue
        notice.case = case
        if why_not_narrow(notice) is not None:
            continue
        if narrowing_office(notice, authority, events) is not None:
            url = address("workflows:narrow", notice.pk)
            act = Act(_("Narrow what is shown"), url) if url else None
            page.publications[place] = replace(page.publications[place], act=act)


def _fill_look_backs(page: CasePage, case: Case, *, shows_files: bool) -> None:
    """Until when the next one is done stands with the days, what was found with the results."""
    found = casefile.look_backs_of(case)
    page.facts += [(_("Look-back"), until_words(row)) for row in found if row.ended_at is None]
    page.verification = [
        look_back_part(row, full=page.shows_record, shows_files=shows_files)
        for row in found
        if row.begun_at is not None
    ] + page.verification
