"""What a report says of its case already: with it the intake begins (T4)."""

from typing import Any

from rectification.enums import Secrecy, Severity
from rectification.models import Case
from rectification.sources import source_of


def reported(case: Case) -> dict[str, Any]:
    """What the report says of the case already, field by field of its registration."""
    return {
        "title": case.title,
        "description": case.description,
        **({"secrecy": case.secrecy} if case.secrecy == Secrecy.WORK_SECRET else {}),
        "level": case.level,
        "owner_organisation": case.owner_organisation_id,
        "owner_person": case.owner_person_id,
        "category": case.category,
        "negative_item": case.cited_item_id or case.negative_item,
        "standard_ref": case.standard_ref,
        "severity": case.severity or Severity.ORDINARY,
        "deadline_class": case.deadline_class or source_of(case.source).deadline_class,
        "touches_residents": case.touches_residents,
        "is_common": case.is_common,
    }
