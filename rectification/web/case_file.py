"""The file of a case as parts of a page: plans, proof, publication, objections, verification."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.calendar import WorkingCalendar
from rectification.enums import Criterion, CriterionAnswer, VerificationConclusion
from rectification.models import (
    Closure,
    Evidence,
    Measure,
    Notice,
    Objection,
    Plan,
    PlanStatus,
    Progress,
    PublicationDecision,
    VerificationAttempt,
)
from rectification.web.dates import list_date, local_day
from rectification.web.lights import SOON_FOR_CASES, due_light
from rectification.web.parts import Cell, CellKind, Column, Entry, Light, LightColour, Text

Facts = list[tuple[Text, Text | date | None]]

MEASURE_COLUMNS = [
    Column(_("Measure")),
    Column(_("Unit and person")),
    Column(_("Due"), CellKind.DATE),
    Column(_("State"), CellKind.SIGN),
]
EVIDENCE_COLUMNS = [
    Column(_("File")),
    Column(_("Measure"), CellKind.FIGURE),
    Column(_("Made on"), CellKind.DATE),
    Column(_("Uploaded"), CellKind.DATE),
]
OBJECTION_COLUMNS = [
    Column(_("Kind of objection")),
    Column(_("Received"), CellKind.DATE),
    Column(_("Result")),
]
CRITERION_COLUMNS = [
    Column(_("Criterion")),
    Column(_("Answers"), CellKind.SIGN),
    Column(_("Reasons")),
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


@dataclass(frozen=True)
class Day:
    """Today and the calendar by which remaining days are counted."""

    today: date
    calendar: WorkingCalendar


# --- plans and proof ----------------------------------------------------------------------------

_PLAN_COLOURS = {
    PlanStatus.SUBMITTED: LightColour.YELLOW,
    PlanStatus.RETURNED: LightColour.GREY,
    PlanStatus.APPROVED: LightColour.BLUE,
}


def plan_part(plan: Plan, day: Day) -> Part:
    measures = list(plan.measures.all())
    return Part(
        title=gettext("Plan, version %(version)d") % {"version": plan.version},
        light=Light(_PLAN_COLOURS[PlanStatus(plan.status)], plan.get_status_display()),
        facts=[
            (_("Cause"), plan.cause),
            (_("Outcome aimed at"), plan.target_outcome),
            (_("Opinion of the organisation office"), plan.advice),
            (_("Drafted by"), plan.drafted_by.name),
            (_("Decided by"), plan.decided_by.name if plan.decided_by else ""),
            (_("Decided on"), local_day(plan.decided_at) if plan.decided_at else None),
            (_("Number of the minutes"), plan.minutes_number),
            (_("Reasons for the return"), plan.return_reason),
        ],
        columns=MEASURE_COLUMNS,
        rows=measure_rows(measures, day, approved=plan.status == PlanStatus.APPROVED),
    )


def measure_rows(
    measures: Iterable[Measure], day: Day, *, approved: bool = True
) -> list[list[Cell]]:
    return [
        [
            Cell(f"{m.position}. {m.text}", meta=m.deliverable),
            Cell(m.organisation.name, meta=m.person.name),
            Cell(m.due_on),
            Cell(light=_measure_light(m, day) if approved else None),
        ]
        for m in measures
    ]


def _measure_light(measure: Measure, day: Day) -> Light:
    if measure.done_at is not None:
        word = gettext("Done %(day)s") % {"day": list_date(measure.done_at)}
        return Light(LightColour.BLUE, word)
    return due_light(measure.due_on, day.today, day.calendar, soon=SOON_FOR_CASES)


def progress_entries(measures: Iterable[Measure]) -> list[Entry]:
    """What was reported about the measures, latest first."""
    notes = [(m, note) for m in measures for note in m.progress.all()]
    notes.sort(key=lambda pair: (pair[1].reported_at, pair[1].pk), reverse=True)
    return [_progress_entry(measure, note) for measure, note in notes]


def _progress_entry(measure: Measure, note: Progress) -> Entry:
    title = _("Measure %(number)d completed") if note.completes else _("Measure %(number)d: progress")
    return Entry(
        title=str(title) % {"number": measure.position},
        at=note.reported_at,
        who=note.reported_by.name,
        detail=note.text,
    )


def evidence_rows(measures: Iterable[Measure]) -> list[list[Cell]]:
    return [
        [
            Cell(proof.name, url=reverse("rectification:evidence", args=[proof.pk])),
            Cell(measure.position),
            Cell(proof.made_on),
            _upload_cell(proof, measure),
        ]
        for measure in measures
        for note in measure.progress.all()
        for proof in note.evidence.all()
    ]


def _upload_cell(proof: Evidence, measure: Measure) -> Cell:
    uploaded = local_day(proof.uploaded_at)
    if not proof.late_reason and proof.made_on <= measure.due_on:
        return Cell(uploaded)
    word = pgettext("evidence", "Made afterwards, explained")
    if not proof.late_reason:
        word = pgettext("evidence", "Made afterwards")
    return Cell(uploaded, light=Light(LightColour.YELLOW, word), meta=proof.late_reason)


# --- publication and objections -----------------------------------------------------------------


def publication_part(decision: PublicationDecision, *, full: bool) -> Part:
    """`full` shows what is under review too; others see a text once it was approved."""
    approved = decision.approved_at is not None
    if decision.is_waiver:
        return Part(
            title=gettext("No publication"),
            light=Light(LightColour.GREY, decision.get_status_display()),
            facts=[
                (_("Ground"), decision.get_waiver_ground_display()),
                (_("Reason"), decision.waiver_reason if full else ""),
            ],
        )
    notice = _notice_of(decision)
    return Part(
        title=gettext("Publication, version %(version)d") % {"version": decision.version},
        light=Light(
            LightColour.BLUE if approved else LightColour.YELLOW, decision.get_status_display()
        ),
        facts=[
            (_("Scope"), decision.get_scope_display()),
            *(notice_facts(notice) if notice else []),
            *(_review_facts(decision) if full else []),
        ],
        sheet_title=decision.title if approved or full else "",
        sheet=decision.text if approved or full else "",
    )


def _notice_of(decision: PublicationDecision) -> Notice | None:
    found: Notice | None = getattr(decision, "notice", None)
    return found


def notice_facts(notice: Notice) -> Facts:
    held = [f"{channel.get_kind_display()} {list_date(channel.held_on)}" for channel in
            notice.channels.all()]
    return [(_("Period"), period_words(notice)), (_("Shown at"), ", ".join(held))]


def period_words(notice: Notice) -> str:
    words = gettext("%(first)s to %(last)s") % {
        "first": list_date(notice.starts_on),
        "last": list_date(notice.ends_on),
    }
    for state, moment_of in (
        (_("withdrawn"), notice.withdrawn_at),
        (_("hidden"), notice.hidden_at),
        (_("ended"), notice.ended_at),
    ):
        if moment_of is not None:
            return f"{words} ({state})"
    if notice.suspended_on is not None:
        return f"{words} ({gettext('suspended')})"
    return words


def _review_facts(decision: PublicationDecision) -> Facts:
    return [
        (_("Why it is shown in this scope"), decision.necessity),
        (_("Working days"), str(decision.working_days)),
        (_("Comment of the person concerned"), _comment(decision)),
        (_("Answer to the comment"), decision.answer_to_comment),
        (_("Reasons for the return"), decision.return_reason),
    ]


def _comment(decision: PublicationDecision) -> str:
    words = [decision.get_hearing_display() if decision.hearing else "", decision.comment]
    return ": ".join(word for word in words if word)


def objection_rows(objections: Iterable[Objection]) -> list[list[Cell]]:
    """Kind and result; never who objected, nor in which words."""
    return [
        [
            Cell(objection.get_kind_display()),
            Cell(
                local_day(objection.received_at),
                meta="" if objection.timely else gettext("after the period"),
            ),
            Cell(
                objection.get_decision_display() or gettext("Being handled"),
                meta=list_date(objection.decided_at) if objection.decided_at else "",
            ),
        ]
        for objection in objections
    ]


# --- verification and closure -------------------------------------------------------------------


def attempt_part(attempt: VerificationAttempt, *, full: bool) -> Part:
    """`full` shows verifiers and answers; nothing of an attempt is shown before both signed."""
    checks = [check for check in attempt.verifications.all() if check.signed_at is not None]
    if attempt.concluded_at is None:
        return Part(
            title=gettext("Verification %(number)d") % {"number": attempt.position},
            light=_under_way(attempt),
            facts=[(_("Signed"), gettext("%(count)d of 2") % {"count": len(checks)})],
        )
    names = ", ".join(check.verifier.name for check in checks)
    return Part(
        title=gettext("Verification %(number)d") % {"number": attempt.position},
        light=_conclusion_light(attempt),
        facts=[
            (_("Concluded on"), local_day(attempt.concluded_at)),
            (_("To be corrected by"), attempt.correction_due_on),
            (_("Verifiers"), names if full else ""),
            (_("Settled with the reason"), attempt.settled_reason if full else ""),
        ],
        columns=CRITERION_COLUMNS if full else (),
        rows=_criterion_rows(attempt) if full else (),
    )


def _under_way(attempt: VerificationAttempt) -> Light:
    if attempt.void_at is not None:
        return Light(LightColour.GREY, pgettext("verification", "Void"))
    return Light(LightColour.YELLOW, pgettext("verification", "Under way"))


def _conclusion_light(attempt: VerificationAttempt) -> Light:
    if attempt.void_at is not None:
        return Light(LightColour.GREY, pgettext("verification", "Void"))
    good = attempt.conclusion in VerificationConclusion.good()
    return Light(
        LightColour.BLUE if good else LightColour.RED, attempt.get_conclusion_display()
    )


def _criterion_rows(attempt: VerificationAttempt) -> list[list[Cell]]:
    found: Mapping[str, list[Any]] = {criterion: [] for criterion in Criterion.values}
    for check in attempt.verifications.all():
        for result in check.results.all():
            found[result.criterion].append(result)
    return [
        [
            Cell(Criterion(criterion).label),
            Cell(
                " / ".join(str(CriterionAnswer(result.answer).label) for result in results),
                light=Light(LightColour.RED, gettext("Not met"))
                if any(result.answer == CriterionAnswer.NO for result in results)
                else None,
            ),
            Cell("; ".join(result.reason for result in results if result.reason)),
        ]
        for criterion, results in found.items()
        if results
    ]


def closure_part(closure: Closure) -> Part:
    return Part(
        title=gettext("Closing sheet %(number)s") % {"number": closure.number},
        light=Light(LightColour.GREY, pgettext("verification", "Void"))
        if closure.void_at is not None
        else Light(LightColour.BLUE, closure.get_kind_display()),
        facts=[
            (_("Closed on"), closure.closed_on),
            (_("Next review"), closure.review_on),
        ],
    )
