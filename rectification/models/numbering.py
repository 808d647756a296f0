"""Gap-free numbers: one counter row per series and year, taken under a row lock."""

from django.db import models


class NumberSeries(models.Model):
    """`series` is a case level (C, B, M), another word of ours, or the mark a paper bears: 松纪督.

    What bears the same mark stands in the same row, so no two papers are numbered alike.
    """

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="series_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
