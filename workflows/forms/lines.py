"""What a list of an inspection, or a record, says; shown where the office decides about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models import BatchEntry, Occasion
from rectification.web.dates import full_date
from rectification.web.parts import Text


def facts_of(line: BatchEntry) -> list[tuple[Text, Text]]:
    units = "、".join(unit.name for unit in line.co_units.all())
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
