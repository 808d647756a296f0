"""问题清单: what was found where, by which standard, and how far it is."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from rectification.documents.lists.columns import ListColumn, ListKind, Sort
from rectification.documents.lists.entries import Entry
from rectification.documents.lists.related import CLAIMS, PUBLICATIONS, its
from rectification.enums import (
    CaseLevel,
    CaseStage,
    Category,
    ClaimKind,
    DeadlineClass,
    Severity,
    SourceKind,
)
from rectification.policies.visibility import Field
from rectification.wording import bracketed, full_date, listed, named


def source(entry: Entry) -> str:
    """With the number of the document that it came in."""
    case = entry.case
    batch = getattr(case, "batch_entry", None)
    words = named(SourceKind, case.source)
    return bracketed(words, batch.batch.document_number) if batch is not None else words


def claimed(entry: Entry) -> str:
    """How the owner came to it, and when; who declined it does not own it."""
    claims = (row for row in its(entry.case, "claims") if row.kind != ClaimKind.DECLINED)
    last = next(claims, None)
    if last is None:
        return ""
    return bracketed(named(ClaimKind, last.kind), full_date(last.made_at))


def scope(entry: Entry) -> str:
    """Of the notice that stands; of a waiver its ground."""
    decision = entry.decision
    if decision is None:
        return ""
    words = decision.get_scope_display()
    return (
        bracketed(words, decision.get_waiver_ground_display()) if decision.is_waiver else str(words)
    )


def state(entry: Entry) -> str:
    case = entry.case
    words = named(CaseStage, case.stage)
    return bracketed(words, pgettext_lazy("list", "paused")) if case.paused else words


def remark(entry: Entry) -> str:
    case = entry.case
    marks = [str(_("Common problem"))] if case.is_common else []
    if case.round > 1:
        text = ngettext("round %(round)d", "round %(round)d", case.round)
        marks.append(text % {"round": case.round})
    return listed(marks)


PROBLEMS = ListKind(
    name="problems",
    label=_("List of problems"),
    columns=[
        ListColumn(_("Case number"), lambda entry: entry.case.number, width=19),
        ListColumn(_("Source (batch, document)"), source, Field.PLAN, width=20),
        ListColumn(_("Level"), lambda entry: named(CaseLevel, entry.case.level), width=16),
        ListColumn(_("Responsible organisation or member"), lambda entry: entry.owner, width=20),
        ListColumn(
            pgettext_lazy("list", "Category"),
            lambda entry: named(Category, entry.case.category),
            Field.PLAN,
        ),
        ListColumn(
            _("What is wrong"),
            lambda entry: entry.case.description or entry.case.title,
            Field.DESCRIPTION,
            width=40,
        ),
        ListColumn(
            _("Standard not met"), lambda entry: entry.case.standard_ref, Field.PLAN, width=24
        ),
        ListColumn(
            _("Found on"), lambda entry: entry.case.found_on, Field.PLAN, Sort.DATE, width=22
        ),
        ListColumn(_("How and when claimed"), claimed, Field.RECORD, width=22),
        ListColumn(
            _("Severity"), lambda entry: named(Severity, entry.case.severity), Field.PLAN, width=12
        ),
        ListColumn(
            _("Deadline class"),
            lambda entry: named(DeadlineClass, entry.case.deadline_class),
            width=14,
        ),
        ListColumn(_("Scope of publication"), scope, Field.RESULTS, width=18),
        ListColumn(_("State"), state, width=16),
        ListColumn(pgettext_lazy("list", "Remarks"), remark, Field.PLAN, width=12),
    ],
    lines=lambda entry: [entry],
    related=[CLAIMS, PUBLICATIONS],
)
