"""Permissions of the flow are made with its tables."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "tools.bench.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tools.bench.stock import flows  # noqa: F401, PLC0415 - app ready
