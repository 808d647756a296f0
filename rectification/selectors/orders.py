"""Supervision orders of a case, and those of which a reader may know."""

from django.db.models import Exists, OuterRef, QuerySet

from rectification.models import Case, SupervisionOrder, User
from rectification.policies.authority import Authority
from rectification.selectors.cases import visible_to
from rectification.selectors.verification import last_attempt

ORDERS_SHOWN = 200


def open_orders(case: Case) -> "QuerySet[SupervisionOrder]":
    return case.orders.filter(SupervisionOrder.OPEN).order_by("pk")


def with_orders(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Each case with whether there are orders in it (`has_orders`), in the same query."""
    return cases.annotate(has_orders=Exists(SupervisionOrder.objects.filter(case=OuterRef("pk"))))


def orders_in(case: Case) -> list[SupervisionOrder]:
    """Of a case that was read with `with_orders`, latest first."""
    return list(case.orders.order_by("-pk")) if vars(case).get("has_orders") else []


def orders_of(user: User, authority: Authority) -> "QuerySet[SupervisionOrder]":
    """Orders in cases that the reader sees, latest first."""
    rows = SupervisionOrder.objects.filter(case__in=visible_to(user, authority))
    people = ("case__owner_organisation", "case__owner_person", "organisation", "person")
    return rows.select_related(*people, "issued_by", "replied_by").order_by("-issued_at", "-pk")


def order_of_failure(case: Case) -> SupervisionOrder | None:
    """The order that the last verification brought and that nobody was asked to answer yet."""
    attempt = last_attempt(case)
    rows = open_orders(case).filter(attempt=attempt, work_items__isnull=True)
    return rows.first() if attempt is not None else None
