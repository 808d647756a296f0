"""催办: from the page of the case by one click; the address asks first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.urging import urging_office
from rectification.web.access import account
from rectification.web.kept import keeps_typed
from workflows import urging
from workflows.views.keys import key_of
from workflows.web.pages import Nothing, case_seen, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """A refusal is told on the page of the case, with the rule and when it is possible again."""
    user = account(request)
    authority = authority_of(user)
    case = case_seen(request, pk, authority)
    office = urging_office(case, authority)
    if office is None:
        raise Http404
    if request.method == "GET":
        return confirmation(
            request,
            case=case,
            form=Nothing(),
            title=_("Urge"),
            intro=_("Whoever holds the open step is told that it is waited for, on record."),
            button=_("Urge"),
        )
    actor = Actor(person=authority.person, role=office[0], organisation=office[1])
    try:
        urging.urge(user=user, case=case, actor=actor, key=key_of(request))
    except CaseError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Urged. Whoever holds the step is told."))
    return HttpResponseRedirect(reverse("rectification:case", args=[pk]))
