"""What stands in the public variant of a list (docs/rules.md 5)."""

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from rectification.enums import CaseLevel, PublicationPurpose, PublicationScope
from rectification.models import Case, Notice, Organisation
from rectification.policies.authority import Authority
from rectification.policies.list_snapshots import PUBLIC_MAKERS
from rectification.selectors.lists import Chosen, narrowed_to
from rectification.selectors.notices import shown_under

_DISCLOSED: Final = (PublicationPurpose.LISTS,)
_EFFECTS: Final = (PublicationPurpose.EFFECT, PublicationPurpose.CIRCULAR)
"""What was approved to be shown of the three lists, and of the ledger."""


def public_texts(
    kind: str, authority: Authority, circle: PublicationScope, chosen: Chosen
) -> QuerySet[Notice]:
    """Notices on the board today that everybody of the circle may read; never of a member's case.

    Who is recused from a case finds its text on the board and in no list of his.
    """
    cases = narrowed_to(Case.objects.filter(number__isnull=False), chosen)
    found = shown_under(authority, PUBLIC_MAKERS).filter(
        case__in=cases.exclude(level=CaseLevel.MEMBER).order_by().values("pk"),
        decision__purpose__in=_EFFECTS if kind == "ledger" else _DISCLOSED,
        decision__scope__gte=circle,
        corrects__isnull=True,
    )
    return found.order_by("case__number", "pk")


def places_with_texts(authority: Authority) -> Sequence[Organisation]:
    """Organisations of whose cases something is shown, by code."""
    owners = shown_under(authority, PUBLIC_MAKERS).order_by().values("case__owner_organisation")
    return list(Organisation.objects.filter(pk__in=owners.distinct()).order_by("code"))
