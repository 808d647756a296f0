"""Pages on which a supervision order is issued by hand, and a talk about one is noted."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.policies.authority import authority_of
from rectification.policies.orders import issuing_office, talking_office
from rectification.selectors.orders import orders_of
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from workflows import orders
from workflows.forms.orders import IssueOrderForm, NoteTalkForm
from workflows.views.keys import key_of
from workflows.web.pages import (
    Done,
    act_before,
    case_and_office,
    confirmation,
    in_office,
    taken_in,
)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """督办: for the offices that supervise, in cases that they see."""
    user, back = account(request), reverse("rectification:case", args=[pk])
    case, actor = case_and_office(request, pk, issuing_office)
    if act_before(request):
        return HttpResponseRedirect(back)
    title = _("Issue a supervision order")
    form = IssueOrderForm(written(request))

    def act() -> None:
        orders.issue(user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data)

    done = Done(_("Issued. The addressee is asked for a reply at once."), back)
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
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
    actor = in_office(authority, office)

    def act() -> None:
        orders.note_talk(
            user=user, order=order, actor=actor, key=key_of(request), **form.cleaned_data
        )

    done = Done(_("Noted with the order."), back)
    answer = taken_in(request, order.case, form, act, title=title, done=done)
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
