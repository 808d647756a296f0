"""Pages of acts on an open step of one's own office: which step, and what came of the act."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest

from rectification.exceptions import CaseError, NotVisible
from rectification.models import WorkItem
from rectification.policies.authority import Authority
from rectification.selectors.cases import open_items_of
from rectification.web.refusing import refuse
from workflows.own_steps import Holds
from workflows.web.pages import act_before


def own_step(
    request: HttpRequest, authority: Authority, item_pk: int, holds: Holds
) -> WorkItem | None:
    """The step, or None where this very page did its act already; a 404 where it is not his."""
    if act_before(request) is not None:
        return None
    rows = open_items_of(authority).select_related(
        "case__owner_organisation", "organisation", "handed_by"
    )
    item = rows.prefetch_related("bars").filter(pk=item_pk).first()
    if item is None or not holds(item, authority):
        raise Http404
    return item


def is_done(form: forms.Form, act: Callable[[], object]) -> bool:
    """What was refused stands in the form."""
    try:
        act()
    except CaseError as error:
        refuse(form, error)
        return False
    except NotVisible as gone:
        # Handed over in another window at the same moment: it lies with a colleague by now.
        raise Http404 from gone
    return True
