"""Narrowing a notice at once, by whoever is in its chain (docs/rules.md 4.6)."""

from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.models import Notice
from rectification.policies.authority import authority_of
from rectification.policies.narrowing import SEEING_SHOWN, narrowing_office, why_not_narrow
from rectification.selectors.cases import not_recused
from rectification.selectors.notices import narrowed_under
from rectification.web.access import account
from rectification.web.dates import list_date
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Cell, CellKind, Column
from workflows import narrowing
from workflows.forms.narrowing import NarrowForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import Done, act_before, confirmation, in_office, taken_in


@never_cache
@login_required
def shown_notices(request: HttpRequest) -> HttpResponse:
    """For those who answer for secrecy and for posting, whatever circle a text is shown to.

    The leading group finds the texts that it decided on itself.
    """
    authority = authority_of(account(request))
    if not any(authority.holds(role) for role in SEEING_SHOWN):
        raise Http404
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    rows = [
        [
            Cell(notice.decision.title, url=reverse("workflows:narrow", args=[notice.pk])),
            Cell(notice.decision.get_purpose_display()),
            Cell(notice.decision.get_scope_display()),
            Cell(list_date(notice.ends_on)),
        ]
        for notice in narrowed_under(authority)
    ]
    columns = [
        Column(_("Public title")),
        Column(_("Purpose")),
        Column(_("Scope")),
        Column(_("until"), CellKind.DATE),
    ]
    return render(request, "workflows/shown_notices.html", {"columns": columns, "rows": rows})


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def narrow(request: HttpRequest, pk: int) -> HttpResponse:
    """In effect at once; the second checker is told."""
    user = account(request)
    authority = authority_of(user)
    rows = Notice.objects.select_related("decision", "case__owner_organisation")
    notice = rows.filter(not_recused(authority.person, "case"), pk=pk).first()
    office = narrowing_office(notice, authority) if notice is not None else None
    if notice is None or office is None:
        raise Http404
    back = reverse("workflows:narrow", args=[notice.pk])
    if act_before(request) is not None:
        return HttpResponseRedirect(back)
    title, case = _("Narrow what is shown"), notice.case
    why_not = why_not_narrow(notice)
    if why_not is not None:
        error = why_not.as_error()
        return refused(request, case=case, what=title, error=error)
    form = NarrowForm(written(request), shown=notice.decision)

    def act() -> None:
        actor = in_office(authority, office)
        given = form.cleaned_data
        narrowing.narrow(user=user, notice=notice, actor=actor, key=key_of(request), **given)

    done = Done(_("Narrowed. It is shown like this from now on."), back)
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "It takes effect at once and the period goes on. Both versions are kept, and the "
            "second checker is told. To show more, or to more people, a new decision is needed."
        ),
        button=_("Narrow"),
        shows_case=False,
    )
