"""Issuing, voiding and signing official documents beside the procedure: those of a case through the
act door, reports by `workflows/reports.py`."""

from dataclasses import dataclass
from datetime import date

from rectification.documents.issued import draft_of
from rectification.documents.papers.base import reading_of
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import Case, CaseEvent, OfficialDocument, User
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.uploads import SoundFile
from rectification.services import issuing
from rectification.services.evidence import files_follow_rows
from workflows import reports
from workflows.act import act_on_case


@dataclass(frozen=True)
class Wanted:
    """Which paper: its kind, the key of what it is about, and the variant."""

    kind: DocumentKind
    subject: int
    variant: DocumentVariant


def issue(
    *,
    user: User,
    case: Case,
    actor: Actor,
    of: Wanted,
    key: str = "",
) -> CaseEvent | None:
    """What stands on it is read under the lock, so that it says what was true when issued."""

    def act(locked: Case) -> CaseEvent:
        draft = draft_of(reading_of(locked, authority_of(user)), of.kind, of.subject, of.variant)
        return issuing.issue_document(case=locked, actor=actor, draft=draft)

    with files_follow_rows():
        return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def void(
    *, user: User, document: OfficialDocument, actor: Actor, reason: str, key: str = ""
) -> None:
    if document.case_id is None:
        reports.void(user=user, document=document, actor=actor, reason=reason)
        return

    def act(locked: Case) -> CaseEvent:
        row = locked.documents.get(pk=document.pk)
        return issuing.void_document(document=row, actor=actor, reason=reason)

    act_on_case(user=user, case_id=document.case_id, act=act, key=key)


def attach(
    *,
    user: User,
    document: OfficialDocument,
    actor: Actor,
    scan: SoundFile,
    signed_on: date,
    key: str = "",
) -> None:
    if document.case_id is None:
        reports.attach(user=user, document=document, actor=actor, scan=scan, signed_on=signed_on)
        return

    def act(locked: Case) -> CaseEvent:
        row = locked.documents.get(pk=document.pk)
        return issuing.attach_signed_copy(document=row, actor=actor, scan=scan, signed_on=signed_on)

    with files_follow_rows():
        act_on_case(user=user, case_id=document.case_id, act=act, key=key)
