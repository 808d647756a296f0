"""加签: whoever decides a step asks one person who reads the case for one opinion."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.consulting import (
    advisers_for,
    consults,
    standing_consultation,
    why_nobody_to_consult,
    why_not_consult,
)
from rectification.policies.holding import why_refused
from rectification.policies.reasons import allow
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from workflows.consulting import consult as ask_for_opinion
from workflows.forms.consulting import ConsultForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.own_steps import is_done, own_step
from workflows.web.pages import confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, item_pk: int) -> HttpResponse:
    """For whoever holds the step in an office of his own; a second opinion is refused."""
    user = account(request)
    authority = authority_of(user)
    item = own_step(request, authority, item_pk, consults)
    if item is None:
        return HttpResponseRedirect(reverse("rectification:inbox"))
    title = _("Ask for an opinion: %(step)s") % {"step": item.get_step_display()}
    advisers = advisers_for(item, user.person)
    try:
        allow(why_refused(item, authority))
        allow(why_not_consult(item, is_asked=standing_consultation(item) is not None))
        allow(why_nobody_to_consult(advisers))
    except CaseError as error:
        return refused(request, case=item.case, what=title, error=error)
    form = ConsultForm(written(request), advisers=advisers)
    if request.method == "POST" and form.is_valid() and _is_done(request, item, form):
        return HttpResponseRedirect(reverse("rectification:case", args=[item.case_id]))
    return confirmation(
        request,
        case=item.case,
        form=form,
        title=title,
        intro=_(
            "One person who reads the case by his office says in writing what he thinks, within "
            "three working days. He neither approves nor refuses: you decide, and need not wait. "
            "Whoever gave an opinion does not verify the case."
        ),
        button=_("Ask for the opinion"),
    )


def _is_done(request: HttpRequest, item: WorkItem, form: ConsultForm) -> bool:
    user, key = account(request), key_of(request)
    asked = partial(ask_for_opinion, user=user, item=item, key=key, **form.cleaned_data)
    if not is_done(form, asked):
        return False
    messages.success(request, _("Asked. You are told when the opinion is given."))
    return True
