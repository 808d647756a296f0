"""The page on which a supervision order is issued by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError, NotAllowed
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.orders import issuing_office
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import orders
from workflows.forms.orders import IssueOrderForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """督办: for the offices that supervise, in cases that they see."""
    user, back = account(request), reverse("rectification:case", args=[pk])
    authority = authority_of(user)
    case = visible_to(user, authority).filter(pk=pk).select_related("owner_organisation").first()
    office = issuing_office(case, authority) if case is not None else None
    if case is None or office is None:
        raise Http404
    if act_before(request):
        return HttpResponseRedirect(back)
    title = _("Issue a supervision order")
    form = IssueOrderForm(written(request))
    if request.method == "POST" and form.is_valid():
        actor = Actor(person=authority.person, role=office.role, organisation=office.organisation)
        try:
            orders.issue(
                user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data
            )
        except NotAllowed as error:
            return refused(request, case=case, what=title, error=error)
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Issued. The addressee is asked for a reply at once."))
            return HttpResponseRedirect(back)
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "The order gets a number and goes to whoever answers for the rectification. The reply "
            "closes it; unanswered it goes higher: admonition with the liaison leader, then the "
            "leading group."
        ),
        button=_("Issue the order"),
    )
