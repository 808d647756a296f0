"""Constraints that several tables share: separate hands, one open row, periods that end.

What one row can show is refused by the database itself, whatever way a write takes.
"""

from django.db import models

from rectification.enums import RecusalGround


def other_hands(actor: str, *others: str, name: str) -> models.CheckConstraint:
    """Whoever did this, once somebody did, is none of those who did the others."""
    apart = models.Q()
    for other in others:
        apart &= ~models.Q(**{actor: models.F(other)})
    return models.CheckConstraint(
        condition=models.Q(**{f"{actor}__isnull": True}) | apart, name=name
    )


def one_open(*fields: str, end: str, name: str, **only: object) -> models.UniqueConstraint:
    """At most one row of these fields whose end is not set yet."""
    is_open = models.Q(**{f"{end}__isnull": True}, **only)
    return models.UniqueConstraint(fields=fields, condition=is_open, name=name)


def period(start: str, end: str, *, name: str) -> models.CheckConstraint:
    """A row without an end, or with one that is not before its start."""
    ordered = models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__gte": models.F(start)})
    return models.CheckConstraint(condition=ordered, name=name)


def declarable_ground(*, name: str) -> models.CheckConstraint:
    """Derived grounds are never stored, and of kinship the ground alone (rules, “Recusal”)."""
    stated = models.Q(ground__in=RecusalGround.declarable())
    return models.CheckConstraint(condition=stated, name=name)
