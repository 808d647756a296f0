"""Reports about the same fact: what joined a case, and of which case a report is part (并案)."""

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseOutcome
from rectification.models import Case, Merge
from rectification.policies.authority import Authority
from rectification.policies.merging import entries_of, parting_office, standing_merge
from rectification.web.access import address
from rectification.web.case_file import Facts, Part
from rectification.web.dates import local_day
from rectification.web.parts import Cell, CellKind, Column
from rectification.wording import listed

_COLUMNS = (
    Column(_("Report")),
    Column(_("Source")),
    Column(_("Handed in"), CellKind.DATE),
    Column(_("Merged on"), CellKind.DATE),
)


def joined_part(case: Case, authority: Authority) -> Part | None:
    """To the office every report that joined, to be parted again; to others their sources alone.

    Who reported is told to nobody by it.
    """
    if case.outcome == CaseOutcome.MERGED:
        return _of_entry(case)
    entries = entries_of(case)
    if not entries:
        return None
    if parting_office(case, authority) is None:
        kinds = dict.fromkeys(str(entry.get_source_display()) for entry in entries)
        facts: Facts = [(_("Also reported by"), listed(kinds))]
        return Part(title=_("Merged reports"), facts=facts)
    rows = Merge.objects.filter(case__in=entries, undone_at__isnull=True).select_related("case")
    return Part(
        title=_("Merged reports"),
        columns=_COLUMNS,
        rows=[_row(row) for row in rows.order_by("case")],
    )


def _of_entry(case: Case) -> Part | None:
    merge = standing_merge(case)
    if merge is None:
        return None
    words = (merge.master.number, str(merge.master.get_stage_display()))
    facts: Facts = [
        (_("Part of"), " · ".join(word for word in words if word)),
        (_("Merged on"), local_day(merge.made_at)),
    ]
    return Part(title=_("Merged with another case"), facts=facts)


def _row(merge: Merge) -> list[Cell]:
    case = merge.case
    return [
        Cell(
            case.number or str(_("Report without a number")),
            url=address("workflows:part", case.pk),
            meta=_("Undo the merger"),
        ),
        Cell(case.get_source_display()),
        Cell(local_day(case.submitted_at) if case.submitted_at else ""),
        Cell(local_day(merge.made_at)),
    ]
