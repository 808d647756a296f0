"""A page sent twice writes once: what it wrote carries the key of the page."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Person

Row = TypeVar("Row", bound=Model)


def written_before(model: type[Row], *, by: Person, field: str, page: UUID | None) -> Row | None:
    """What this page wrote already; `field` names who did. Within the caller's transaction.

    The lock lets the second request of one person wait for the first.
    """
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if page is None:
        return None
    row = model._base_manager.filter(page=page).first()
    if row is not None and getattr(row, field) != by:
        raise CaseError(_("This page was used before; open it anew."))
    return row
