"""Whether a township takes opinions on its public page (网上意见渠道)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.history import history
from rectification.models.organisation import Organisation


class OnlineIntake(models.Model):
    """Open once the office has switched it on; a township without a row takes paper only.

    Its history says who switched it, and when.
    """

    township = models.OneToOneField(Organisation, models.PROTECT, related_name="online_intake")
    is_open = models.BooleanField(_("opinions are taken on the public page"), default=False)

    history = history()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"online intake of {self.township_id}"
