"""撤回: which step is taken back, until when, and by whom (docs/rules.md 4.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseStage, EventVerb, Step
from rectification.exceptions import CaseError, StepGone
from rectification.models import Case, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.holding import has_office
from rectification.policies.reasons import Reason
from rectification.roles import Role


@dataclass(frozen=True)
class Following:
    """What must stand open in place of a step for it to be taken back.

    `until_read` False: what follows lies with the same hand, so that opening it changes nothing.
    """

    steps: frozenset[Step]
    until_read: bool = True


_DRAFT: Final = Following(frozenset({Step.DRAFT_PLAN}), until_read=False)

RECALLABLE: Final[Mapping[tuple[str, str], Following]] = {
    (Step.DISPATCH, EventVerb.DISPATCHED): Following(frozenset({Step.CLAIM})),
    (Step.CLAIM, EventVerb.CLAIMED): _DRAFT,
    (Step.DRAFT_PLAN, EventVerb.PLAN_SUBMITTED): Following(
        frozenset({Step.ADVISE_PLAN, Step.APPROVE_PLAN})
    ),
    (Step.REPORT_EFFECT, EventVerb.EFFECT_REPORTED): Following(frozenset({Step.FIRST_REVIEW})),
    (Step.PROPOSE_PUBLICATION, EventVerb.PUBLICATION_PROPOSED): Following(
        frozenset({Step.REVIEW_SECRECY})
    ),
    (Step.PROPOSE_PUBLICATION, EventVerb.WAIVER_PROPOSED): Following(
        frozenset({Step.APPROVE_PUBLICATION})
    ),
}
"""By step and how it was answered. What others rest on is not among them: a registration (its
number), an approval that froze a plan, a signature, a posted notice, a decline."""

AT_STAGES: Final = frozenset(
    {
        CaseStage.PENDING_CLAIM,
        CaseStage.PLANNING,
        CaseStage.PLAN_REVIEW,
        CaseStage.FIRST_REVIEW,
        CaseStage.NOTICE_PREP,
    }
)
"""Where a case stands after one of these steps."""

STEPS: Final = frozenset(step for step, _outcome in RECALLABLE).union(
    *(following.steps for following in RECALLABLE.values())
)


HANDS: Final = frozenset({Role.OFF, Role.SEC})
"""Offices that hand steps on for others than their own organisation."""


def may_have_handed_on(case: Case, authority: Authority) -> bool:
    """Whether the reader could be the hand at all, by what he is; spares a look otherwise."""
    if case.owner_person_id == authority.person.pk or authority.deputyships:
        return True
    held = authority.appointments
    return any(a.role in HANDS or a.organisation_id == case.owner_organisation_id for a in held)


@dataclass(frozen=True)
class Handed:
    """The last step of these that somebody completed, and all that was opened since."""

    item: WorkItem
    since: Sequence[WorkItem] = ()
    beside: Sequence[WorkItem] = ()
    """Open steps that the same act gave to others: the answers of the co-units."""
    has_order: bool = False
    """A supervision order waits for whoever claimed the problem."""

    @property
    def following(self) -> Following:
        return RECALLABLE[self.item.step, self.item.outcome]

    @property
    def waiting(self) -> WorkItem | None:
        """The step that is open in its place; None once anything else has happened."""
        if any(item.outcome for item in self.since):
            return None
        still_open = [item for item in self.since if item.is_open]
        found = still_open[0] if len(still_open) == 1 else None
        return found if found is not None and found.step in self.following.steps else None

    @property
    def reader(self) -> WorkItem | None:
        """The step whose holder has opened it, if that matters."""
        read = (item for item in (*self.since, *self.beside) if item.read_at or not item.is_open)
        seen = (item for item in read if item.read_at or item.outcome)
        return next(seen, None) if self.following.until_read else None


def handed(items: Sequence[WorkItem], beside: Sequence[WorkItem] = ()) -> Handed | None:
    """`items` are those of `STEPS` in this round, in the order in which they were opened."""
    last = None
    for place, item in enumerate(items):
        if item.closed_at is not None and (item.step, item.outcome) in RECALLABLE:
            last = place
    if last is None:
        return None
    of_dispatch = items[last].step == Step.DISPATCH
    return Handed(items[last], items[last + 1 :], beside if of_dispatch else ())


def why_not_recall_step(found: Handed | None, authority: Authority) -> Reason | None:
    """Whoever handed it on takes it back until the next person has opened it."""
    if found is None or found.item.closed_by_id != authority.person.pk:
        return Reason(_("Only whoever handed the step on takes it back."), "4.10")
    if not has_office(found.item, authority):
        return Reason(_("You no longer hold the office in which you handed it on."), "4.10")
    if found.waiting is None:
        return _gone(_("What you handed on was acted upon; it cannot be taken back any more."))
    if found.has_order:
        text = _("A supervision order waits for your answer; answer it first, then take back.")
        return Reason(text, "4.10", CaseError)
    if found.reader is not None:
        who = _office(found.reader)
        text = _("%(who)s has opened it already; ask there to have it returned to you.")
        return _gone(text % {"who": who})
    return None


def _office(item: WorkItem) -> str:
    """By role and organisation: whose eyes it were is nobody's business."""
    place = item.organisation.name if item.organisation is not None else ""
    return f"{place} {Role(item.role).label}".strip() if item.role else place


def _gone(message: str) -> Reason:
    return Reason(message, "4.10", StepGone)
