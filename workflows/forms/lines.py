"""What a list, a register or a record said, shown where the office decides about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import PaperKind
from rectification.models import (
    BatchEntry,
    Case,
    Occasion,
    Opinion,
    OpinionEntry,
    PaperScan,
)
from rectification.web.dates import full_date
from rectification.web.parts import Text
from rectification.wording import listed


def facts_of(line: BatchEntry) -> list[tuple[Text, Text]]:
    units = listed(unit.name for unit in line.co_units.all())
    facts: list[tuple[Text, Text]] = [
        (_("List"), f"{line.batch.title} {line.batch.document_number}".strip()),
        (_("Row"), str(line.row)),
        (_("Received on"), full_date(line.batch.received_on)),
        (_("Time limit as written"), line.limit_text),
        (_("Time limit"), full_date(line.due_on) if line.due_on else ""),
        (_("Responsible leader"), line.leader.name if line.leader else ""),
        (_("Further units named"), units),
        (_("Measure proposed"), line.measure),
        (_("Remark"), line.remark),
        (_("Much like row"), str(line.similar_to.row) if line.similar_to else ""),
    ]
    return [fact for fact in facts if fact[1]]


def facts_of_record(occasion: Occasion) -> list[tuple[Text, Text]]:
    """What was found where the reporter visited, checked or met."""
    return [
        (_("Kind of record"), occasion.get_kind_display()),
        (pgettext_lazy("occasion", "What was found"), occasion.finding),
    ]


def facts_of_opinion(opinion: Opinion) -> list[tuple[Text, Text]]:
    """How an opinion came, which organisation it names, and what the register says beside it."""
    facts: list[tuple[Text, Text]] = [
        (_("Channel"), opinion.get_channel_display()),
        (_("Received on"), full_date(opinion.received_on)),
        (_("Paper"), _paper_of(opinion.case)),
        (_("Organisation named"), opinion.organisation.name if opinion.organisation else ""),
    ]
    entry = (
        OpinionEntry.objects.filter(opinion=opinion)
        .select_related("keeper", "similar_to__opinion__case")
        .first()
    )
    return [fact for fact in [*facts, *(_of_entry(entry) if entry else ())] if fact[1]]


def _paper_of(case: Case) -> str:
    came = PaperScan.objects.filter(case=case, kind__in=PaperKind.coming_in())
    paper = came.select_related("entered_by").first()
    return f"{paper.get_kind_display()} · {paper.entered_by.name}" if paper else ""


def _of_entry(entry: OpinionEntry) -> list[tuple[Text, Text]]:
    twin = entry.similar_to
    marks = [
        _("Names a person: hand it over to the discipline committee or reword it.")
        if entry.names_person
        else "",
        _("Too vague: neither place nor day.") if entry.too_vague else "",
    ]
    return [
        (_("Channel as written"), entry.came_by),
        (_("Row"), str(entry.row)),
        (_("Written down by"), entry.keeper.name if entry.keeper else ""),
        (_("Remark"), entry.remark),
        (_("Much like row"), f"{twin.row} ({twin.opinion.case})" if twin else ""),
        (_("To be observed"), " ".join(str(mark) for mark in marks if mark)),
    ]
