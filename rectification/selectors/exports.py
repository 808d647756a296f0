"""Who took records out, as an auditor reads it."""

from datetime import date

from django.db.models import Q

from rectification.models import Case, PaperEvent, RecordsExport
from rectification.policies.authority import Authority
from rectification.selectors.records import (
    Wanted,
    audited_cases,
    audited_nodes,
    one_page,
)

_PERIOD = Q(about__contains="/")


def page_of_exports(authority: Authority, wanted: Wanted) -> list[RecordsExport]:
    """Of the townships he audits, and of the server, which stands beside them all, latest first.

    What is about one case is told of those alone that he audits.
    """
    own = Q(by__isnull=True)
    for node in audited_nodes(authority):
        own |= Q(acting_organisation__path__startswith=node.path)
    numbers = audited_cases(authority).values("number")
    rows = RecordsExport.objects.filter(own).filter(_PERIOD | Q(about__in=numbers))
    if wanted.code:
        rows = rows.filter(by__code=wanted.code)
    rows = rows.select_related("by", "acting_organisation")
    return one_page(rows, wanted, moment="at")


def cases_of_number(authority: Authority, number: str) -> list[int]:
    return list(audited_cases(authority).filter(number=number).values_list("pk", flat=True))


def cases_of_period(authority: Authority, first: date, last: date) -> list[int]:
    """Cases in which something happened on one of the days."""
    happened = Case.objects.filter(events__at__date__range=(first, last)).values("pk")
    found = audited_cases(authority).filter(pk__in=happened)
    return list(found.order_by("pk").values_list("pk", flat=True))


def papers_of_period(first: date, last: date) -> bool:
    """Whether something was done with a paper without a case on one of the days."""
    return PaperEvent.objects.filter(at__date__range=(first, last)).exists()
