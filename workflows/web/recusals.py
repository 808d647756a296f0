"""Recusal beside the steps: declare, request, enter what was found, and one's own list (4.1)."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Appointment, Case
from rectification.policies import recusal as policy
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.roles import Role
from rectification.selectors.cases import open_items_of, visible_to
from rectification.selectors.recusals import own_recusals, own_standing, requests_about
from rectification.web.access import account, row_key
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import recusals
from workflows.forms.recusals import (
    AskRecusalForm,
    DeclareForOrganisationForm,
    DeclareRecusalForm,
    EnterRecusalForm,
)
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, case_seen, confirmation


def _known(request: HttpRequest, pk: int, authority: Authority) -> tuple[Case, bool]:
    """Also a case of which the person holds a step that shows an extract only: then False."""
    case = Case.objects.filter(pk=pk, tombstone__isnull=True).first()
    if case is not None and visible_to(account(request), authority).filter(pk=pk).exists():
        return case, True
    if case is not None and open_items_of(authority).filter(case=case).exists():
        return case, False
    raise Http404


def _acting(authority: Authority, offices: Sequence[Appointment], case: Case) -> Actor:
    """In the office that acts in the case, else in the first one held, else as himself."""
    if not offices:
        return Actor(person=authority.person, role=Role.MEM, organisation=case.owner_organisation)
    used = policy.office_of(case, authority.person)
    office = next((a for a in offices if used is not None and a.pk == used.pk), offices[0])
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)


def _is_repeated(request: HttpRequest, pk: int) -> bool:
    """The same page sent twice."""
    before = act_before(request) if request.method == "POST" else None
    return before is not None and before.case_id == pk


Doing = Callable[[Actor, dict[str, Any]], Any]


def _page(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    *,
    actor: Actor,
    doing: Doing,
    done: tuple[str, str],
    title: str | Promise,
    intro: str | Promise,
    button: str | Promise,
    shows_case: bool = True,
) -> HttpResponse:
    """Ask, act, and go on to `done`: the message and the address."""
    if _is_repeated(request, case.pk):
        return HttpResponseRedirect(done[1])
    if request.method == "POST" and form.is_valid():
        try:
            doing(actor, {**form.cleaned_data, "key": key_of(request)})
        except NotAllowed as error:
            return refused(request, case=case, what=title, error=error)
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, done[0])
            return HttpResponseRedirect(done[1])
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=intro,
        button=button,
        shows_case=shows_case,
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """声明回避; afterwards the case is closed to the person, and a repeated request says so."""
    authority = authority_of(account(request))
    inbox = reverse("rectification:inbox")
    if _is_repeated(request, pk):
        return HttpResponseRedirect(inbox)
    case, is_open = _known(request, pk, authority)
    if not policy.may_declare(case, authority):
        raise Http404
    return _page(
        request,
        case,
        DeclareRecusalForm(written(request)),
        actor=_acting(authority, policy.acting_offices(authority), case),
        doing=lambda actor, data: recusals.declare(
            user=account(request), case=case, actor=actor, **data
        ),
        done=(_("You are recused. The case is closed to you, and others go on with it."), inbox),
        title=_("Declare recusal"),
        intro=_(
            "Takes effect at once: your open steps in this case pass to others, and you see the "
            "case no more. The office and the discipline committee read the ground, nobody else."
        ),
        button=_("Declare recusal"),
        shows_case=is_open,
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """申请回避, by the owner, the office that answers for him, or the author."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    if not policy.may_request(case, authority):
        raise Http404
    return _page(
        request,
        case,
        AskRecusalForm(written(request), case=case, but=authority.person),
        actor=_acting(authority, policy.acting_offices(authority), case),
        doing=lambda actor, data: recusals.request(
            user=account(request), case=case, actor=actor, **data
        ),
        done=(
            _("Requested. You get a written answer within three working days."),
            reverse("rectification:case", args=[case.pk]),
        ),
        title=_("Request a recusal"),
        intro=_(
            "The head of the person's body decides, never the person. Until then the person does "
            "not act in this case."
        ),
        button=_("Request the recusal"),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The office or the discipline committee enters a recusal that was found, also afterwards."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    office = policy.entering_office(case, authority)
    if office is None:
        raise Http404
    return _page(
        request,
        case,
        EnterRecusalForm(written(request), case=case, but=authority.person),
        actor=Actor(person=authority.person, role=office.role, organisation=office.organisation),
        doing=lambda actor, data: recusals.enter(
            user=account(request), case=case, actor=actor, **data
        ),
        done=(
            _("Entered. It is recorded in the history of the case."),
            reverse("rectification:case", args=[case.pk]),
        ),
        title=_("Enter a recusal"),
        intro=_(
            "For a recusal that was found. If the person signed the verification, it becomes "
            "void, the closing sheet is marked as void, and the case is verified anew."
        ),
        button=_("Enter the recusal"),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """我的回避: one's own recusals and requests; declare or end one for an organisation."""
    authority = authority_of(account(request))
    form = DeclareForOrganisationForm(written(request))
    if request.method == "POST":
        answer = _end(request, authority) if "end" in request.POST else _stand(request, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "recusals": own_recusals(authority.person),
        "standing": own_standing(authority.person),
        "requests": requests_about(authority.person),
        "may_declare": bool(policy.acting_offices(authority)),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/recusals.html", context, status=status)


def _stand(request: HttpRequest, form: DeclareForOrganisationForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        recusals.declare_for_organisation(
            user=account(request), authority=authority_of(account(request)), **form.cleaned_data
        )
    except CaseError as error:
        refuse(form, error)
        return None
    messages.success(request, _("Declared. Open steps in its cases have passed to others."))
    return HttpResponseRedirect(reverse("workflows:recusals"))


def _end(request: HttpRequest, authority: Authority) -> HttpResponse:
    key = row_key(request.POST["end"])
    if key is None:
        raise Http404
    try:
        recusals.end_for_organisation(user=account(request), recusal_id=key)
    except CaseError as error:
        raise Http404 from error
    messages.success(request, _("Ended. From tomorrow you act in its cases again."))
    return HttpResponseRedirect(reverse("workflows:recusals"))
