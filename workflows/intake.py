"""The one door by which a case, an objection or a proposal begins, and by which one is taken back.

Above the flows, because it starts them; below the pages, imports and commands that use it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.acting import acting_as
from rectification.enums import AboutHead, SourceKind
from rectification.exceptions import CaseError, StepGone
from rectification.imports.batch.judging import Verdict
from rectification.imports.opinions.judging import Verdict as Line
from rectification.models import (
    ActReceipt,
    Case,
    CaseEvent,
    ImportedFile,
    Notice,
    Objection,
    Organisation,
    Person,
    SourceBatch,
    User,
)
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.reporting import is_draft
from rectification.services import (
    closing,
    merging,
    objections,
    opinions,
    reporting,
    transfers,
    withdrawals,
)
from rectification.services.batches import Named, enter_problem
from rectification.services.papers import Paper, keep_withdrawal
from rectification.services.projections import project_stage
from rectification.services.registers import enter_line
from workflows import processes
from workflows.act import act_on_case
from workflows.flows import (
    ObjectionFlow,
    RectificationFlow,
    TerminationFlow,
    WithdrawalFlow,
)
from workflows.flows.resuming import resume


@transaction.atomic
def write_draft(*, user: User, case: Case | None, key: str = "", **written: Any) -> Case:
    """Save what the author wrote: one page is one draft, however often it is sent (T1).

    `written`: the arguments of `reporting.save_draft`. Raises StepGone for a draft that is gone.
    """
    author = Person.objects.select_for_update(no_key=True).get(pk=user.person.pk)
    receipt = ActReceipt.objects.select_related("case").filter(key=key).first() if key else None
    if receipt is not None:
        if receipt.person != author or case not in (None, receipt.case):
            raise CaseError(_("This page was used before; open it anew."))
        case = receipt.case
    if case is not None:
        locked = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()
        if locked is None or not is_draft(locked):
            raise no_draft_any_more(case)
        case = locked
    draft = reporting.save_draft(case=case, author=author, **written)
    if key and receipt is None:
        ActReceipt.objects.create(key=key, person=author, case=draft, at=timezone.now())
    return draft


def no_draft_any_more(case: Case) -> StepGone:
    """Only its author ends a draft, in whatever way, so it is his own act that he is told."""
    return StepGone(
        _("Already handled by %(name)s; the state of the case has changed.")
        % {"name": case.author.name if case.author else ""}
    )


def submit_problem(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """Hand a draft in and start its procedure (T2)."""

    def act(locked: Case) -> CaseEvent:
        event = reporting.submit_report(case=locked, actor=actor)
        RectificationFlow.submit.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def submit_past_offices(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """Hand in a report about the head of a body: no step is opened, and no office has it (T7)."""

    def act(locked: Case) -> CaseEvent:
        reporting.submit_report(case=locked, actor=actor)
        return transfers.transfer_past_offices(case=locked, actor=actor)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def take_back(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """Back to a draft, while the office has not opened it (T3)."""
    return _stop(user, case, key, lambda c: reporting.recall_report(case=c, actor=actor))


def withdraw_problem(
    *, user: User, case: Case, actor: Actor, paper: Paper | None = None, key: str = ""
) -> CaseEvent | None:
    """A self-report leaves before its plan is approved; what others reported goes on (T8)."""

    def act(locked: Case) -> CaseEvent:
        signed = keep_withdrawal(case=locked, paper=paper, actor=actor)
        parted = merging.part_from(master=locked)
        event = reporting.withdraw_report(case=locked, actor=actor, signed=signed)
        processes.cancel_processes(locked)
        for entry in parted:
            resume(entry)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def ask_withdrawal(
    *, user: User, case: Case, actor: Actor, paper: Paper | None = None, key: str = ""
) -> CaseEvent | None:
    """After approval the author asks, or his branch with his signed `paper`; the office decides."""

    def act(locked: Case) -> CaseEvent:
        signed = keep_withdrawal(case=locked, paper=paper, actor=actor)
        event = withdrawals.ask_withdrawal(case=locked, actor=actor, signed=signed)
        WithdrawalFlow.ask.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def part(*, user: User, case: Case, actor: Actor, reason: str, key: str = "") -> CaseEvent | None:
    """Undo a merger: the report goes on from where it was merged (scenario 9)."""

    def act(locked: Case) -> CaseEvent:
        event = merging.part_case(case=locked, actor=actor, reason=reason)
        resume(locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def _stop(
    user: User, case: Case, key: str, service: Callable[[Case], CaseEvent]
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        event = service(locked)
        processes.cancel_processes(locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


@transaction.atomic
def receive_opinion(
    *,
    mode: str,
    text: str,
    organisation: Organisation | None,
    name: str = "",
    contact: str = "",
    source: str = SourceKind.PUBLIC_OPINION,
    about_head: str = AboutHead.NO,
    township: Organisation | None = None,
    key: str = "",
) -> str:
    """Take in what a resident or member tells us; returns the receipt code, shown once.

    About the head of a body it is handed over at once, and no office has it.
    Raises CaseError when the same page was sent before.
    """
    if key and ActReceipt.objects.filter(key=key).exists():
        raise _received_before()
    with acting_as(None):
        case, *__, code = opinions.receive_opinion(
            mode=mode,
            text=text,
            organisation=organisation,
            name=name,
            contact=contact,
            source=source,
            township=township,
        )
        if about_head:
            transfers.transfer_past_offices(case=case, actor=INTAKE_CHANNEL)
        else:
            RectificationFlow.receive.run(case=case)
        case.refresh_from_db()
        project_stage(case=case)
    if key:
        _keep(key, case)
    return code


def _keep(key: str, case: Case) -> None:
    try:
        with transaction.atomic():
            ActReceipt.objects.create(key=key, case=case, at=timezone.now())
    except IntegrityError as error:
        raise _received_before() from error


def _received_before() -> CaseError:
    return CaseError(
        _("This was received already. Its receipt code was shown then, and is shown only once.")
    )


def receive_listed(*, batch: SourceBatch, verdict: Verdict, named: Named, actor: Actor) -> Case:
    """Take in a line of a list fed back by an inspection; within the transaction of the import."""
    case = enter_problem(batch=batch, verdict=verdict, named=named, actor=actor)
    RectificationFlow.receive.run(case=case)
    case.refresh_from_db()
    project_stage(case=case)
    return case


def receive_registered(*, file: ImportedFile, verdict: Line, township: Organisation | None) -> Case:
    """Take in a line of the office's register of opinions; within the transaction of the import."""
    case = enter_line(file=file, verdict=verdict, township=township)
    with acting_as(None):
        RectificationFlow.receive.run(case=case)
        case.refresh_from_db()
        project_stage(case=case)
    return case


def receive_objection(*, notice: Notice, received_at: datetime, key: str = "", **said: Any) -> str:
    """Take in an objection and start its procedure (T24); returns the receipt code.

    `received_at` is the server's time of receipt, or the stamp on a paper; what counts is receipt
    and not the moment of the commit (scenario 5). `said`: what `objections.receive_objection` is
    told beside it.
    """
    codes: list[str] = []

    def act(case: Case) -> CaseEvent:
        contested = case.notices.get(pk=notice.pk)
        objection, code = objections.receive_objection(
            notice=contested, received_at=received_at, **said
        )
        codes.append(code)
        _open_objection(case, contested, objection)
        return case.events.latest("sequence")

    if act_on_case(user=None, case_id=notice.case_id, act=act, key=key) is None:
        raise _received_before()
    return codes[0]


def _open_objection(case: Case, notice: Notice, objection: Objection) -> None:
    """What was not answered at once gets a process of its own."""
    if objection.decided_at is None:
        processes.return_to_notice(notice)
        ObjectionFlow.receive.run(objection=objection)
        processes.move_notice_end(case)
    elif notice.corrects_id is not None:
        # The rehabilitation notice was taken down: nobody has to show it any more (T27).
        processes.cancel_processes(case)


def propose_termination(
    *, user: User, case: Case, actor: Actor, reason: str, key: str = ""
) -> CaseEvent | None:
    """The office asks the leading group to end the case without closure (T35)."""

    def act(locked: Case) -> CaseEvent:
        event = closing.propose_termination(case=locked, actor=actor, reason=reason)
        TerminationFlow.propose.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
