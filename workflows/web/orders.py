"""Pages on which a supervision order is issued by hand, and a talk about one is noted."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.orders import issuing_office, talking_office
from rectification.selectors.cases import visible_to
from rectification.selectors.orders import orders_of
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import orders
from workflows.forms.orders import IssueOrderForm, NoteTalkForm
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
    actor = Actor(person=authority.person, role=office.role, organisation=office.organisation)

    def act() -> None:
        orders.issue(user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data)

    done = _("Issued. The addressee is asked for a reply at once.")
    answer = _taken_in(request, case, form, act, title=title, done=(done, back))
    if answer is not None:
        return answer
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


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def note_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """告诫谈话: for the liaison leader of the owner organisation, about an admonition he sees."""
    user, back = account(request), reverse("rectification:order", args=[pk])
    authority = authority_of(user)
    order = orders_of(user, authority).filter(pk=pk).first()
    office = talking_office(order, authority) if order is not None else None
    if order is None or office is None:
        raise Http404
    if act_before(request):
        return HttpResponseRedirect(back)
    title = _("Note the talk")
    form = NoteTalkForm(written(request))
    actor = Actor(person=authority.person, role=office.role, organisation=office.organisation)

    def act() -> None:
        orders.note_talk(
            user=user, order=order, actor=actor, key=key_of(request), **form.cleaned_data
        )

    done = (_("Noted with the order."), back)
    answer = _taken_in(request, order.case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=order.case,
        form=form,
        title=title,
        intro=_(
            "Talk with whoever answers for the rectification, and note when and what was said."
        ),
        button=_("Note the talk"),
    )


def _taken_in(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    act: Callable[[], None],
    *,
    title: str,
    done: tuple[str, str],
) -> HttpResponse | None:
    """What follows when the form was sent and is in order; None: the page is shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except NotAllowed as error:
        return refused(request, case=case, what=title, error=error)
    except CaseError as error:
        refuse(form, error)
        return None
    messages.success(request, done[0])
    return HttpResponseRedirect(done[1])
