"""The owner begins a change of the plan under way, or takes it back (T16)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent
from rectification.policies.authority import authority_of
from rectification.policies.plan_changes import (
    change_in_hand,
    changing_actor,
    why_not_change,
    why_not_drop,
)
from rectification.policies.reasons import Reason
from rectification.web.access import account
from workflows import plan_changes
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import Nothing, act_before, case_seen, confirmation

Doing = Callable[..., CaseEvent | None]


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """调整方案: afterwards the owner's step is open, and the browser goes there."""

    def then(case: Case) -> str:
        item = change_in_hand(case)
        back = reverse("rectification:case", args=[case.pk])
        return reverse("workflows:act", args=[item.pk]) if item else back

    return _page(
        request,
        pk,
        doing=plan_changes.begin,
        why_not=why_not_change,
        then=then,
        done=_("Write what is to be changed; nothing is submitted yet."),
        words=(
            _("Change the plan"),
            _(
                "Measures that are done stay with their evidence. The plan in force holds, and "
                "work goes on under it, until the new version is approved. No date may lie behind "
                "the day on which the case is due: for more time ask for an extension."
            ),
            _("Begin the change"),
        ),
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回方案调整: possible until it is decided on."""
    return _page(
        request,
        pk,
        doing=plan_changes.drop,
        why_not=why_not_drop,
        then=lambda case: reverse("rectification:case", args=[case.pk]),
        done=_("Taken back. The plan in force goes on."),
        words=(
            _("Take the change of the plan back"),
            _("The plan in force goes on. What was submitted is kept for the next change."),
            _("Take it back"),
        ),
    )


def _page(
    request: HttpRequest,
    pk: int,
    *,
    doing: Doing,
    why_not: Callable[[Case], Reason | None],
    then: Callable[[Case], str],
    done: str,
    words: tuple[str | Promise, str | Promise, str | Promise],
) -> HttpResponse:
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    actor = changing_actor(case, authority)
    if actor is None:
        raise Http404
    title, intro, button = words
    before = act_before(request) if request.method == "POST" else None
    if before is not None and before.case_id == case.pk:
        return HttpResponseRedirect(then(case))
    refusal = why_not(case)
    if refusal is not None:
        return refused(request, case=case, what=title, error=refusal.as_error())
    if request.method == "POST":
        try:
            doing(user=account(request), case=case, actor=actor, **_key(request))
        except CaseError as error:
            return refused(request, case=case, what=title, error=error)
        messages.success(request, done)
        return HttpResponseRedirect(then(case))
    return confirmation(request, case=case, form=Nothing(), title=title, intro=intro, button=button)


def _key(request: HttpRequest) -> dict[str, Any]:
    return {"key": key_of(request)}
