"""The office proposes to end a case without closure (T35)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, StepGone
from rectification.permissions import PROPOSE_TERMINATIONS
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.townships import office_for
from rectification.roles import Role
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import intake
from workflows.forms.closing import ProposeTerminationForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import case_seen, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    owner = case.owner_organisation
    if owner is None or not authority.may(PROPOSE_TERMINATIONS, owner):
        raise Http404
    title = _("Propose to end the case")
    if case.stage not in CaseStage.open():
        gone = StepGone(_("This step is no longer open; the state of the case has changed."))
        return refused(request, case=case, what=title, error=gone)
    form = ProposeTerminationForm(written(request))
    if request.method == "POST" and form.is_valid():
        office = office_for(case, authority, Role.OFF)
        actor = Actor(person=authority.person, role=Role.OFF, organisation=office.organisation)
        try:
            intake.propose_termination(
                user=account(request),
                case=case,
                actor=actor,
                reason=form.cleaned_data["reason"],
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Proposed. The leading group decides."))
            return HttpResponseRedirect(reverse("rectification:case", args=[case.pk]))
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_("Only the leading group can end a case without closure; it is told at once."),
        button=_("Propose to the leading group"),
    )
