"""What came on paper enters by the same door as everything else, in one transaction each."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.acting import acting_as
from rectification.enums import AboutHead, SourceKind
from rectification.exceptions import CaseError
from rectification.models import ActReceipt, Case, CaseEvent, Organisation, User
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.reporting import why_not_withdraw
from rectification.services.evidence import files_follow_rows
from rectification.services.opinions import Told
from rectification.services.papers import (
    Paper,
    PaperReport,
    enter_paper_opinion,
    enter_paper_report,
)
from rectification.services.projections import project_stage
from rectification.services.telling import tell_on_paper
from rectification.services.transfers import transfer_past_offices
from workflows import intake
from workflows.act import act_on_case
from workflows.flows import RectificationFlow


def receive_paper_opinion(
    *,
    user: User,
    paper: Paper,
    told: Told,
    source: SourceKind,
    about_head: str = AboutHead.NO,
    key: str = "",
) -> str:
    """Returns the receipt code, to be printed for whoever handed the paper over.

    About the head of a body it is handed over at once, and no office has it (T7).
    """
    with files_follow_rows(), transaction.atomic(), acting_as(None):
        case, code = enter_paper_opinion(paper=paper, told=told, source=source, by=user.person)
        if about_head:
            transfer_past_offices(case=case, actor=INTAKE_CHANNEL)
        else:
            RectificationFlow.receive.run(case=case)
        _settle(case, key)
    return code


def submit_paper_report(
    *,
    user: User,
    paper: Paper,
    report: PaperReport,
    branch: Organisation,
    actor: Actor,
    key: str = "",
) -> Case:
    with files_follow_rows(), transaction.atomic(), acting_as(user.pk):
        case, _event = enter_paper_report(paper=paper, report=report, branch=branch, actor=actor)
        RectificationFlow.submit.run(case=case)
        _settle(case, key)
    return case


def withdraw_on_paper(
    *, user: User, case: Case, paper: Paper, actor: Actor, key: str = ""
) -> CaseEvent | None:
    """What the author signed takes his report back, or asks for it once the plan is approved."""
    own = case.author is not None and why_not_withdraw(case, case.author) is None
    act = intake.withdraw_problem if own else intake.ask_withdrawal
    with files_follow_rows():
        return act(user=user, case=case, paper=paper, actor=actor, key=key)


def told_on_paper(
    *, user: User, case: Case, actor: Actor, up_to_id: int, key: str = ""
) -> CaseEvent | None:
    """What was printed was handed to the author."""

    def act(locked: Case) -> CaseEvent:
        return tell_on_paper(case=locked, actor=actor, up_to_id=up_to_id)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def _settle(case: Case, key: str) -> None:
    """The page counts once; who sent it is kept for the paper in `PaperScan` alone."""
    case.refresh_from_db()
    project_stage(case=case)
    if not key:
        return
    try:
        with transaction.atomic():
            ActReceipt.objects.create(key=key, case=case, at=timezone.now())
    except IntegrityError as error:
        raise CaseError(_("This paper was entered already.")) from error
