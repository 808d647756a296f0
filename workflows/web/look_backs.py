"""The page on which a look-back is begun before its day (T32)."""

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
from rectification.policies.look_backs import beginning_office, why_not_look_back
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import look_backs
from workflows.forms.look_backs import BeginLookBackForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """For the discipline committee and supervisors, in cases that they see."""
    user, back = account(request), reverse("rectification:case", args=[pk])
    authority = authority_of(user)
    case = visible_to(user, authority).filter(pk=pk).select_related("owner_organisation").first()
    office = beginning_office(case, authority) if case is not None else None
    if case is None or office is None:
        raise Http404
    if request.method == "POST" and act_before(request) is not None:
        return HttpResponseRedirect(back)
    title = _("Begin a look-back")
    why_not = why_not_look_back(case)
    if why_not is not None:
        error = why_not.error(why_not.message, rule=why_not.rule)
        return refused(request, case=case, what=title, error=error)
    form = BeginLookBackForm(written(request))
    actor = Actor(person=authority.person, role=office.role, organisation=office.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            look_backs.begin(
                user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data
            )
        except CaseError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Begun. Somebody is named to look."))
            return HttpResponseRedirect(back)
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "Somebody who had no part in the case looks whether the problem stayed put right. Only "
            "if he finds it back, and the office agrees, does a new round begin."
        ),
        button=_("Begin the look-back"),
    )
