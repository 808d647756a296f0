"""Registers of opinions: judged, and entered line by line; nobody is named but in the sealed table.

The procedure of each case is begun by whoever calls (`workflows.registers`).
"""

from rectification.enums import ImportKind, OpinionChannel
from rectification.imports.batch.present import load_present
from rectification.imports.columns import RECOGNISED, Columns, ColumnsUnknown
from rectification.imports.opinions.judging import OnRecord, Verdict, judge
from rectification.imports.opinions.reading import read_register
from rectification.imports.opinions.report import Report
from rectification.imports.remarks import FileRefused
from rectification.imports.texts import same_text
from rectification.models import Case, ImportedFile, OpinionEntry, Organisation, Person
from rectification.policies.days import today
from rectification.selectors.registers import open_fingerprints, told_to
from rectification.selectors.wordings import open_wordings
from rectification.services.batches import holds_private
from rectification.services.importing import Importer, same_file
from rectification.services.opinions import Told, enter_opinion


def preview_register(
    *,
    content: bytes,
    importer: Importer,
    again: bool = False,
    columns: Columns = RECOGNISED,
) -> Report:
    """What an import would do. Nothing is written, nothing is locked."""
    try:
        register = read_register(content, columns)
    except ColumnsUnknown as unknown:
        return Report(refusal=unknown.remark, table=unknown.table, heading=unknown.heading)
    except FileRefused as refused:
        return Report(refusal=refused.remark)
    within = told_to(importer.nodes)
    refusal = None if again else same_file(ImportKind.OPINIONS, content, within)
    if refusal is not None:
        return Report(refusal=refusal, table=register.table, heading=register.heading)
    present = load_present(nodes=importer.nodes, day=today(), document_number="")
    on_record = OnRecord(
        units=present.units,
        people=present.people,
        known=open_fingerprints(importer.nodes),
        today=today(),
        holds_private=holds_private,
        wordings=[
            (case, same_text(words))
            for case, words in open_wordings(importer.person, importer.nodes)
        ],
    )
    sheet = register.table.title
    return Report(
        register=register,
        table=register.table,
        heading=register.heading,
        judged=judge(register, on_record),
        left={sheet: register.left},
        skipped={sheet: register.skipped},
    )


def enter_line(
    *, file: ImportedFile, verdict: Verdict, township: Organisation | None = None
) -> Case:
    """A line becomes an opinion that waits for intake, never a problem by itself.

    One that names a person has no owner before the intake officer has decided about it.
    """
    row = verdict.row
    unit = Organisation.objects.filter(code=verdict.unit).first()
    told = Told(mode=verdict.mode, text=row.text, organisation=unit, contact=row.contact)
    case, opinion, _code = enter_opinion(
        told=told,
        source=verdict.source,
        channel=OpinionChannel.REGISTER,
        received_on=verdict.received_on,
        owner=None if verdict.has("W-NAMED") else unit,
        township=township,
        reference=f"register:{file.pk}",
    )
    twin = verdict.similar_row
    similar = OpinionEntry.objects.filter(file=file, row=twin).first() if twin else None
    OpinionEntry.objects.create(
        opinion=opinion,
        file=file,
        row=row.number,
        fingerprint=verdict.fingerprint,
        came_by=row.channel,
        keeper=Person.objects.filter(code=verdict.keeper).first(),
        remark=row.remark,
        similar_to=similar,
        names_person=verdict.has("W-NAMED"),
        too_vague=verdict.has("W-VAGUE"),
        speaks_of_secrets=verdict.has("W-SECRETWORD"),
    )
    return case
