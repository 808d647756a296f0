"""What lies in the file of a case beside its papers: the problem, the proof, the objections."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import Reading, case_row, problem_row
from rectification.documents.typesetting import Box, Contents, Grid, Layout, Table
from rectification.models import Evidence, Objection
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.wording import full_date

_PROOF_WIDTHS = (12, 66, 60, 30, 30, 31)
_DIGITS = 12
_OBJECTION_WIDTHS = (12, 40, 36, 40, 30)


def problem_sheet(reading: Reading) -> Contents:
    """问题登记表: what was found, by which standard, and who answers for it."""
    case = reading.case
    rows = [
        case_row(reading),
        [
            Box(_("Level"), str(case.get_level_display())),
            Box(_("Source"), reading.told(Field.PLAN, case.get_source_display())),
        ],
        problem_row(reading),
        [Box(_("What is wrong"), reading.told(Field.DESCRIPTION, case.description), lines=3)],
        [Box(_("Standard not met"), reading.told(Field.PLAN, case.standard_ref))],
        [
            Box(pgettext("list", "Category"), reading.told(Field.PLAN, _category(reading))),
            Box(_("Severity"), reading.told(Field.PLAN, case.get_severity_display())),
        ],
        [
            Box(_("Found on"), reading.told(Field.PLAN, case.found_on)),
            Box(_("Rectification due"), reading.told(Field.PLAN, case.due_on)),
        ],
        [
            Box(_("State"), str(case.get_stage_display())),
            Box(_("Round"), str(case.round)),
        ],
    ]
    return Contents(
        layout=Layout.FORM,
        title=pgettext("paper", "Registration of the problem"),
        day=reading.day,
        dated=case.found_on if reading.shows(Field.PLAN) else None,
        body=[Grid(rows)],
        is_numbered=False,
    )


def _category(reading: Reading) -> str:
    return str(reading.case.get_category_display())


def proof_list(reading: Reading) -> Contents | None:
    """证据目录: every file with its measure, its days and its hash; the files stay in place."""
    if not reading.shows(Field.EVIDENCE):
        return None
    rows = [
        [str(place), proof.name, _measure(proof), *_days(proof), proof.original_sha256[:_DIGITS]]
        for place, proof in enumerate(_proofs(reading), start=1)
    ]
    if not rows:
        return None
    head = [
        pgettext("list", "No."),
        _("File"),
        _("Measure"),
        _("Made on"),
        _("Uploaded"),
        pgettext("paper", "Hash (its beginning)"),
    ]
    return Contents(
        layout=Layout.ACROSS,
        title=pgettext("paper", "List of evidence"),
        day=reading.day,
        body=[Table(head, rows, _PROOF_WIDTHS)],
        is_numbered=False,
    )


def _proofs(reading: Reading) -> Iterator[Evidence]:
    """Of every version: what was reported under a former one remains proof."""
    for plan in reversed(casefile.plans_of(reading.case)):
        for measure in plan.measures.all():
            for note in measure.progress.all():
                yield from note.evidence.all()


def _measure(proof: Evidence) -> str:
    measure = proof.progress.measure
    return f"{measure.position}. {measure.text}"


def _days(proof: Evidence) -> list[str]:
    return [full_date(proof.made_on), full_date(proof.uploaded_at)]


def objection_register(reading: Reading) -> Contents | None:
    """异议登记: kind, days and result; never who objected, nor in which words."""
    if not reading.shows(Field.RESULTS):
        return None
    found = casefile.objections_of(reading.case)
    if not found:
        return None
    head = [
        pgettext("list", "No."),
        _("Kind of objection"),
        _("Received on"),
        _("Result"),
        pgettext("paper", "Answered on"),
    ]
    rows = [[str(place), *_objection(row)] for place, row in enumerate(reversed(found), start=1)]
    return Contents(
        layout=Layout.FORM,
        title=pgettext("paper", "Register of objections"),
        day=reading.day,
        body=[Table(head, rows, _OBJECTION_WIDTHS)],
        is_numbered=False,
    )


def _objection(row: Objection) -> list[str]:
    if row.decided_at is None:
        result, on = _("Being handled"), ""
    else:
        result, on = str(row.get_decision_display()), full_date(row.decided_at)
    return [str(row.get_kind_display()), full_date(row.received_at), result, on]
