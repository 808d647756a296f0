"""Gap-free numbers per series and year, taken inside the transaction that uses them."""

from django.db import IntegrityError, transaction

from rectification.models import NumberSeries


def next_number(*, series: str, year: int) -> int:
    """The next number of the series; a rolled back act gives its number back."""
    row = NumberSeries.objects.select_for_update().filter(series=series, year=year).first()
    if row is None:
        _open_series(series, year)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _open_series(series: str, year: int) -> None:
    try:
        with transaction.atomic():
            NumberSeries.objects.create(series=series, year=year)
    except IntegrityError:
        # Somebody else opened the series at this moment: his row is as good as ours.
        return
