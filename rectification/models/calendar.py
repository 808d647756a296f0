"""The years loaded into the database, beside those that ship with the product."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.calendar import DayKind


class CalendarYear(models.Model):
    """One loading of one year. Rows are never changed or deleted: the newest of a year counts.

    So a due date can still be explained by the calendar under which it was given.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    notices = models.TextField(_("notices"), help_text=_("One address a line."))
    digest = models.CharField(_("digest"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("loaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        indexes = [models.Index(fields=["year", "-id"], name="calendar_year_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2100), name="calendar_year_in_range"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day off, or a Saturday or Sunday that is worked."""

    KINDS = [(kind.value, kind.label) for kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)]

    calendar_year = models.ForeignKey(
        CalendarYear, verbose_name=_("calendar year"), on_delete=models.PROTECT, related_name="days"
    )
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    name = models.CharField(_("name"), max_length=50)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint(
                fields=["calendar_year", "date"], name="calendar_day_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[DayKind.HOLIDAY.value, DayKind.MAKE_UP.value]),
                name="calendar_day_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
