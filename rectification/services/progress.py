"""Carrying out the plan: notes with evidence, a unit's end, the effect (docs/rules.md T19)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, Severity, Step
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, CaseEvent, Evidence, Measure, Organisation, Person, Progress
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.evidence import check_done_on, check_made_on
from rectification.policies.pauses import why_not_leave
from rectification.policies.reasons import REASON_MINIMUM, allow
from rectification.policies.uploads import SoundFile
from rectification.selectors.plans import approved_plan, measures_of, open_measures, unproved
from rectification.selectors.revisions import why_not_report_effect
from rectification.selectors.shares import undecided_measures
from rectification.services.events import record_event
from rectification.services.evidence import store_evidence
from rectification.wording import listed


def report_progress(
    *,
    case: Case,
    actor: Actor,
    measure: Measure,
    text: str,
    completes: bool,
    done_on: date | None = None,
    files: Sequence[SoundFile] = (),
    made_on: date | None = None,
    late_reason: str = "",
) -> CaseEvent:
    """Note what was done about a measure; a completed measure has at least one file as proof.

    Without another word it was done today.
    """
    _check_measure(case, actor, measure)
    if not text.strip():
        raise CaseError(_("Say what was done."), field="text", rule="T19")
    done_on = done_on or today()
    check_done_on(done_on)
    if completes and not files:
        _check_proved(measure)
    progress = Progress(measure=measure, text=text.strip(), done_on=done_on, completes=completes)
    if files:
        made = check_made_on(
            measure=measure, done_on=done_on, made_on=made_on, late_reason=late_reason
        )
    _note(progress, actor.hand)
    for file in files:
        store_evidence(progress=progress, upload=file, made=made, by=actor.hand)
    return record_event(
        case=case,
        verb=EventVerb.PROGRESS_REPORTED,
        actor=actor,
        step=Step.CARRY_OUT,
        text=progress.text,
        reference=f"measure:{measure.pk}",
    )


def _note(progress: Progress, by: Person) -> None:
    now = timezone.now()
    if progress.completes:
        progress.measure.done_at = now
        progress.measure.save()
    progress.reported_by, progress.reported_at = by, now
    progress.save()


def _check_measure(case: Case, actor: Actor, measure: Measure) -> None:
    plan = approved_plan(case)
    if plan is None or measure.plan_id != plan.pk:
        raise CaseError(_("Choose a measure of the approved plan."), field="measure", rule="T19")
    own_unit = actor.organisation is not None and (measure.organisation_id == actor.organisation.pk)
    if not own_unit and measure.person_id != actor.hand.pk:
        raise NotAllowed(
            _("Only the unit or the person in charge reports on this measure."),
            field="measure",
            rule="T19",
        )
    if measure.done_at is not None:
        raise CaseError(
            _("This measure is completed already; choose another one."),
            field="measure",
            rule="T19",
        )


def _check_proved(measure: Measure) -> None:
    """Without a file in this note there is one in an earlier note."""
    if not Evidence.objects.filter(progress__measure=measure).exists():
        raise CaseError(
            _("A completed measure needs at least one file that proves it."),
            field="uploads",
            rule="T19",
        )


def finish_unit(*, case: Case, actor: Actor, organisation: Organisation) -> CaseEvent:
    """All measures of the unit are done: its part is over."""
    if not measures_of(case, organisation).exists():
        raise CaseError(_("The unit has no measure in this plan."), rule="T19")
    _refuse_open(list(open_measures(case, organisation)))
    return record_event(
        case=case,
        verb=EventVerb.MEASURES_DONE,
        actor=actor,
        step=Step.CARRY_OUT,
        reference=f"organisation:{organisation.pk}",
    )


def report_effect(*, case: Case, actor: Actor, statement: str, elsewhere: str = "") -> CaseEvent:
    """The owner says what has changed; all measures are done and proved (T19).

    Of a prominent problem he says as well where he looked for the same, and what he found (V8).
    """
    if not statement.strip():
        raise CaseError(
            _("Say what has changed, not what was done."), field="statement", rule="T19"
        )
    if case.severity == Severity.PROMINENT and len(elsewhere.strip()) < REASON_MINIMUM:
        raise CaseError(
            _("Say in at least ten characters where you looked for the same, and what you found."),
            field="elsewhere",
            rule="4.8",
        )
    allow(why_not_leave(case))
    allow(why_not_report_effect(case))
    check_completeness(case)
    case.effect_statement, case.checked_elsewhere = statement.strip(), elsewhere.strip()
    case.save()
    return record_event(
        case=case,
        verb=EventVerb.EFFECT_REPORTED,
        actor=actor,
        step=Step.REPORT_EFFECT,
        text=case.effect_statement,
    )


def check_completeness(case: Case) -> None:
    """Every measure of the approved plan is done and has evidence; asked again at each gate."""
    if approved_plan(case) is None:
        raise CaseError(_("No plan was approved in this round."), rule="T19")
    _refuse_undecided(case)
    _refuse_open(list(open_measures(case)))
    bare = unproved(measures_of(case))
    if bare:
        raise CaseError(
            _("Measures without evidence: %(list)s.") % {"list": _positions(bare)}, rule="T19"
        )


def _refuse_undecided(case: Case) -> None:
    """The lead unit's own measures wait for nobody; what is said of the whole does."""
    waiting = list(undecided_measures(case))
    if waiting:
        raise CaseError(
            _(
                "Measures of a unit that has not taken its part are undecided: %(list)s. Wait for "
                "its answer or for the decision; your own measures go on meanwhile."
            )
            % {"list": _positions(waiting)},
            rule="8.7",
        )


def _refuse_open(measures: Sequence[Measure]) -> None:
    if measures:
        raise CaseError(
            _("Measures that are not done yet: %(list)s. Report them as completed first.")
            % {"list": _positions(measures)},
            rule="T19",
        )


def _positions(measures: Sequence[Measure]) -> str:
    return listed(str(measure.position) for measure in measures)
