"""意见箱登记: opening the box of an organisation, and what is printed for each paper."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import BoxOpening, Organisation, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.paper_box import box_places, told_ballots
from rectification.selectors.paper_box import (
    ballots_in_box,
    counters,
    former_openings,
    notices_in_box,
    still_read,
)
from rectification.web.access import account, row_key
from rectification.web.board_tabs import BOARD, BOX, board_tabs
from rectification.web.dates import list_date
from rectification.web.kept import ASIDE, keeps_typed, written
from rectification.web.parts import Act, ActKind, Crumb, Row
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows.forms.paper_box import (
    MOST_PAPERS,
    Counts,
    OpeningForm,
    PaperForm,
    Papers,
    typed_so_far,
)
from workflows.paper_box import PaperRefused, register_opening


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def paper_box(request: HttpRequest) -> HttpResponse:
    authority = authority_of(account(request))
    places = box_places(authority.appointments)
    if not places:
        raise Http404
    organisation = _asked(request, places)
    if organisation is None:
        return _which(request, places)
    parts = _forms(request, organisation, authority)
    if request.method == "POST" and ASIDE not in request.POST:
        if parts.are_valid():
            codes = _register(authority, organisation, parts)
            if codes is not None:
                return _received(request, organisation, parts, codes)
        return _page(request, authority, organisation, parts, status=422)
    return _page(request, authority, organisation, parts)


@dataclass(frozen=True)
class _Parts:
    """The form of an opening: itself, a part for each objection, a part for each ballot."""

    form: OpeningForm
    papers: Any
    counts: Counts

    def are_valid(self) -> bool:
        """Where ballot sheets lay in the box, there need be no objection."""
        counted = self.counts.is_valid() and bool(self.counts.used)
        self.papers.validate_min = not counted
        if counted:
            self.papers.forms[0].empty_permitted = True
        return self.form.is_valid() & self.papers.is_valid() & self.counts.is_valid()

    @property
    def used(self) -> list[PaperForm]:
        return [row for row in self.papers.forms if row.cleaned_data]


def _asked(request: HttpRequest, places: list[Organisation]) -> Organisation | None:
    asked = request.GET.get("organisation", "")
    if not asked:
        return places[0] if len(places) == 1 else None
    found = next((place for place in places if place.pk == row_key(asked)), None)
    if found is None:
        raise Http404
    return found


def _which(request: HttpRequest, places: list[Organisation]) -> HttpResponse:
    rows = [Row(place.name, f"{request.path}?organisation={place.pk}") for place in places]
    context = {
        "title": BOX,
        "crumbs": [Crumb(BOARD, reverse("rectification:board"))],
        "sub": _("Whose box was opened?"),
        "rows": rows,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rectification/posting_places.html", context, status=status)


def _forms(request: HttpRequest, organisation: Organisation, authority: Authority) -> _Parts:
    """With one more part when that was asked for; nothing is carried out then."""
    user, person = account(request), authority.person
    data = written(request)
    notices = notices_in_box(organisation, user, authority)
    read = still_read(notices, user, authority)
    offered = {"notices": notices, "read": read}
    ballots = ballots_in_box(notices, person)
    people = counters(organisation, person) if ballots else Person.objects.none()
    if data is None or ASIDE not in data:
        counts = Counts(data, ballots=ballots, read=read, people=people)
        return _Parts(OpeningForm(data), Papers(data, form_kwargs=offered), counts)
    total = min(row_key(data.get("form-TOTAL_FORMS", "")) or 1, MOST_PAPERS)
    typed = typed_so_far(data, total)
    counts = Counts(None, ballots=ballots, read=read, people=people, typed=data.dict())
    papers = Papers(initial=typed, form_kwargs=offered)
    return _Parts(OpeningForm(initial=data.dict()), papers, counts)


def _register(authority: Authority, organisation: Organisation, parts: _Parts) -> list[str] | None:
    """The receipt codes; None when the page now says why nothing was kept."""
    form = parts.form
    try:
        return register_opening(
            by=authority.person,
            organisation=organisation,
            opening=form.opening,
            objections=[row.paper for row in parts.used],
            sheets=parts.counts.sheets,
            page=form.cleaned_data["page"],
        )
    except PaperRefused as refused:
        if refused.of_ballots:
            refuse(parts.counts.at_fault(refused.row, refused.error), refused.error)
        else:
            row = parts.used[refused.row]
            refuse(row, refused.error)
            key = str(form.cleaned_data["page"] or "")
            note_secret(row, refused.error, organisation, key=key)
    except CaseError as error:
        refuse(form, error)
    return None


def _received(
    request: HttpRequest, organisation: Organisation, parts: _Parts, codes: list[str]
) -> HttpResponse:
    if not codes:
        messages.success(request, _("Registered. The answers were added to the ballot."))
        return HttpResponseRedirect(request.get_full_path())
    slips = [
        {"code": code, "received_on": row.cleaned_data["received_on"]}
        for row, code in zip(parts.used, codes, strict=True)
    ]
    address = request.build_absolute_uri(reverse("rectification:receipt"))
    context = {"organisation": organisation, "slips": slips, "address": address}
    return render(request, "workflows/box_received.html", context)


def _page(
    request: HttpRequest,
    authority: Authority,
    organisation: Organisation,
    parts: _Parts,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": BOX,
        "organisation": organisation,
        "tabs": board_tabs(authority, "workflows:paper_box"),
        "form": parts.form,
        "papers": parts.papers,
        "counts": parts.counts,
        "offered": parts.papers.form_kwargs["notices"].exists(),
        "add": Act(_("One more paper"), kind=ActKind.SUBMIT, name=ASIDE, value="add"),
        "acts": [Act(_("Register what lay in the box"), kind=ActKind.SUBMIT, due=True)],
        "rows": [_row(opening) for opening in former_openings(organisation)],
    }
    return render(request, "workflows/paper_box.html", context, status=status)


def _row(opening: BoxOpening) -> Row:
    return Row(
        title=_("Opened on %(day)s") % {"day": list_date(opening.opened_on)},
        meta=[
            _("objections: %(number)d") % {"number": opening.objections},
            *_ballots(opening),
            _("present: %(first)s and %(second)s")
            % {"first": opening.first_present, "second": opening.second_present},
            _("entered by %(name)s") % {"name": opening.entered_by.name},
        ],
    )


def _ballots(opening: BoxOpening) -> list[str]:
    """That there were sheets; how many, only once no ballot of that day is open."""
    if not opening.ballots:
        return []
    number = told_ballots(opening, today())
    if number is None:
        return [_("with ballot sheets")]
    return [_("ballot sheets: %(number)d") % {"number": number}]
