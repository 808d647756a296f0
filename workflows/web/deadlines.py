"""Asking for other days of a case: more time, a pause, another class (T17, T18, 4.5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.extensions import why_not_extend, why_not_take_back
from rectification.policies.pauses import why_not_pause, why_not_resume
from rectification.policies.reasons import Reason
from rectification.policies.reclassifications import why_not_reclassify
from rectification.policies.sides import office_actor, owner_actor
from rectification.selectors.calendar import current_calendar
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import deadlines
from workflows.forms.extensions import AskExtensionForm
from workflows.forms.pauses import AskPauseForm
from workflows.forms.reclassifications import AskReclassificationForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import Nothing, act_before, case_seen, confirmation

Asking = Callable[[Case, Authority], Actor | None]


@dataclass(frozen=True)
class Page:
    """What one of these pages says, what it asks, and what it then does."""

    title: str
    intro: str
    button: str
    done: str
    form: Callable[[HttpRequest, Case], forms.Form]
    act: Callable[..., Any]
    why_not: Callable[[Case], Reason | None] = lambda _case: None


def _answered(request: HttpRequest, pk: int, asking: Iterable[Asking], page: Page) -> HttpResponse:
    user = account(request)
    authority = authority_of(user)
    case = case_seen(request, pk, authority)
    found = (as_what(case, authority) for as_what in asking)
    actor = next((actor for actor in found if actor is not None), None)
    if actor is None:
        raise Http404
    back = HttpResponseRedirect(reverse("rectification:case", args=[case.pk]))
    if request.method == "POST" and act_before(request) is not None:
        return back
    why_not = page.why_not(case)
    if why_not is not None:
        return refused(request, case=case, what=page.title, error=why_not.as_error())
    form = page.form(request, case)
    if request.method == "POST" and form.is_valid():
        try:
            page.act(user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data)
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, page.done)
            return back
    return confirmation(
        request, case=case, form=form, title=page.title, intro=page.intro, button=page.button
    )


def _nothing(request: HttpRequest, _case: Case) -> forms.Form:
    return Nothing(request.POST if request.method == "POST" else None)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner asks for more time (T17)."""
    page = Page(
        title=_("Ask for an extension"),
        intro=_("The office gives its opinion and the approver decides; until then the day stays."),
        button=_("Ask for the new day"),
        done=_("Asked. The day of today counts, however long the decision takes."),
        form=lambda request, case: AskExtensionForm(written(request), case=case),
        act=deadlines.ask_extension,
        why_not=lambda case: why_not_extend(case, current_calendar(), today()),
    )
    return _answered(request, pk, [owner_actor], page)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def take_extension_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked needs it no more (撤回)."""
    page = Page(
        title=_("Take the extension back"),
        intro=_("The present day stays. It may be asked for again while there is time."),
        button=_("Take back"),
        done=_("Taken back. The present day stays."),
        form=_nothing,
        act=deadlines.take_extension_back,
        why_not=lambda case: why_not_take_back(case, account(request).person),
    )
    return _answered(request, pk, [owner_actor], page)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def ask_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """The office asks that the clocks stand still, or for longer (T18)."""
    page = Page(
        title=_("Ask for a pause"),
        intro=_("The discipline committee answers; from its consent on nothing falls due."),
        button=_("Ask for the pause"),
        done=_("Asked. The clocks go on until the discipline committee has agreed."),
        form=lambda request, _case: AskPauseForm(written(request)),
        act=deadlines.ask_pause,
        why_not=why_not_pause,
    )
    return _answered(request, pk, [office_actor], page)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def resume_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The office lets the clocks run again (T18)."""
    page = Page(
        title=_("Resume the case"),
        intro=_("The clocks run again from today; the days move by the working days paused."),
        button=_("Resume"),
        done=_("Resumed. Everybody concerned is told the new day."),
        form=_nothing,
        act=deadlines.resume_case,
        why_not=why_not_resume,
    )
    return _answered(request, pk, [office_actor], page)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def ask_reclassification(request: HttpRequest, pk: int) -> HttpResponse:
    """Owner or office ask for another deadline class (改类)."""
    page = Page(
        title=_("Ask for another deadline class"),
        intro=_("Whoever approves the plan decides; until then class and day stay."),
        button=_("Ask for the new class"),
        done=_("Asked. The approver decides."),
        form=lambda request, case: AskReclassificationForm(written(request), case=case),
        act=deadlines.ask_reclassification,
        why_not=why_not_reclassify,
    )
    return _answered(request, pk, [owner_actor, office_actor], page)
