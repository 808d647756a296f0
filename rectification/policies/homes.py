"""Where cases have been: the owner organisation, and those they went through (scenarios 3, 4)."""

from collections.abc import Collection

from rectification.enums import EventVerb
from rectification.models import Case, CaseEvent

_ORGANISATION = "organisation:"


def homes_of(case: Case) -> set[int]:
    """The owner organisation and those before it."""
    return homes_of_all([case])[case.pk]


def homes_of_all(cases: Collection[Case]) -> dict[int, set[int]]:
    """The same of many cases, by their keys."""
    homes = {c.pk: {c.owner_organisation_id} if c.owner_organisation_id else set() for c in cases}
    former = CaseEvent.objects.filter(
        case__in=homes,
        verb__in=[EventVerb.OWNER_MOVED, EventVerb.OWNER_SUCCEEDED],
        reference__startswith=_ORGANISATION,
    )
    for case_id, reference in former.values_list("case", "reference"):
        homes[case_id].add(int(reference.removeprefix(_ORGANISATION)))
    return homes
