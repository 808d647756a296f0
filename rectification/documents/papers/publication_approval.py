"""公开审批表: which text is to be shown to whom, why, and the hands it went through."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rectification.documents.papers.base import (
    INTERNAL,
    PUBLIC,
    Paper,
    Reading,
    Subject,
    case_row,
    problem_row,
)
from rectification.documents.papers.shown import public_form, variants_of
from rectification.documents.papers.signing import room_to_sign
from rectification.documents.typesetting import Box, Contents, Grid, Layout
from rectification.enums import DocumentKind, DocumentVariant, EventVerb, PublicationStatus
from rectification.models import PublicationDecision
from rectification.policies.visibility import Field
from rectification.wording import bracketed, labelled, local_day


def subjects(reading: Reading) -> Sequence[Subject]:
    """What is under review is read by readers of the record, what was approved by those of the
    results (4.9)."""
    full = reading.shows(Field.RECORD)
    return [
        Subject(row.pk, row, _version(row), variants_of(reading) if row.stands else (INTERNAL,))
        for row in reading.publications
        if full or row.stands
    ]


def _version(decision: PublicationDecision) -> str:
    version = _("version %(version)d") % {"version": decision.version}
    return bracketed(decision.get_purpose_display(), version)


def facts(reading: Reading, decision: PublicationDecision, variant: DocumentVariant) -> Contents:
    if variant == PUBLIC:
        return public_form(reading, DocumentKind.PUBLICATION_APPROVAL)
    what = _waived(reading, decision) if decision.is_waiver else _text(reading, decision)
    return Contents(
        layout=PUBLICATION_APPROVAL.layout,
        title=str(DocumentKind.PUBLICATION_APPROVAL.label),
        day=reading.day,
        dated=local_day(decision.proposed_at),
        about=bracketed(_version(decision), decision.get_status_display()),
        body=[Grid([case_row(reading), problem_row(reading), *what, *_hands(reading, decision)])],
        void=decision.status == PublicationStatus.WITHDRAWN,
    )


def _text(reading: Reading, decision: PublicationDecision) -> list[list[Box]]:
    full = reading.shows(Field.RECORD)
    rows = [
        [
            Box(_("Scope"), str(decision.get_scope_display())),
            Box(_("Notice period in working days"), str(decision.working_days)),
        ],
        [Box(_("Public title"), decision.title)],
        [Box(_("Public text"), decision.text, lines=3)],
    ]
    if full:
        rows.append([Box(_("Why it is shown in this scope"), decision.necessity)])
        rows.append([Box(_("Comment of the person concerned"), _comment(decision))])
    if full and decision.answer_to_comment:
        rows.append([Box(_("Answer to the comment"), decision.answer_to_comment)])
    return rows


def _waived(reading: Reading, decision: PublicationDecision) -> list[list[Box]]:
    rows = [[Box(_("Ground for no publication"), str(decision.get_waiver_ground_display()))]]
    if reading.shows(Field.RECORD):
        rows.append([Box(_("Reason"), decision.waiver_reason)])
    return rows


def _comment(decision: PublicationDecision) -> str:
    if not decision.hearing:
        return decision.comment
    heard = decision.get_hearing_display()
    return labelled(heard, decision.comment) if decision.comment else str(heard)


def _hands(reading: Reading, decision: PublicationDecision) -> list[list[Box]]:
    """Each hand as the record tells it; where it is not open, room to sign on paper. What was
    carried out needed no other hand than those it has."""
    steps = [
        (_("Proposed by"), (EventVerb.PUBLICATION_PROPOSED, EventVerb.WAIVER_PROPOSED)),
        (_("Secrecy review"), (EventVerb.SECRECY_CLEARED,)),
        (_("Check of the redaction"), (EventVerb.REDACTION_CONFIRMED,)),
        (_("Approval"), (EventVerb.PUBLICATION_APPROVED,)),
        (_("Agreed"), (EventVerb.SCOPE_AGREED, EventVerb.WAIVER_AGREED)),
    ]
    is_whole = decision.status == PublicationStatus.CARRIED_OUT and reading.shows(Field.RECORD)
    rows = []
    for label, verbs in steps:
        by, on = reading.hand(verbs, f"publication:{decision.pk}")
        if by or not is_whole:
            rows.append([Box(label, signed=room_to_sign(by, on))])
    if decision.return_reason and reading.shows(Field.RECORD):
        rows.append([Box(_("Reasons for the return"), decision.return_reason)])
    return rows


PUBLICATION_APPROVAL = Paper(DocumentKind.PUBLICATION_APPROVAL, Layout.FORM, subjects, facts)
