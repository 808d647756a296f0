"""意见箱登记: opening the box of an organisation, and what is printed for each paper."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import BoxOpening, Organisation
from rectification.policies.authority import Authority, authority_of
from rectification.policies.paper_box import box_places
from rectification.selectors.paper_box import former_openings, notices_in_box, still_read
from rectification.web.access import account, row_key
from rectification.web.board_tabs import BOARD, BOX, board_tabs
from rectification.web.dates import list_date
from rectification.web.kept import ASIDE, keeps_typed, written
from rectification.web.parts import Act, ActKind, Crumb, Row
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows.forms.paper_box import MOST_PAPERS, OpeningForm, PaperForm, Papers, typed_so_far
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
    form, papers = _forms(request, organisation, authority)
    if request.method == "POST" and ASIDE not in request.POST:
        if form.is_valid() & papers.is_valid():
            codes = _register(authority, organisation, form, papers)
            if codes:
                return _received(request, organisation, papers, codes)
        return _page(request, authority, organisation, form, papers, status=422)
    return _page(request, authority, organisation, form, papers)


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


def _forms(
    request: HttpRequest, organisation: Organisation, authority: Authority
) -> tuple[OpeningForm, Any]:
    """With one more part when that was asked for; nothing is carried out then."""
    user = account(request)
    data = written(request)
    notices = notices_in_box(organisation, user, authority)
    offered = {"notices": notices, "read": still_read(notices, user, authority)}
    if data is None or ASIDE not in data:
        return OpeningForm(data), Papers(data, form_kwargs=offered)
    total = min(row_key(data.get("form-TOTAL_FORMS", "")) or 1, MOST_PAPERS)
    typed = typed_so_far(data, total)
    return OpeningForm(initial=data.dict()), Papers(initial=typed, form_kwargs=offered)


def _used(papers: Any) -> list[PaperForm]:
    return [row for row in papers.forms if row.cleaned_data]


def _register(
    authority: Authority, organisation: Organisation, form: OpeningForm, papers: Any
) -> list[str]:
    """The receipt codes; none when the page now says why nothing was kept."""
    try:
        return register_opening(
            by=authority.person,
            organisation=organisation,
            opening=form.opening,
            objections=[row.paper for row in _used(papers)],
            page=form.cleaned_data["page"],
        )
    except PaperRefused as refused:
        row = _used(papers)[refused.row]
        refuse(row, refused.error)
        note_secret(row, refused.error, organisation, key=str(form.cleaned_data["page"] or ""))
    except CaseError as error:
        refuse(form, error)
    return []


def _received(
    request: HttpRequest, organisation: Organisation, papers: Any, codes: list[str]
) -> HttpResponse:
    slips = [
        {"code": code, "received_on": row.cleaned_data["received_on"]}
        for row, code in zip(_used(papers), codes, strict=True)
    ]
    address = request.build_absolute_uri(reverse("rectification:receipt"))
    context = {"organisation": organisation, "slips": slips, "address": address}
    return render(request, "workflows/box_received.html", context)


def _page(
    request: HttpRequest,
    authority: Authority,
    organisation: Organisation,
    form: OpeningForm,
    papers: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": BOX,
        "organisation": organisation,
        "tabs": board_tabs(authority, "workflows:paper_box"),
        "form": form,
        "papers": papers,
        "offered": papers.form_kwargs["notices"].exists(),
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
            _("present: %(first)s and %(second)s")
            % {"first": opening.first_present, "second": opening.second_present},
            _("entered by %(name)s") % {"name": opening.entered_by.name},
        ],
    )
