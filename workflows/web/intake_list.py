"""批量受理: what awaits intake is registered, classed and dispatched on one page (T4, T9)."""

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import Step
from rectification.exceptions import CaseError, NotVisible, StepGone
from rectification.models import WorkItem
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.selectors.duplicates import likenesses_of_all
from rectification.selectors.intake import awaiting_intake
from rectification.selectors.routing import fitting_rules
from rectification.services.reading import mark_listed_read
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.office_tabs import office_tabs
from workflows.forms.choices import Choices
from workflows.forms.intake_rows import IntakeRow, TogetherForm
from workflows.taking_in import take_in
from workflows.views.keys import key_of

SHOWN: Final = 50
_CHOSEN: Final = re.compile(r"r(\d{1,18})-chosen")

COLUMNS: Final = (
    gettext_lazy("Problem"),
    gettext_lazy("Responsible organisation and level"),
    gettext_lazy("Category and deadline class"),
    gettext_lazy("Severity"),
    gettext_lazy("Confirm"),
)


@dataclass
class Listing:
    """The rows of one page; `refused` are those whose answer did not hold."""

    rows: list[IntakeRow]
    together: TogetherForm
    has_more: bool
    taken: int = 0
    gone: list[str] = field(default_factory=list)

    @property
    def chosen(self) -> list[IntakeRow]:
        return [row for row in self.rows if row.is_chosen]

    @property
    def refused(self) -> list[IntakeRow]:
        return [row for row in self.rows if row.is_refused]


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def intake_list(request: HttpRequest) -> HttpResponse:
    """For the office that takes reports in; for everybody else it is not there."""
    authority = authority_of(account(request))
    if not authority.nodes(TRIAGE_CASES):
        raise Http404
    listing = _listing(authority, written(request))
    if request.method != "POST":
        return _page(request, authority, listing)
    if not listing.chosen:
        listing.together.add_error(None, _("Choose at least one row."))
    elif listing.together.is_valid():
        _take(request, listing)
        _tell(request, listing)
        if not listing.refused:
            return HttpResponseRedirect(reverse("workflows:intake_list"))
        return _page(request, authority, _again(request, authority, listing), status=422)
    return _page(request, authority, listing, status=422)


def _listing(authority: Authority, data: QueryDict | None) -> Listing:
    items = awaiting_intake(authority, size=SHOWN + 1)
    shown = items[:SHOWN]
    shown += _settled(data, {item.pk for item in shown})
    return Listing(
        rows=_rows(authority, shown, data),
        together=TogetherForm(data),
        has_more=len(items) > SHOWN,
    )


def _settled(data: QueryDict | None, shown: set[int]) -> list[WorkItem]:
    """Chosen rows that no longer wait: sent a second time, or taken by somebody else meanwhile.

    The act door says which, and tells nobody of a row that he may not know.
    """
    names = (_CHOSEN.fullmatch(name) for name in data or ())
    chosen = {int(name[1]) for name in names if name} - shown
    items = WorkItem.objects.filter(pk__in=chosen, step=Step.TRIAGE, closed_at__isnull=False)
    return list(items.select_related("case__owner_organisation")[:SHOWN])


def _rows(authority: Authority, items: list[WorkItem], data: QueryDict | None) -> list[IntakeRow]:
    similar = likenesses_of_all([item.case for item in items], authority.person) if items else {}
    organisations = _organisations(authority)
    rules = fitting_rules(items)
    return [
        IntakeRow(
            data,
            item=item,
            organisations=organisations,
            similar=similar.get(item.case_id, ()),
            rule=rules.get(item.case_id),
        )
        for item in items
    ]


def _organisations(authority: Authority) -> Choices:
    """Those of the townships for which he takes reports in; whether one fits is asked later."""
    rows = [
        row
        for node in authority.nodes(TRIAGE_CASES)
        for row in open_organisations(node, today()).values_list("pk", "name")
    ]
    return [("", _("Please choose")), *((str(pk), name) for pk, name in dict.fromkeys(rows))]


def _take(request: HttpRequest, listing: Listing) -> None:
    """Row by row; one that is refused keeps none of the others."""
    answer = listing.together.cleaned_data
    for row in listing.chosen:
        try:
            attempt = take_in(
                user=account(request),
                item=row.item,
                registration=row.registration(answer["secrecy"]),
                onward=row.onward() if answer["dispatch"] else None,
                key=key_of(request),
            )
        except StepGone as gone:
            listing.gone.append(
                _("%(title)s: %(text)s") % {"title": row.case.title, "text": gone.message}
            )
        except NotVisible:
            continue
        except CaseError as error:
            row.put_right({"": [str(error.message)]})
        else:
            if attempt.done:
                listing.taken += 1
            else:
                row.put_right(attempt.form.errors)


def _tell(request: HttpRequest, listing: Listing) -> None:
    if listing.taken:
        text = ngettext(
            "%(count)d problem registered.", "%(count)d problems registered.", listing.taken
        )
        messages.success(request, text % {"count": listing.taken})
    for text in listing.gone:
        messages.warning(request, text)


def _again(request: HttpRequest, authority: Authority, before: Listing) -> Listing:
    """What is left, the refused rows with their errors and everything as it was typed."""
    left = _listing(authority, request.POST)
    refused = {row.item.pk: row for row in before.refused}
    left.rows = [refused.get(row.item.pk, row) for row in left.rows]
    return left


def _page(
    request: HttpRequest, authority: Authority, listing: Listing, *, status: int = 200
) -> HttpResponse:
    # A row that no longer waits may be a case that is closed to him: it is answered, never shown.
    listing.rows = [row for row in listing.rows if row.item.closed_at is None]
    mark_listed_read(items=[row.item for row in listing.rows], person=authority.person)
    context = {
        "listing": listing,
        "tabs": office_tabs(authority, "workflows:intake_list"),
        "columns": COLUMNS,
        "shown": SHOWN,
        "idempotency_key": str(uuid4()),
    }
    return render(request, "workflows/intake_list.html", context, status=status)
