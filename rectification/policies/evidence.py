"""When evidence was made, and who reads what of it (docs/rules.md V4, scenario 16)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError
from rectification.models import Case, Evidence, LookBackFile, Measure, Person, PlanStatus
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import Reason
from rectification.policies.visibility import ANYBODY, Relation, Standing, units_of
from rectification.roles import Role

LATE: Final = (
    ~Q(late_reason="")
    | Q(made_on__gt=F("progress__done_on"))
    | Q(made_on__gt=F("progress__measure__due_on"))
)
"""The same as `is_late`, for a query."""

_VERIFYING: Final[frozenset[Standing]] = frozenset(
    {(ANYBODY, Relation.VERIFIER), (Role.DIS, Relation.IN_CHARGE)}
)
_READS_REUSE: Final = _VERIFYING | {
    (Role.OFF, Relation.REACH),
    (Role.OFF, Relation.IN_CHARGE),
}


@dataclass(frozen=True)
class Made:
    """When files were made, and why afterwards where they were."""

    on: date
    late_reason: str = ""


def is_late(evidence: Evidence) -> bool:
    """Made after the work it proves or after the measure was due, or declared to be so."""
    note = evidence.progress
    return bool(evidence.late_reason) or made_afterwards(
        evidence.made_on, done_on=note.done_on, due_on=note.measure.due_on
    )


def made_afterwards(made_on: date, *, done_on: date, due_on: date) -> bool:
    return made_on > min(done_on, due_on)


def dated_otherwise(evidence: Evidence) -> bool:
    """The file tells another day of itself than was said; a hint and never a refusal."""
    return evidence.dated_on is not None and evidence.dated_on != evidence.made_on


def opens_original(
    evidence: Evidence | LookBackFile, person: Person, standings: Collection[Standing]
) -> bool:
    """The bytes as handed in tell where and by whom they were made: for whoever verifies, and
    whoever handed them in. He passed the gate and may open the copy that is shown."""
    return evidence.uploaded_by_id == person.pk or not _VERIFYING.isdisjoint(standings)


def reads_reuse(standings: Collection[Standing]) -> bool:
    """That a file serves another unit as well is for the office and for whoever verifies."""
    return not _READS_REUSE.isdisjoint(standings)


def replacing_actor(evidence: Evidence, case: Case, authority: Authority) -> Actor | None:
    """Who puts another version in its place: whoever handed it in or is in charge of the measure,
    and in a case that is no member's whoever answers or writes for the unit. None: not his."""
    measure = evidence.progress.measure
    own = authority.person.pk in (evidence.uploaded_by_id, measure.person_id)
    of_member = case.level == CaseLevel.MEMBER
    if not own and (of_member or measure.organisation not in units_of(authority)):
        return None
    held = (a.role for a in authority.appointments if a.organisation_id == measure.organisation_id)
    role = Role.MEM if of_member else next(held, "")
    return Actor(person=authority.person, role=role, organisation=measure.organisation)


def why_not_replace(evidence: Evidence, case: Case) -> Reason | None:
    """Under review and afterwards a file stays as it was judged."""
    plan = evidence.progress.measure.plan
    if plan.round != case.round or plan.status != PlanStatus.APPROVED:
        return Reason(_("The file belongs to a plan that is over; it stays."), "V4", CaseError)
    if case.stage != CaseStage.RECTIFYING:
        return Reason(
            _(
                "A file is replaced while the rectification is at work. Once its effect was "
                "reported the files stay as they are judged, until the case is returned."
            ),
            "V4",
            CaseError,
        )
    if Evidence.objects.filter(replaces=evidence).exists():
        return Reason(
            _("This file was replaced already; replace the one that stands in its place."),
            "V4",
            CaseError,
        )
    return None


def check_done_on(done_on: date) -> None:
    if why := why_not_past(done_on):
        raise CaseError(why, field="done_on", rule="T19")


def check_made_on(
    *, measure: Measure, done_on: date, made_on: date | None, late_reason: str
) -> Made:
    """Evidence made afterwards says so; silent back-dating is no way."""
    if made_on is None:
        raise CaseError(_("Say on which day the files were made."), field="made_on", rule="V4")
    if why := why_not_past(made_on):
        raise CaseError(why, field="made_on", rule="V4")
    late = made_afterwards(made_on, done_on=done_on, due_on=measure.due_on)
    if late and not late_reason.strip():
        raise CaseError(
            _(
                "The files were made after the work was done or after the measure was due: say "
                "why. Evidence made later is accepted when it says so."
            ),
            field="late_reason",
            rule="V4",
        )
    return Made(made_on, late_reason.strip())
