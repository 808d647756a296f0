"""What the page of a step shows beside its form, from the parts of the case file."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from rectification.models import Case, Measure, Organisation, PlanStatus
from rectification.policies.authority import today
from rectification.selectors import casefile
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import measures_of
from rectification.web.case_file import (
    EVIDENCE_COLUMNS,
    MEASURE_COLUMNS,
    Day,
    Part,
    evidence_rows,
    measure_rows,
    plan_part,
    progress_entries,
)
from rectification.web.parts import Entry, Text

Facts = list[tuple[Text, Text | date | None]]


def case_facts(case: Case) -> Facts:
    """What kind of problem it is and whose; lines without a value are left out."""
    return [
        (_("Level"), case.get_level_display()),
        (
            _("Responsible organisation"),
            case.owner_organisation.name if case.owner_organisation else "",
        ),
        (_("Person concerned"), case.owner_person.name if case.owner_person else ""),
        (_("Source"), case.get_source_display()),
        (_("Found on"), case.found_on),
        (_("Category"), case.get_category_display() if case.category else ""),
        (_("Negative list"), case.get_negative_item_display() if case.negative_item else ""),
        (_("Standard not met"), case.standard_ref),
        (_("Severity"), case.get_severity_display() if case.severity else ""),
        (_("Reason for the severity"), case.severity_reason),
        (
            _("Deadline class"),
            case.get_deadline_class_display() if case.deadline_class else "",
        ),
        (_("Rectification due"), case.due_on),
    ]


def day_of_page() -> Day:
    return Day(today(), current_calendar())


def latest_plan(case: Case) -> Part | None:
    """The newest version with its measures, as the case page shows it."""
    plans = casefile.plans_of(case)
    return plan_part(plans[0], day_of_page()) if plans else None


def former_returns(case: Case) -> list[Facts]:
    """Why earlier versions of the round were returned, latest first."""
    plans = case.plans.filter(round=case.round, status=PlanStatus.RETURNED)
    return [
        [
            (_("Version"), str(plan.version)),
            (_("Reasons for the return"), plan.return_reason),
        ]
        for plan in plans.order_by("-version")
    ]


def measures_part(case: Case, organisation: Organisation | None = None) -> Part:
    """The measures of the approved plan, of one unit or of all."""
    return Part(
        title=_("Measures"),
        columns=MEASURE_COLUMNS,
        rows=measure_rows(measures_of(case, organisation), day_of_page()),
    )


def proof_part(measures: Iterable[Measure]) -> Part:
    return Part(title=_("Evidence"), columns=EVIDENCE_COLUMNS, rows=evidence_rows(measures))


def notes_on(measures: Iterable[Measure]) -> list[Entry]:
    return progress_entries(measures)


def proved_measures(case: Case, organisation: Organisation | None = None) -> list[Measure]:
    """Measures with their notes and files at hand."""
    rows = measures_of(case, organisation)
    return list(rows.prefetch_related("progress__reported_by", "progress__evidence"))
