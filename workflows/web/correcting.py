"""更正: the office sets a registered fact of a case right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AccessPurpose
from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.correcting import correcting_office, why_not_correct_case
from rectification.policies.readings import Capacity
from rectification.services.reading import log_case_read
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows.correcting import correct_case
from workflows.forms.correcting import CorrectCaseForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, case_seen, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    user = account(request)
    authority = authority_of(user)
    case = case_seen(request, pk, authority)
    office = correcting_office(case, authority)
    if office is None:
        raise Http404
    back = HttpResponseRedirect(reverse("rectification:case", args=[pk]))
    if act_before(request) is not None:
        return back
    title = _("Correct a registered fact")
    gone = why_not_correct_case(case)
    if gone is not None:
        return refused(request, case=case, what=title, error=gone.as_error())
    form = CorrectCaseForm(written(request), case=case)
    if request.method == "POST" and form.is_valid():
        actor = Actor(person=user.person, role=office.role, organisation=office.organisation)
        if _is_done(request, case, actor, form):
            return back
    capacity = Capacity(AccessPurpose.OFFICE, office.role, office.organisation_id)
    log_case_read(case=case, person=user.person, what="correct", capacity=capacity)
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "Change only what is wrong. Owner, deadline class and the words of a self-report are "
            "not corrected here; what stood there before stays in the history, and the owner and "
            "whoever reported it are told."
        ),
        button=_("Correct"),
    )


def _is_done(request: HttpRequest, case: Case, actor: Actor, form: CorrectCaseForm) -> bool:
    try:
        correct_case(
            user=account(request),
            case=case,
            actor=actor,
            facts=form.facts,
            reason=form.cleaned_data["reason"],
            key=key_of(request),
        )
    except CaseError as error:
        refuse(form, error)
        return False
    messages.success(request, _("Corrected. What stood there before is in the history."))
    return True
