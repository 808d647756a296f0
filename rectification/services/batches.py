"""Lists of problems fed back by an inspection: judged, and entered line by line.

The procedure of each case is begun by whoever calls (`workflows.batches`).
"""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.calendar import Clock
from rectification.calendar.clocks import rule_for
from rectification.enums import EventVerb, ImportKind, Secrecy, SourceKind
from rectification.imports.batch.header import header_of
from rectification.imports.batch.judging import Terms, Verdict, judge
from rectification.imports.batch.limits import limit_words
from rectification.imports.batch.present import load_present
from rectification.imports.batch.reading import read_problems
from rectification.imports.batch.report import Report
from rectification.imports.batch.rows import BatchHeader, ProblemList
from rectification.imports.columns import RECOGNISED, Columns, ColumnsUnknown
from rectification.imports.remarks import FileRefused, Remark
from rectification.imports.secrecy import bears_mark
from rectification.models import (
    BatchEntry,
    Case,
    ImportedFile,
    Organisation,
    Person,
    SourceBatch,
)
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.plausible import why_not_past
from rectification.redaction import FindingKind, findings, masked
from rectification.selectors.batches import fed_back_to
from rectification.selectors.calendar import current_calendar
from rectification.services.events import record_event
from rectification.services.importing import Importer, same_file
from rectification.services.projections import set_ancestors

TITLE = 80
PRIVATE = frozenset(
    {
        FindingKind.PHONE,
        FindingKind.IDENTITY_NUMBER,
        FindingKind.BANK_CARD,
        FindingKind.PLATE,
    }
)


@dataclass(frozen=True)
class Handed:
    """A list as it is handed in: what the file does not say itself, a person says.

    `header` goes before what stands above the table; `columns` before what was recognised.
    """

    content: bytes
    kind: SourceKind
    header: BatchHeader = BatchHeader()
    columns: Columns = RECOGNISED


def preview_batch(*, handed: Handed, importer: Importer, again: bool = False) -> Report:
    """What an import would do. Nothing is written, nothing is locked."""
    try:
        problems = read_problems(handed.content, handed.columns)
    except ColumnsUnknown as unknown:
        table, heading = unknown.table, unknown.heading
        read = header_of(table, heading) if table and heading else BatchHeader()
        return Report(
            refusal=unknown.remark,
            header=_completed(read, handed.header),
            table=table,
            heading=heading,
        )
    except FileRefused as refused:
        return Report(refusal=refused.remark)
    header = _completed(problems.header, handed.header)
    refusal = _why_not(header)
    if refusal is None and not again:
        refusal = same_file(ImportKind.BATCH, handed.content, fed_back_to(importer.nodes))
    if refusal is not None:
        return Report(
            refusal=refusal, header=header, table=problems.table, heading=problems.heading
        )
    return _judged(problems, header, importer)


def _completed(read: BatchHeader, given: BatchHeader) -> BatchHeader:
    told = {name: value for name, value in vars(given).items() if value}
    return replace(read, **told)


def _why_not(header: BatchHeader) -> Remark | None:
    """Without a number nothing is known again, without a day no clock runs."""
    if not header.document_number or header.received_on is None:
        return Remark("F-BATCH", _("Give the document number and the day of receipt."))
    if bears_mark(header.title) or bears_mark(header.document_number):
        return Remark("F-SECRET", _("The title bears a mark of secrecy; take the list away."))
    why = why_not_past(header.received_on)
    return Remark("F-BATCH", str(why)) if why else None


def _judged(problems: ProblemList, header: BatchHeader, importer: Importer) -> Report:
    assert header.received_on is not None
    terms = Terms(header.received_on, current_calendar(), holds_private)
    present = load_present(
        nodes=importer.nodes, day=today(), document_number=header.document_number
    )
    sheet = problems.table.title
    return Report(
        header=header,
        problems=problems,
        table=problems.table,
        heading=problems.heading,
        judged=judge(problems, present, terms),
        left={sheet: problems.left},
        skipped={sheet: problems.skipped},
    )


def holds_private(text: str) -> bool:
    """Whether a text holds a number of a telephone, identity card, bank card or plate (W-PII)."""
    return any(finding.kind in PRIVATE for finding in findings(text, ()))


def enter_batch(
    *, kind: SourceKind, header: BatchHeader, file: ImportedFile, person: Person | None
) -> SourceBatch:
    assert header.received_on is not None
    rule = rule_for(Clock.RECTIFY_INSPECTION, header.received_on)
    return SourceBatch.objects.create(
        kind=kind,
        title=header.title,
        document_number=header.document_number,
        received_on=header.received_on,
        policy_version=rule.in_force_from,
        file=file,
        entered_by=person,
        entered_at=timezone.now(),
    )


@dataclass(frozen=True)
class Named:
    """Organisations and people by code, loaded once for all lines."""

    units: dict[str, Organisation]
    people: dict[str, Person]


def everybody_named(verdicts: list[Verdict]) -> Named:
    units = {code for verdict in verdicts for code in (verdict.owner, *verdict.co_units)}
    people = {verdict.leader for verdict in verdicts}
    return Named(
        {row.code: row for row in Organisation.objects.filter(code__in=units)},
        {row.code: row for row in Person.objects.filter(code__in=people)},
    )


def enter_problem(*, batch: SourceBatch, verdict: Verdict, named: Named, actor: Actor) -> Case:
    """A line becomes a report that waits for intake (T2): nobody is its author."""
    text = masked(verdict.row.text, ()) if verdict.has("W-PII") else verdict.row.text
    case = Case(
        source=batch.kind,
        level=verdict.level,
        owner_organisation=named.units[verdict.owner],
        title=_title_of(text),
        description=text,
        category=verdict.category,
        deadline_class=verdict.deadline_class,
        found_on=batch.received_on,
        submitted_at=timezone.now(),
        secrecy=Secrecy.WORK_SECRET if verdict.is_work_secret else Secrecy.INTERNAL,
    )
    set_ancestors(case=case)
    case.save()
    _enter_line(batch, case, verdict, named)
    record_event(case=case, verb=EventVerb.SUBMITTED, actor=actor, reference=f"batch:{batch.pk}")
    return case


def _title_of(text: str) -> str:
    """The first clause, which the intake may reword."""
    line = " ".join(text.split())
    ends = [at for at in (line.find(mark) for mark in "，。；,;") if at > 0]
    clause = line[: min(ends)] if ends else line
    return clause if len(clause) <= TITLE else clause[: TITLE - 1] + "…"


def _enter_line(batch: SourceBatch, case: Case, verdict: Verdict, named: Named) -> None:
    hidden = verdict.has("W-PII")
    measure, remark = (
        masked(words, ()) if hidden else words
        for words in (verdict.row.measure, verdict.row.remark)
    )
    entry = BatchEntry.objects.create(
        batch=batch,
        case=case,
        row=verdict.row.number,
        fingerprint=verdict.fingerprint,
        limit_text=limit_words(verdict.row.limit)[:60],
        due_on=verdict.due_on,
        due_provisional=verdict.due_provisional,
        leader=named.people.get(verdict.leader),
        measure=measure,
        remark=remark,
        similar_to=batch.entries.filter(row=verdict.similar_row).first()
        if verdict.similar_row
        else None,
        names_person=verdict.has("W-NAME"),
        speaks_of_secrets=verdict.has("W-SECRETWORD"),
    )
    entry.co_units.set(named.units[code] for code in verdict.co_units)
