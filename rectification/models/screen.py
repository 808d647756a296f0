"""A screen on the spot that shows residents the notices of one organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class Screen(models.Model):
    """Opened by whoever holds the token, of which only the hash is kept; it opens nothing else.

    `last_seen_on` is a day and no moment: nobody is watched while he stands before it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="screens")
    name = models.CharField(pgettext_lazy("screen", "name"), max_length=40)
    place = models.CharField(pgettext_lazy("screen", "place"), max_length=50)
    token_hash = models.CharField(max_length=64, unique=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("registered at"))
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_seen_on = models.DateField(_("last seen on"), null=True, blank=True)
    page = models.UUIDField(null=True, unique=True, editable=False)
    """Key of the page it was registered with: sent twice, it is one screen with a newer link."""

    history = history(exclude=("token_hash", "last_seen_on"))

    class Meta:
        verbose_name = _("screen")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="screen_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.name}"
