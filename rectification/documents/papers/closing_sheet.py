"""验收（销号）单: what two people found by eight criteria, and how the entry was struck off."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rectification.documents.papers.base import (
    PUBLIC,
    Paper,
    Reading,
    Subject,
    case_row,
    problem_row,
)
from rectification.documents.papers.shown import (
    is_shown,
    notice_of,
    period_of,
    public_form,
    variants_of,
)
from rectification.documents.papers.signing import room_to_sign
from rectification.documents.results import results_of
from rectification.documents.typesetting import Block, Box, Contents, Grid, Layout, Table
from rectification.enums import (
    CaseStage,
    Criterion,
    CriterionAnswer,
    DocumentKind,
    DocumentVariant,
    PublicationPurpose,
)
from rectification.models import Closure, Objection, Verification, VerificationAttempt
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.wording import bracketed, full_date, listed, local_day

_WIDTHS = (60, 34, 62)


def subjects(reading: Reading) -> Sequence[Subject]:
    """Each verification that was concluded: nothing of it is told before both have signed."""
    if not reading.shows(Field.RESULTS):
        return []
    return [
        Subject(row.pk, row, _label(row), variants_of(reading, void=row.void_at is not None))
        for row in casefile.attempts_of(reading.case)
        if row.concluded_at is not None
    ]


def _label(attempt: VerificationAttempt) -> str:
    number = _("Verification %(number)d") % {"number": attempt.position}
    words = ngettext("round %(round)d", "round %(round)d", attempt.round)
    return bracketed(number, words % {"round": attempt.round})


def facts(reading: Reading, attempt: VerificationAttempt, variant: DocumentVariant) -> Contents:
    if variant == PUBLIC:
        return public_form(reading, DocumentKind.CLOSING_SHEET)
    closures = _closures(reading, attempt)
    of_case = [*_of_case(reading, attempt), *_on_the_way(reading, attempt)]
    body: list[Block] = [Grid(of_case)]
    if reading.shows(Field.RECORD):
        body.append(_criteria(attempt))
    body.append(Grid([*_conclusion(reading, attempt), *_struck_off(closures)]))
    return Contents(
        layout=CLOSING_SHEET.layout,
        title=str(DocumentKind.CLOSING_SHEET.label),
        day=reading.day,
        dated=local_day(attempt.concluded_at) if attempt.concluded_at else None,
        number=closures[0].number if closures else "",
        about=_label(attempt),
        body=body,
        void=attempt.void_at is not None,
    )


def _closures(reading: Reading, attempt: VerificationAttempt) -> list[Closure]:
    """Latest first. While the case is open, what it was once struck off with is not told."""
    if attempt.void_at is None and reading.case.stage not in CaseStage.ended():
        return []
    found = casefile.closures_of(reading.case)
    return [row for row in found if row.attempt_id == attempt.pk]


def _of_case(reading: Reading, attempt: VerificationAttempt) -> list[list[Box]]:
    """The effect is that of the round at work; what was reported in one before stands in it."""
    case = reading.case
    effect = case.effect_statement if attempt.round == case.round else ""
    return [
        case_row(reading),
        problem_row(reading),
        [Box(_("Effect reported"), reading.told(Field.PLAN, effect))],
    ]


def _on_the_way(reading: Reading, attempt: VerificationAttempt) -> list[list[Box]]:
    """The notice of its round and the objections to it: how many, with which results."""
    shown = (
        notice_of(row)
        for row in reading.publications
        if row.round == attempt.round and row.purpose == PublicationPurpose.EFFECT and is_shown(row)
    )
    periods = [period_of(notice) for notice in shown if notice is not None]
    of_round = Q(notice__decision__round=attempt.round) | Q(publication__round=attempt.round)
    objections = Objection.objects.filter(of_round, case=reading.case).order_by("pk")
    found = objections.only("decision", "decided_at")
    return [
        [Box(pgettext("notice", "Period"), listed(periods))],
        [Box(_("Objections and results"), results_of(found))],
    ]


def _criteria(attempt: VerificationAttempt) -> Table:
    found: dict[str, list[tuple[str, str]]] = {}
    for check in attempt.verifications.all():
        for result in check.results.all():
            answer = str(CriterionAnswer(result.answer).label)
            found.setdefault(result.criterion, []).append((answer, result.reason))
    rows = [
        [
            str(criterion.label),
            " / ".join(answer for answer, _reason in found.get(criterion, [])),
            "\n".join(dict.fromkeys(reason for _a, reason in found.get(criterion, []) if reason)),
        ]
        for criterion in Criterion
    ]
    return Table([_("Criterion"), _("Answers"), _("Reasons")], rows, _WIDTHS)


def _conclusion(reading: Reading, attempt: VerificationAttempt) -> list[list[Box]]:
    on = attempt.concluded_at
    rows = [
        [
            Box(_("Conclusion"), str(attempt.get_conclusion_display())),
            Box(_("Concluded on"), full_date(on) if on else ""),
        ]
    ]
    if attempt.correction_due_on is not None:
        rows.append([Box(_("To be corrected by"), full_date(attempt.correction_due_on))])
    if attempt.reply_number:
        label = _("Number of the reply from the level above")
        rows.append([Box(label, attempt.reply_number)])
    if reading.shows(Field.RECORD):
        rows += [_signed(check) for check in attempt.verifications.all() if check.signed_at]
        if attempt.settled_reason:
            rows.append([Box(_("Settled with the reason"), attempt.settled_reason)])
    return rows


def _signed(check: Verification) -> list[Box]:
    label = pgettext("paper", "Verifier")
    return [Box(label, signed=room_to_sign(check.verifier.name, check.signed_at))]


def _struck_off(closures: Sequence[Closure]) -> list[list[Box]]:
    rows = []
    for row in closures:
        done = Box(pgettext("paper", "Struck off"), str(row.get_kind_display()))
        rows.append([Box(_("Number of the closing sheet"), row.number)])
        rows.append([done, Box(_("Closed on"), full_date(row.closed_on))])
        rows.append([Box(_("Time limit"), _kept(row))])
    return rows


def _kept(closure: Closure) -> str:
    if closure.in_time is None:
        return ""
    if closure.first_promise_kept:
        return _("Kept, by the day promised first")
    return _("Kept after the day was moved") if closure.in_time else _("Not kept")


CLOSING_SHEET = Paper(DocumentKind.CLOSING_SHEET, Layout.FORM, subjects, facts)
