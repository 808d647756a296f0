"""The page of a step: shows what the holder must know, and hands what he typed to the act door."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rectification.enums import AccessPurpose
from rectification.exceptions import Busy, NotAllowed, NotVisible, StepGone
from rectification.models import Person, WorkItem
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.handing_over import hands_over, others_in_office
from rectification.policies.holding import acting_on
from rectification.policies.readings import acting
from rectification.policies.recusal import may_declare
from rectification.policies.visibility import Field, Relation, fields_of
from rectification.selectors.calendar import current_calendar
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import visible_to
from rectification.selectors.consulting import consultation_of
from rectification.selectors.lights import with_progress
from rectification.selectors.sight import sight_of
from rectification.services.reading import log_access, log_case_read, mark_case_read
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import ASIDE, keeps_typed, written
from rectification.web.lights import Lights
from rectification.web.parts import Crumb
from rectification.web.signing import CODE, PASSWORD
from workflows import act
from workflows.forms.base import StepForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused

_ITEM = (
    "case__owner_organisation",
    "case__owner_person",
    "organisation",
    "person",
    "objection",
    "order",
)


@never_cache
@sensitive_post_parameters(PASSWORD, CODE)
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def step_page(request: HttpRequest, item_pk: int) -> HttpResponse:
    """GET shows the step, POST takes it; what one may not see is a 404 either way."""
    rows = WorkItem.objects.select_related(*_ITEM).filter(pk=item_pk)
    item = with_progress(rows).first()
    if item is None:
        raise Http404
    try:
        return _post(request, item) if request.method == "POST" else _get(request, item)
    except NotVisible as error:
        raise Http404 from error
    except (StepGone, NotAllowed, Busy) as error:
        what = item.get_step_display()
        return refused(request, case=item.case, what=what, error=error, item=item)


def _get(request: HttpRequest, item: WorkItem) -> HttpResponse:
    authority = authority_of(account(request))
    act.check_of(authority, item)
    mark_case_read(case=item.case, person=account(request).person, items=[item])
    actor = acting_on(item, authority)
    form = act.form_of(item, actor=actor, case=item.case, data=written(request))
    return _page(request, item, form)


def _aside(request: HttpRequest, item: WorkItem) -> HttpResponse:
    """The page again with what was typed and what a button beside the decisions asked for."""
    authority = authority_of(account(request))
    act.check_of(authority, item)
    actor = acting_on(item, authority)
    form = act.form_of(item, actor=actor, case=item.case, data=request.POST)
    form.set_aside(request.POST[ASIDE])
    return _page(request, item, form)


def _post(request: HttpRequest, item: WorkItem) -> HttpResponse:
    if ASIDE in request.POST:
        return _aside(request, item)
    attempt = act.perform(
        user=account(request),
        item_id=item.pk,
        data=request.POST,
        files=request.FILES,
        key=key_of(request),
        request=request,
    )
    if not attempt.done:
        return _page(request, item, attempt.form, status=422)
    messages.success(request, _("Done. It is recorded in the history of the case."))
    return HttpResponseRedirect(_after(request, item))


def _after(request: HttpRequest, item: WorkItem) -> str:
    """Stay at an unfinished step; else the case if it is still open to the user, else the inbox."""
    item.refresh_from_db()
    if item.closed_at is None:
        return reverse("workflows:act", args=[item.pk])
    if visible_to(account(request)).filter(pk=item.case_id).exists():
        return reverse("rectification:case", args=[item.case_id])
    return reverse("rectification:inbox")


def _page(
    request: HttpRequest, item: WorkItem, form: StepForm, *, status: int = 200
) -> HttpResponse:
    _note_reading(account(request).person, item, form)
    context = {
        **_context(request, item),
        "form": form,
        "on_behalf_of": form.actor.on_behalf_of,
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    templates = [f"workflows/steps/{item.step}.html", "workflows/step.html"]
    return render(request, templates, context, status=status)


def _note_reading(person: Person, item: WorkItem, form: StepForm) -> None:
    """The page shows what the case page shows, and to some the words of a reporter."""
    capacity = acting(form.actor, AccessPurpose.STEP, item.step)
    if item.opens_case:
        what = f"step:{item.pk}"
        log_case_read(case=item.case, person=person, what=what, capacity=capacity)
    if form.original:
        log_access(case=item.case, person=person, what=form.original, capacity=capacity)


def _context(request: HttpRequest, item: WorkItem) -> dict[str, Any]:
    fields: frozenset[Field] = fields_of([(item.role, Relation.EXTRACT)])
    authority = authority_of(account(request))
    if item.opens_case:
        fields = sight_of(item.case, authority, open_items(item.case)).fields
    case_url = reverse("rectification:case", args=[item.case_id])
    due_url = reverse("rectification:due", args=[item.case_id, item.pk])
    name = item.case.number or item.case.get_stage_display()
    return {
        "case": item.case,
        "item": item,
        "fields": fields,
        "light": Lights(today(), current_calendar()).item(item),
        "why_url": due_url if item.opens_case and item.clock else "",
        "back_url": case_url,
        "consultation": consultation_of(item),
        "hand_over_url": _hand_over_url(item, authority),
        "recusal_url": reverse("workflows:declare_recusal", args=[item.case_id])
        if may_declare(item.case, authority)
        else "",
        "crumbs": [
            Crumb(_("My work"), reverse("rectification:inbox")),
            Crumb(name, case_url if item.opens_case else ""),
        ],
    }


def _hand_over_url(item: WorkItem, authority: Authority) -> str:
    """Of a step that keeps the case closed; else the link stands on the page of the case."""
    if item.opens_case or not hands_over(item, authority):
        return ""
    others = others_in_office(item, authority.person)
    return reverse("workflows:hand_over", args=[item.pk]) if others else ""
