"""The one door for acting: page, import, sweep and tests all come through here.

In one transaction: lock the case, then the task's own process; re-check that the step is open and
the actor still may; call one service; move the token; project the stage. A repeated request with
the same key gets the first answer (docs/architecture.md, “The act door”).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import OperationalError, transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.exceptions import FlowLockFailed

from rectification.acting import acting_as
from rectification.enums import CaseOutcome, EventVerb, Step
from rectification.exceptions import Busy, CaseError, NotVisible, StepGone
from rectification.models import ActReceipt, Case, CaseEvent, Person, User, WorkItem
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.facts import recused_in
from rectification.policies.holding import (
    acting_on,
    enters_for_another,
    holds_item,
    why_refused,
)
from rectification.policies.reasons import allow
from rectification.policies.referral_circle import is_shut_to
from rectification.remembering import remembering
from rectification.services.evidence import files_follow_rows
from rectification.services.papers import keep_signed
from rectification.services.projections import project_stage
from rectification.services.tombstones import require_words
from rectification.services.work_items import close_item, mark_read
from rectification.web.signing import CODE, PASSWORD, prove
from workflows.consultations import end_with
from workflows.forms.base import StepForm
from workflows.forms.files import opened
from workflows.models import CaseProcess
from workflows.processes import complete, node_of

STAYING: Final = frozenset({EventVerb.PROGRESS_REPORTED, EventVerb.OBJECTION_PROLONGED})
"""Acts that are done within a step without finishing it."""


@dataclass
class Attempt:
    """What came of trying to act: the event, or the form with its errors."""

    form: StepForm
    event: CaseEvent | None = None
    replayed: bool = False
    unproved: bool = False
    """The signature was wrong: that it was tried stays on record, and nothing else was written."""

    @property
    def done(self) -> bool:
        return self.event is not None or self.replayed


class _Refused(Exception):
    """Rolls back whatever a service wrote before it refused."""


def perform(
    *,
    user: User,
    item_id: int,
    data: QueryDict | Mapping[str, Any],
    files: Any = None,
    key: str = "",
    request: HttpRequest | None = None,
) -> Attempt:
    """Take the step as this user; where it is signed, `data` holds his proof that it is he.

    `request` says from where, so that wrong passwords count as failed logins do. Raises
    NotVisible (404), StepGone (somebody else was first), NotAllowed and Busy.
    """
    item = WorkItem.objects.filter(pk=item_id).first()
    if item is None:
        raise NotVisible
    if files and may_take(user, item):
        files = opened(_form_class(item), files)
    attempt = None
    try:
        with files_follow_rows(), _locked(item.case_id) as case, _taking(item, user):
            attempt = _attempt(user, case, item_id, data, files, key, request)
            if not (attempt.done or attempt.unproved):
                raise _Refused
    except _Refused:
        pass
    if attempt is None:
        raise Busy(_("The case is being acted on at this moment. Please try again."))
    return attempt


def _taking(item: WorkItem, user: User) -> AbstractContextManager[None]:
    return acting_as(user.pk, cause=f"step:{item.step}")


def _attempt(
    user: User,
    case: Case,
    item_id: int,
    data: Mapping[str, Any],
    files: Any,
    key: str,
    request: HttpRequest | None,
) -> Attempt:
    item = _lock_item(item_id, case)
    authority = authority_of(user)
    actor = acting_on(item, authority)
    repeated = _is_repeated_step(key, user.person, item)
    if not repeated:
        check_of(authority, item)
        _is_repeated(key, user.person, case)
    form = form_of(item, actor=actor, case=case, data=data, files=files)
    if repeated or not form.is_valid():
        return Attempt(form, replayed=repeated)
    if form.is_signed and not _signs(form, user, request):
        return Attempt(form, unproved=True)
    try:
        keep_signed(case=case, step=item.step, paper=form.signed_paper, actor=actor)
        event = form.carry_out()
    except CaseError as error:
        form.refuse(error)
        return Attempt(form)
    mark_read(item=item)
    if event.verb not in STAYING:
        close_item(item=item, actor=actor, outcome=event.verb)
        end_with(item)
        complete(item, user=user)
    _finish(case, actor, event, key)
    return Attempt(form, event)


def _signs(form: StepForm, user: User, request: HttpRequest | None) -> bool:
    """Whether whoever acts has proved that it is he; else the form says what is wrong.

    A code counts once: it is looked at last, and used up only if all that follows is done.
    """
    password, code = form.cleaned_data[PASSWORD], form.cleaned_data.get(CODE, "")
    try:
        proof = prove(user=user, password=password, code=code, request=request)
    except CaseError as error:
        form.refuse(error)
        return False
    form.actor = replace(form.actor, proved_by=proof)
    return True


def form_of(
    item: WorkItem, *, actor: Actor, case: Case, data: Any = None, files: Any = None
) -> StepForm:
    """The form of the item's step, found through its task: nothing here knows the flows."""
    return _form_class(item)(data, files, case=case, item=item, actor=actor)


def _form_class(item: WorkItem) -> type[StepForm]:
    found: type[StepForm] = node_of(item).form_class
    return found


def check(user: User, item: WorkItem) -> None:
    """Whether the user may take the open step now; the same answer for page and act."""
    check_of(authority_of(user), item)


def check_of(authority: Authority, item: WorkItem) -> None:
    """The same for rights that are loaded already."""
    right = node_of(item).right
    if item.step in Step.confidential() and is_shut_to(item, authority):
        raise NotVisible
    if item.case.sealed:
        raise _sealed(item, authority, right)
    if item.closed_at is not None and holds_item(item, authority, right):
        raise _gone(item, authority)
    allow(why_refused(item, authority))
    if not holds_item(item, authority, right):
        raise NotVisible


def may_take(user: User, item: WorkItem) -> bool:
    """Whether `check` would let the user take the step now."""
    try:
        check(user, item)
    except (CaseError, NotVisible):
        return False
    return True


def _sealed(item: WorkItem, authority: Authority, right: str) -> CaseError | NotVisible:
    """Whose step was open when the report was withdrawn keeps what he typed (scenario 17)."""
    taken_away = item.closed_at is not None and not item.outcome
    withdrawn = item.case.outcome == CaseOutcome.WITHDRAWN
    if withdrawn and taken_away and holds_item(item, authority, right):
        return _gone(item, authority)
    return NotVisible()


def _gone(item: WorkItem, authority: Authority) -> CaseError | NotVisible:
    """Who was first, to whoever may know: a clerk reads no name, and the recused nothing (4.9)."""
    person, hand = authority.person, item.closed_by
    if person.pk in recused_in(item.case):
        return NotVisible()
    if hand is None:
        return StepGone(_("This step is no longer open; the state of the case has changed."))
    if hand != person and enters_for_another(item, authority):
        return StepGone(_("Already handled in your branch; the state of the case has changed."))
    return StepGone(
        _("Already handled by %(name)s; the state of the case has changed.") % {"name": hand.name}
    )


def _is_repeated_step(key: str, person: Person, item: WorkItem) -> bool:
    """The person's own answer to this very step once more; tells nobody else that it exists."""
    receipt = ActReceipt.objects.filter(key=key, person=person, case=item.case_id).first()
    if not key or receipt is None:
        return False
    return receipt.verb in STAYING or item.closed_by_id == person.pk


def _is_repeated(key: str, person: Person | None, case: Case) -> bool:
    """The same request once more; a key that came with another page opens nothing."""
    receipt = ActReceipt.objects.filter(key=key).first() if key else None
    if receipt is None:
        return False
    if (receipt.person, receipt.case) != (person, case):
        raise StepGone(_("This page was used before; open it anew."))
    return True


def _finish(case: Case, actor: Actor, event: CaseEvent, key: str) -> None:
    case.refresh_from_db()
    project_stage(case=case)
    if key:
        ActReceipt.objects.create(
            key=key, person=actor.person, case=case, verb=event.verb, at=timezone.now()
        )


@contextmanager
def _locked(case_id: int) -> Iterator[Case]:
    """Hold the case's row lock for one transaction; a lock that cannot be had is `Busy`."""
    try:
        with transaction.atomic():
            case = (
                Case.objects.select_for_update(of=("self",))
                .select_related("owner_organisation", "owner_person", "author")
                .get(pk=case_id)
            )
            with remembering():
                yield case
    except (OperationalError, FlowLockFailed) as error:
        raise Busy(_("The case is being acted on at this moment. Please try again.")) from error


def _lock_item(item_id: int, case: Case) -> WorkItem:
    """The item as it is under the lock, and its process locked by the task's own key."""
    item = WorkItem.objects.select_related(
        "organisation",
        "person",
        "closed_by",
        "assignment__organisation",
        "objection",
        "order",
    ).get(pk=item_id, case=case)
    item.case = case
    CaseProcess.objects.select_for_update(of=("self",)).filter(pk=item.process_id).exists()
    return item


def act_on_case(
    *,
    user: User | None,
    case_id: int,
    act: Callable[[Case], CaseEvent],
    key: str = "",
    person_acts: bool = True,
) -> CaseEvent | None:
    """An act that is no step: take back, withdraw, object, propose termination, the sweep's.

    `user` None stands for the intake channel and the system. Returns None for a repeated key.
    """
    with _locked(case_id) as case, acting_as(user.pk if user and person_acts else None):
        person = user.person if user and person_acts else None
        if _is_repeated(key, person, case):
            return None
        require_words(case=case)
        event = act(case)
        _finish(case, Actor(person=person) if person else SYSTEM, event, key)
        return event
