"""代录: what came on paper, entered by a branch for somebody else and sealed from it afterwards."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.acting import note_file
from rectification.audit.files import file_line
from rectification.enums import OpinionChannel, PaperKind, SourceKind
from rectification.exceptions import CaseError, InvalidInput, NotVisible
from rectification.models import (
    Case,
    CaseEvent,
    NegativeListItem,
    Organisation,
    PaperScan,
    Person,
)
from rectification.policies.actors import Actor
from rectification.policies.entering import SIGNED
from rectification.policies.opinions import members_without_account
from rectification.policies.papers import enters_for, why_not_speak_for
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow
from rectification.policies.reporting import own_branches
from rectification.policies.uploads import SoundFile
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.evidence import follow_file
from rectification.services.opinions import Told, check_told, enter_opinion
from rectification.services.reporting import save_draft, submit_report
from rectification.services.secrecy import refuse_secret


@dataclass(frozen=True)
class Paper:
    """What lies before the clerk: the scan, and the day of the receipt stamp."""

    kind: PaperKind
    scan: SoundFile
    received_on: date


def enter_paper_opinion(
    *, paper: Paper, told: Told, source: SourceKind, by: Person
) -> tuple[Case, str]:
    """An opinion or a ballot, received by nobody; returns the code for the printed receipt."""
    if not own_branches(by):
        raise NotVisible
    check_told(told.mode, told.text, told.name)
    refuse_secret(False, told.text)
    _check_day(paper)
    case, _opinion, code = enter_opinion(
        told=told,
        source=source,
        channel=OpinionChannel.PAPER,
        received_on=paper.received_on,
        owner=told.organisation,
    )
    _keep(case, paper, by)
    return case, code


@dataclass(frozen=True, kw_only=True)
class PaperReport:
    """What a member wrote and signed about himself."""

    member: Person
    title: str
    description: str
    category: str
    standard_ref: str
    negative_item: str = ""
    cited_item: NegativeListItem | None = None


def enter_paper_report(
    *, paper: Paper, report: PaperReport, branch: Organisation, actor: Actor
) -> tuple[Case, CaseEvent]:
    """A self-report of a member without account: he is the author, the clerk the entering hand."""
    if branch not in own_branches(actor.hand):
        raise NotVisible
    if not members_without_account(branch).filter(pk=report.member.pk).exists():
        text = _("Choose a member of the branch who has no account; others report themselves.")
        raise CaseError(text, field="member", rule="T1")
    _check_day(paper)
    case = save_draft(
        case=None,
        author=report.member,
        title=report.title,
        description=report.description,
        found_on=paper.received_on,
        category=report.category,
        negative_item=report.negative_item,
        cited_item=report.cited_item,
        standard_ref=report.standard_ref,
    )
    _keep(case, paper, actor.hand)
    return case, submit_report(case=case, actor=actor)


def keep_withdrawal(*, case: Case, paper: Paper | None, actor: Actor) -> PaperScan | None:
    """What the author signed to take his report back; his branch acts for him with it (T8).

    None where he acts himself, without a paper.
    """
    if paper is None:
        return None
    if not enters_for(case, actor.hand) or case.author_id != actor.principal.pk:
        raise NotVisible
    allow(why_not_speak_for(case))
    _check_day(paper)
    return _keep(case, paper, actor.hand)


def keep_signed(*, case: Case, step: str, paper: Paper | None, actor: Actor) -> PaperScan | None:
    """What a member without account signed, for a step that his branch enters for him.

    None where he acts himself, or the step decides nothing.
    """
    kind = SIGNED.get(step)
    if kind is None or not actor.enters_for_member:
        return None
    if paper is None or paper.kind != kind:
        raise CaseError(
            _("Hand in the scan of what he signed; nothing is decided for him without it."),
            field="scan",
            rule="4.1",
        )
    _check_day(paper)
    return _keep(case, paper, actor.hand)


def open_scan(scan: PaperScan) -> bytes:
    """Only for the page that notes who opened it. Raises FileNotFoundError once it was erased."""
    with scan.file.open("rb") as stored:
        return decrypt_bytes(stored.read())


def _check_day(paper: Paper) -> None:
    if why := why_not_past(paper.received_on):
        raise InvalidInput({"received_on": why}, rule="T1")


def _keep(case: Case, paper: Paper, by: Person) -> PaperScan:
    scan = PaperScan.objects.create(
        case=case,
        kind=paper.kind,
        file=ContentFile(encrypt_bytes(paper.scan.content), name=uuid4().hex),
        name=paper.scan.name,
        content_type=paper.scan.content_type,
        sha256=hashlib.sha256(paper.scan.content).hexdigest(),
        received_on=paper.received_on,
        entered_by=by,
        entered_at=timezone.now(),
    )
    note_file(file_line(scan))
    follow_file(scan.file)
    return scan
