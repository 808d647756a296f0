"""Files handed in for import: those that wait for confirmation, and those that were imported."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ImportKind
from rectification.models.people import Person

KEPT: Final = timedelta(days=1)
"""How long a file waits for its confirmation."""


def private_folder() -> FileSystemStorage:
    """Read by nobody but the product, served by no address."""
    return FileSystemStorage(
        location=settings.WAITING_DIR,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


class ImportedFile(models.Model):
    """A file that was written; the same bytes are refused afterwards unless asked for `again`."""

    kind = models.CharField(_("kind"), max_length=20, choices=ImportKind)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("file name"), max_length=160)
    again = models.BooleanField(default=False)
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(_("imported at"))
    written = models.PositiveIntegerField(_("rows written"))
    refused = models.PositiveIntegerField(_("rows refused"))

    ERASABLE = ("name",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sha256"],
                condition=models.Q(again=False),
                name="file_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WaitingFile(models.Model):
    """An uploaded file between preview and confirmation; its owner alone sees it, for a day.

    Only the file is kept. What it would change is judged again each time it is asked for.
    """

    kind = models.CharField(max_length=20, choices=ImportKind)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    file = models.FileField(storage=private_folder, max_length=100)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(db_index=True)

    ERASABLE = ("file", "name")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
