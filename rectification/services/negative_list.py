"""Publishing a version of the negative list; no version is ever changed (docs/rules.md 3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import (
    Appointment,
    NegativeList,
    NegativeListItem,
    Organisation,
)
from rectification.policies.negative_list import why_not_conduct, why_not_from
from rectification.policies.reasons import allow


@dataclass(frozen=True)
class Wording:
    """An item before it is published: of which kind, what conduct, which norm it breaks."""

    kind: str
    text: str
    norm: str


@transaction.atomic
def publish_negative_list(
    *, office: Appointment, valid_from: date, basis: str, wordings: Sequence[Wording]
) -> NegativeList:
    """A new version as a whole; running cases keep the item they cite."""
    committee = Organisation.objects.select_for_update().get(pk=office.jurisdiction_id)
    versions = list(committee.negative_lists.all())
    allow(why_not_from(valid_from, versions))
    if not wordings:
        raise CaseError(_("A version needs at least one item."), rule="3.3")
    for wording in wordings:
        if why := why_not_conduct(wording.text):
            raise CaseError(why, field=wording.kind, rule="3.3")
    version = NegativeList.objects.create(
        committee=committee,
        version=len(versions) + 1,
        valid_from=valid_from,
        basis=basis.strip(),
        published_by=office.person,
        published_at=timezone.now(),
    )
    NegativeListItem.objects.bulk_create(
        NegativeListItem(
            list=version,
            kind=wording.kind,
            position=position,
            text=wording.text.strip(),
            norm=wording.norm.strip(),
        )
        for position, wording in enumerate(wordings, start=1)
    )
    return version
