"""A succession in an office is confirmed by a second person, who sees first what changes hands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.acting import acting_as
from rectification.exceptions import CaseError
from rectification.models import Appointment
from rectification.policies.authority import authority_of
from rectification.policies.confirming import CONFIRMING, confirmers_of, townships_of
from rectification.policies.days import today
from rectification.policies.reasons import Reason
from rectification.selectors import roster
from rectification.services.appointments import refuse_appointment
from rectification.web.access import account
from rectification.web.appointment_forms import DecisionForm
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, Crumb
from rectification.web.refusing import refuse
from rectification.web.rosters import appointment_title, office_facts
from rectification.wording import labelled
from workflows.moves.handover import preview
from workflows.moves.offices import confirm_succession, foresee_succession
from workflows.web.move_preview import COLUMNS, Shown, show


def _waiting(request: HttpRequest, pk: int) -> Appointment:
    """For whoever confirms offices of the township; for everybody else it is not there."""
    nodes = townships_of(authority_of(account(request)), CONFIRMING)
    found = roster.pending(nodes).filter(replaces__isnull=False, pk=pk).first()
    if found is None:
        raise Http404
    return found


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """First what changes hands, then the decision: nothing is written before."""
    term = _waiting(request, pk)
    user = account(request)
    form = DecisionForm(written(request))
    why_not = confirmers_of(term.organisation, today()).why_not(term, user.person)
    if request.method != "POST" or why_not or not form.is_valid():
        return _page(request, term, form, why_not=why_not)
    try:
        if _decides(request):
            return _decide(request, term, form)
        with acting_as(user.pk):
            found = preview(lambda: foresee_succession(user=user, appointment=term))
    except CaseError as error:
        refuse(form, error)
        return _page(request, term, form)
    return _page(request, term, form, shown=show(user, found))


def _decides(request: HttpRequest) -> bool:
    return "confirm" in request.POST or "refuse" in request.POST


def _decide(request: HttpRequest, term: Appointment, form: DecisionForm) -> HttpResponse:
    user = account(request)
    with acting_as(user.pk):
        if "refuse" in request.POST:
            reason = form.cleaned_data["reason"]
            refuse_appointment(appointment=term, by=user.person, reason=reason)
            done = _("Refused; it gives no rights.")
        else:
            confirm_succession(user=user, appointment=term)
            done = _("Confirmed. Those concerned were told.")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("rectification:pending_appointments"))


def _page(
    request: HttpRequest,
    term: Appointment,
    form: DecisionForm,
    *,
    why_not: Reason | None = None,
    shown: Shown | None = None,
) -> HttpResponse:
    ask = (
        Act(_("Confirm the succession"), kind="submit", due=True, name="confirm", value="1")
        if shown
        else Act(_("Show what will change hands"), kind="submit", due=True)
    )
    back = reverse("rectification:pending_appointments")
    context: dict[str, Any] = {
        "form": form,
        "sub": _("Succession in an office"),
        "title": labelled(term.person.name, appointment_title(term)),
        "facts": office_facts(term),
        "why_not": why_not,
        "acts": [ask, Act(_("Refuse"), kind="submit", name="refuse", value="1")],
        "shown": shown,
        "columns": COLUMNS,
        "crumbs": [Crumb(_("Appointments to be confirmed"), back)],
    }
    failed = form.errors or (why_not and _decides(request))
    return render(request, "workflows/succession.html", context, status=422 if failed else 200)
