"""Annual reports as issued papers: of no case, so written in the register (decision 0045)."""

import hashlib
from datetime import date

from django.db import transaction

from rectification.enums import EventVerb
from rectification.models import OfficialDocument, Organisation, PaperEvent
from rectification.policies.actors import Actor
from rectification.policies.issuing import why_not_void
from rectification.policies.reasons import allow, require_reason
from rectification.policies.uploads import SoundFile
from rectification.services.evidence import files_follow_rows
from rectification.services.issuing import Draft, keep_issued, keep_signed_copy, mark_void
from rectification.services.paper_register import record_paper


def issue_report(
    *, organisation: Organisation, year: int, actor: Actor, draft: Draft
) -> PaperEvent:
    """Of an organisation and a year one of each variant holds; number and file stand together.

    Two at once wait for each other, and nobody else who writes of the organisation meanwhile.
    """
    with files_follow_rows(), transaction.atomic():
        place = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        papers = place.reports.filter(report_year=year, variant=draft.variant)
        about = {"case": "", "place": place.code, "year": year}
        document = keep_issued(papers, actor, draft, about=about, report_of=place, report_year=year)
        return record_paper(verb=EventVerb.DOCUMENT_ISSUED, document=document, actor=actor)


@transaction.atomic
def void_report(*, document: OfficialDocument, actor: Actor, reason: str) -> PaperEvent:
    """Its number stays used and its files stay; the next report of the year names it."""
    locked = _locked(document)
    allow(why_not_void(locked))
    mark_void(locked, actor, require_reason(reason, rule="5"))
    return record_paper(verb=EventVerb.DOCUMENT_VOIDED, document=locked, actor=actor)


def attach_to_report(
    *, document: OfficialDocument, actor: Actor, scan: SoundFile, signed_on: date
) -> PaperEvent | None:
    """The same scan sent twice is attached once."""
    with files_follow_rows(), transaction.atomic():
        locked = _locked(document)
        digest = hashlib.sha256(scan.content).hexdigest()
        if locked.signed_copies.filter(sha256=digest).exists():
            return None
        keep_signed_copy(locked, actor, scan, signed_on)
        return record_paper(verb=EventVerb.SIGNED_COPY_ATTACHED, document=locked, actor=actor)


def _locked(document: OfficialDocument) -> OfficialDocument:
    return OfficialDocument.objects.select_for_update(no_key=True).get(pk=document.pk)
