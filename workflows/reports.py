"""Issuing, voiding and signing annual reports: of no case, so through no case's door."""

from datetime import date

from rectification.acting import acting_as
from rectification.documents.issued import report_draft
from rectification.enums import DocumentVariant
from rectification.models import OfficialDocument, Organisation, User
from rectification.policies.actors import Actor
from rectification.policies.uploads import SoundFile
from rectification.services.annual_reports import attach_to_report, issue_report, void_report


def issue(
    *, user: User, organisation: Organisation, year: int, variant: DocumentVariant, actor: Actor
) -> None:
    """The figures are those of the moment."""
    with acting_as(user.pk):
        draft = report_draft(organisation, year, variant)
        issue_report(organisation=organisation, year=year, actor=actor, draft=draft)


def void(*, user: User, document: OfficialDocument, actor: Actor, reason: str) -> None:
    with acting_as(user.pk):
        void_report(document=document, actor=actor, reason=reason)


def attach(
    *, user: User, document: OfficialDocument, actor: Actor, scan: SoundFile, signed_on: date
) -> None:
    with acting_as(user.pk):
        attach_to_report(document=document, actor=actor, scan=scan, signed_on=signed_on)
