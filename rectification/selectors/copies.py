"""Copies of a case: to whom they may be sent, and who has read his."""

from django.db.models import QuerySet

from rectification.models import Appointment, Case, Copy, Organisation, Person
from rectification.policies.days import today, valid_on


def officials_at(organisations: QuerySet[Organisation]) -> QuerySet[Person]:
    """Who holds an office there today. Whoever may not see the case is among them: a name that
    is missing would tell of it."""
    held = Appointment.objects.filter(
        valid_on(today()), organisation__in=organisations, confirmed_at__isnull=False
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("code")


def copies_in(case: Case) -> list[Copy]:
    """Latest first."""
    return list(Copy.objects.filter(case=case).select_related("person").order_by("-sent_at", "pk"))
