"""The alarm that a file of proof serves two measures, in words for one reader."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel
from rectification.models import Case
from rectification.policies.authority import Authority
from rectification.policies.evidence import reads_reuse
from rectification.policies.visibility import Standing
from rectification.selectors.inbox import visible_ids
from rectification.selectors.reuse import Use, uses_elsewhere

Alarms = Mapping[int, list[str]]
"""By key of a file."""


def alarms_for(
    evidence_ids: Collection[int],
    case: Case,
    standings: Collection[Standing],
    authority: Authority | None,
) -> Alarms:
    """Nothing for whoever is neither of the office nor verifying; nothing is asked then, nor while
    the past is read."""
    if authority is None or not evidence_ids or not reads_reuse(standings):
        return {}
    found = uses_elsewhere(evidence_ids)
    others = {use.case.pk for uses in found.values() for use in uses} - {case.pk}
    seen = (
        visible_ids(authority.person.user, authority, others) | {case.pk} if others else {case.pk}
    )
    return {pk: [_words(use, case, seen) for use in uses] for pk, uses in found.items()}


def _words(use: Use, case: Case, seen: Collection[int]) -> str:
    """A member's case stays closed to whoever does not see it: neither its unit nor its number."""
    words = _("Same file: %(where)s") if use.distance is None else _("Similar picture: %(where)s")
    return words % {"where": _where(use, case, seen)}


def _where(use: Use, case: Case, seen: Collection[int]) -> str:
    if use.case.pk == case.pk:
        return _("measure %(number)d of this case") % {"number": use.measure.position}
    unit = use.measure.organisation.name
    if use.case.pk in seen:
        return _("%(unit)s, %(number)s, measure %(position)d") % {
            "unit": unit,
            "number": use.case.number or "",
            "position": use.measure.position,
        }
    if use.case.level == CaseLevel.MEMBER or use.case.sealed:
        return _("another case that is not open to you")
    return _("%(unit)s, in another case") % {"unit": unit}
