"""How long a period is, and in what it is counted."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Unit(TextChoices):
    WORKING_DAYS = "working_days", _("Working days")
    DAYS = "days", _("Natural days")
    MONTHS = "months", _("Months")


@dataclass(frozen=True)
class Period:
    unit: Unit
    amount: int

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("A period is at least one day or month long.")

    def __str__(self) -> str:
        texts = {
            Unit.WORKING_DAYS: ngettext(
                "%(count)d working day", "%(count)d working days", self.amount
            ),
            Unit.DAYS: ngettext("%(count)d natural day", "%(count)d natural days", self.amount),
            Unit.MONTHS: ngettext("%(count)d month", "%(count)d months", self.amount),
        }
        return texts[self.unit] % {"count": self.amount}


def working_days(amount: int) -> Period:
    return Period(Unit.WORKING_DAYS, amount)


def days(amount: int) -> Period:
    return Period(Unit.DAYS, amount)


def months(amount: int) -> Period:
    return Period(Unit.MONTHS, amount)
