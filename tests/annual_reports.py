"""An annual report that is issued, signed and made void, whatever stands on it."""

from rectification.acting import acting_as
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import OfficialDocument
from rectification.policies.actors import Actor
from rectification.policies.plain_copies import PlainCopy
from rectification.policies.uploads import SoundFile
from rectification.roles import Role
from rectification.services.annual_reports import issue_report, void_report
from rectification.services.document_numbers import give_document_code
from rectification.services.issuing import Draft, Printed
from tests.factories import Township

REASON = "数字写错，另行印发。"
SIGNED = b"%PDF-1.4 signed and sealed"


def numbering(town: Township) -> Actor:
    """The office, which has a code for its papers."""
    give_document_code(organisation=town.office, code="云问")
    return Actor(person=town.officer, role=Role.OFF, organisation=town.office)


def draft(variant: DocumentVariant = DocumentVariant.INTERNAL) -> Draft:
    return Draft(
        kind=DocumentKind.ANNUAL_REPORT,
        variant=variant,
        title="年度整改报告",
        show=lambda number, code: Printed(pdf=f"{number} {code}".encode(), docx=b"docx"),
    )


def issued(
    town: Township,
    office: Actor,
    year: int = 2026,
    variant: DocumentVariant = DocumentVariant.INTERNAL,
) -> OfficialDocument:
    with acting_as(None):
        issue_report(organisation=town.committee, year=year, actor=office, draft=draft(variant))
    return OfficialDocument.objects.latest("pk")


def voided(document: OfficialDocument, office: Actor) -> None:
    with acting_as(None):
        void_report(document=document, actor=office, reason=REASON)


def scan(content: bytes = SIGNED) -> SoundFile:
    return SoundFile("签字件.pdf", ".pdf", content, PlainCopy(content))
