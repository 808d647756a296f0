"""Which townships take opinions on the public page, and who switched it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rectification.models import OnlineIntake, Organisation, User
from rectification.policies.days import today
from rectification.policies.opinions import BRANCHES
from rectification.policies.owners import open_organisations


@dataclass(frozen=True)
class Switching:
    """The last change of the switch."""

    at: datetime
    by: str


def is_open(township: Organisation) -> bool:
    return OnlineIntake.objects.filter(township=township, is_open=True).exists()


def taken_about() -> QuerySet[Organisation]:
    """Branches about which the public page takes opinions today; none while it is off."""
    reach = Q(pk__in=())
    for row in OnlineIntake.objects.filter(is_open=True).select_related("township"):
        reach |= Q(path__startswith=row.township.path)
    return open_organisations(None, today()).filter(reach, kind__in=BRANCHES)


def open_townships() -> QuerySet[Organisation]:
    """Committees whose office takes opinions on the public page today."""
    return Organisation.objects.filter(online_intake__is_open=True).order_by("code")


def is_open_anywhere() -> bool:
    return open_townships().exists()


def last_switching(township: Organisation) -> Switching | None:
    row = OnlineIntake.history.filter(township=township).order_by("-history_id").first()
    if row is None:
        return None
    user = User.objects.filter(pk=row.history_user_id).select_related("person").first()
    return Switching(row.history_date, user.person.name if user else "")
