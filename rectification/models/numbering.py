"""Gap-free numbers: one counter row per series and year, taken under a row lock."""

from django.db import models


class NumberSeries(models.Model):
    """`series` is a case level (C, B, M), `closure` or another registered series."""

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
