"""What is true of a case."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Rectification")

    def ready(self) -> None:
        """The framework announces logins and migrations by a signal, and only so."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 - app ready
        from django.db.models.signals import post_migrate  # noqa: PLC0415 - app ready

        from rectification.models.append_only import protect  # noqa: PLC0415 - app ready
        from rectification.web.door import stamp  # noqa: PLC0415 - app ready

        user_logged_in.connect(stamp)

        def after_migration(using: str, **_: Any) -> None:
            protect(using)

        post_migrate.connect(after_migration, sender=self, weak=False)
