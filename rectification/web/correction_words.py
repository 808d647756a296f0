"""A correction as the record of a case tells it: the fact, what it was, what it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import Category, Severity
from rectification.models import CorrectedFact, Correction
from rectification.web.dates import full_date
from rectification.wording import Text, labelled, listed_apart

_CHOICES: Final[Mapping[str, Mapping[str, Text]]] = {
    CorrectedFact.CATEGORY: dict(Category.choices),
    CorrectedFact.SEVERITY: dict(Severity.choices),
}


def correction_words(rows: Iterable[Correction], reason: str) -> str:
    told = [labelled(row.get_fact_display(), _change(row)) for row in rows]
    return listed_apart([*told, labelled(_("Reason"), reason)] if reason else told)


def _change(row: Correction) -> str:
    return f"{_worded(row.fact, row.old)} → {_worded(row.fact, row.new)}"


def _worded(fact: str, value: str) -> str:
    """Codes by their words; what was empty, or erased since, as a dash."""
    if not value:
        return "—"
    if fact == CorrectedFact.FOUND_ON:
        return full_date(date.fromisoformat(value))
    return str(_CHOICES.get(fact, {}).get(value, value))
