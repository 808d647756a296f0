"""A large list that is made into a file by a job, for whoever asked for it."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import ListForm
from rectification.models.imports import private_folder
from rectification.models.people import Person

KEPT: Final = timedelta(days=2)
"""How long the file waits to be fetched."""


class ListFile(models.Model):
    """`query` is what the list was narrowed to, as it stands in the address of the page.

    `sights` holds a line for each case of the file: its key and what of it the owner could see
    when the file was made. It is handed out as long as he sees that much.
    """

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=4, choices=ListForm)
    query = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked for at"), db_index=True)
    begun_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    made_at = models.DateTimeField(null=True)
    file = models.FileField(storage=private_folder, max_length=100, blank=True)
    sights = models.TextField(blank=True)

    ERASABLE = ("file",)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} of {self.owner_id}"
