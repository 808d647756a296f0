"""The page of a case as it stood at a moment, for what its reader may read today."""

from dataclasses import replace

from django.utils.translation import gettext

from rectification.calendar import WorkingCalendar
from rectification.models import Case
from rectification.moment import Moment
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.as_of import as_of
from rectification.selectors.lights import rule_of, with_marks
from rectification.selectors.sight import Sight
from rectification.web.case_file import Day, Part
from rectification.web.case_page import CasePage, read_case


def case_then(
    case: Case, sight: Sight, moment: Moment, calendar: WorkingCalendar
) -> CasePage | None:
    """None before it was registered, when it was known to its author and the office alone (T4).

    `case` and `sight` are those of today: the gate was asked before.
    """
    full = Field.RECORD in sight.fields
    texts = {(r.title, r.text) for r in casefile.publications_of(case) if full or r.stands}
    settled = sight.settled(())
    with as_of(moment):
        then = (
            with_marks(Case.objects.filter(pk=case.pk, registered_at__isnull=False))
            .select_related("owner_organisation", "owner_person", "author")
            .first()
        )
        if then is None:
            return None
        items = casefile.open_items(then)
        if sight.is_co_unit:
            units = {unit.pk for unit in sight.units}
            items = [item for item in items if item.organisation_id in units and item.assignment]
        day = Day(moment.day, calendar, rule_of(then))
        page = read_case(then, settled.settled(items), items, None, day)
    page.publications = [_without_what_went(part, texts) for part in page.publications]
    return page


def _without_what_went(part: Part, texts: set[tuple[str, str]]) -> Part:
    """What was left out of a text since stays left out, and one that was taken down is read by
    those alone who read it today (docs/rules.md 4.6)."""
    if not part.sheet or (str(part.sheet_title), part.sheet) in texts:
        return part
    note = gettext("The text was narrowed or changed since; what it said then is not shown again.")
    return replace(part, sheet="", sheet_title="", facts=[*part.facts, (gettext("Text"), note)])
