"""The upper part of a case page: signs, the path with its dates, the sheet of facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from rectification.enums import (
    CaseStage,
    EventVerb,
    PublicationPurpose,
    PublicationScope,
    ShareAnswer,
    UnitKind,
)
from rectification.models import Assignment, Case, Person, PublicationDecision, WorkItem
from rectification.policies.visibility import Field
from rectification.selectors.responsible import Responsibility
from rectification.selectors.shares import is_disputed
from rectification.selectors.sight import Sight
from rectification.web.case_file import Facts
from rectification.web.dates import span_words
from rectification.web.lights import first_due
from rectification.web.parts import Text
from rectification.web.path import STOP_OF, CasePath, Stop, build_path
from rectification.wording import bracketed, labelled, listed

STOP_DONE_BY: Final[Mapping[str, Stop]] = {
    EventVerb.SUBMITTED: Stop.FOUND,
    EventVerb.REGISTERED: Stop.FOUND,
    EventVerb.CLAIMED: Stop.CLAIM,
    EventVerb.OWNER_DESIGNATED: Stop.CLAIM,
    EventVerb.OWNER_SETTLED: Stop.CLAIM,
    EventVerb.PLAN_APPROVED: Stop.PLAN,
    EventVerb.EFFECT_REPORTED: Stop.RECTIFY,
    EventVerb.REVIEW_PASSED: Stop.REVIEW,
    EventVerb.NOTICE_ENDED: Stop.NOTICE,
    EventVerb.WAIVER_AGREED: Stop.NOTICE,
    EventVerb.CLOSED: Stop.STRIKE_OFF,
    EventVerb.STAGE_TARGET_REACHED: Stop.STRIKE_OFF,
}
"""Which event leaves which stop behind."""


def path_of(case: Case, passed: Mapping[str, date], items: Sequence[WorkItem]) -> CasePath:
    """`passed` holds the last day of each verb in the present round, in order."""
    done: dict[str, date] = {}
    for verb, day in passed.items():
        if verb in STOP_DONE_BY:
            done[STOP_DONE_BY[EventVerb(verb)]] = day
    order = list(Stop)
    reached = max((order.index(Stop(stop)) for stop in done), default=-1)
    here = STOP_OF.get(case.stage, order[min(reached + 1, len(order) - 1)])
    behind = order[: order.index(here)]
    if Stop.STRIKE_OFF in done:
        done[Stop.VERIFY] = done[Stop.STRIKE_OFF]
        behind = order if case.stage in CaseStage.struck_off() else behind
    first = first_due(items)
    return build_path(
        stage=case.stage,
        done_on={stop: day for stop, day in done.items() if stop in behind},
        due_on=first.due_on if first else None,
        reached=here,
        round=case.round,
    )


def tags_of(case: Case, sight: Sight, units: Sequence[Assignment]) -> list[Text]:
    tags: list[Text] = [case.get_level_display()]
    if case.deadline_class:
        tags.append(case.get_deadline_class_display())
    if Field.PLAN in sight.fields:
        tags.append(case.get_source_display())
        if case.is_common:
            tags.append(_("Common problem"))
    if (Field.PLAN in sight.fields or Field.SHARE in sight.fields) and (
        any(is_disputed(unit) for unit in units)
    ):
        tags.append(pgettext("case", "In dispute"))
    return tags


@dataclass(frozen=True)
class Leaders:
    """Who answers for the owner organisation, with his days, and who is its liaison leader."""

    responsible: Sequence[Responsibility] = ()
    liaisons: Sequence[Person] = ()


def facts_of_case(
    case: Case,
    sight: Sight,
    *,
    units: Sequence[Assignment],
    leaders: Leaders,
    publications: Sequence[PublicationDecision],
) -> Facts:
    """Names and values beside the text; an empty value leaves its line out."""
    organisation = case.owner_organisation
    facts: Facts = [
        (_("Case number"), case.number or ""),
        (_("Responsible organisation"), organisation.name if organisation else ""),
    ]
    if sight.is_co_unit:
        return facts
    facts += _people(case, sight, leaders)
    facts += [
        (_("Co-responsible units"), listed(_unit_words(unit) for unit in _co_units(units))),
        (_("Category"), case.get_category_display() if case.category else ""),
        (_("Severity"), case.get_severity_display() if case.severity else ""),
        (_("Found on"), case.found_on),
        (_("Rectification due"), case.due_on),
        (_("Originally promised"), case.first_due_on if is_moved(case) else None),
        (_("Stage target"), case.stage_target),
        (_("Scope of publication"), _scope(publications)),
    ]
    return facts


def problem_facts(case: Case) -> Facts:
    """By which standard and in which round it was found; beside the description."""
    negative = str(case.get_negative_item_display()) if case.negative_item else ""
    if case.cited_item is not None:
        negative = labelled(negative, case.cited_item.text)
    return [
        (_("Check round"), case.check_round.title if case.check_round else ""),
        (_("Check item"), case.check_item.text if case.check_item else ""),
        (_("Standard not met"), case.standard_ref),
        (_("Negative list"), negative),
        (_("Reason for the severity"), case.severity_reason),
    ]


def is_moved(case: Case) -> bool:
    """Whether the case is due on another day than was promised first."""
    return case.due_on != case.first_due_on


def _people(case: Case, sight: Sight, leaders: Leaders) -> Facts:
    person = case.owner_person
    return [
        (_("Person concerned"), sight.named(person) if person else ""),
        (_("First responsible person"), " → ".join(_responsible(leaders.responsible, sight))),
        (_("Liaison leader"), listed(person.name for person in leaders.liaisons)),
    ]


def _responsible(terms: Sequence[Responsibility], sight: Sight) -> list[str]:
    """One who was it all the time needs no days; where it changed, each has his."""
    known = [term for term in terms if sight.named(term.person)]
    if len(terms) == 1 and terms[0].until is None:
        return [term.person.name for term in known]
    return [bracketed(term.person.name, span_words(term.since, term.until)) for term in known]


def _co_units(units: Sequence[Assignment]) -> list[Assignment]:
    return [unit for unit in units if unit.kind == UnitKind.CO and unit.ended_at is None]


def _unit_words(unit: Assignment) -> str:
    if unit.answer in ShareAnswer.taken():
        return unit.organisation.name
    return f"{unit.organisation.name} ({unit.get_answer_display()})"


def _scope(publications: Sequence[PublicationDecision]) -> Text:
    """Of the notice; what is disclosed beside the procedure says its own below."""
    beside = PublicationPurpose.disclosures()
    decided = [d for d in publications if d.stands and d.purpose not in beside]
    return PublicationScope(decided[0].scope).label if decided else ""
