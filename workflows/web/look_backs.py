"""The pages on which a look-back is begun by hand (T32)."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Appointment, Case
from rectification.policies.authority import Authority, authority_of
from rectification.policies.look_backs import beginning_office, why_not_begin
from rectification.roles import Role
from rectification.selectors.look_backs import struck_off_under
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, ActKind
from rectification.web.refusing import refuse
from workflows import look_backs
from workflows.forms.look_backs import BeginByNumberForm, BeginLookBackForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
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
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """For the discipline committee and supervisors, in cases that they see."""
    user, back = account(request), reverse("rectification:case", args=[pk])
    case, actor = case_and_office(request, pk, beginning_office)
    if act_before(request) is not None:
        return HttpResponseRedirect(back)
    title = _("Begin a look-back")
    why_not = why_not_begin(case, actor.hand)
    if why_not is not None:
        return refused(request, case=case, what=title, error=why_not.as_error())
    initial = {"reason": _similar()} if "similar" in request.GET else None
    form = BeginLookBackForm(written(request), initial=initial)

    def act() -> None:
        look_backs.begin(
            user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data
        )

    done = Done(_begun(), back)
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_intro(),
        button=_("Begin the look-back"),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def begin_by_number(request: HttpRequest) -> HttpResponse:
    """For members of the discipline committee, who read the cases alone that they verified."""
    authority = authority_of(account(request))
    if not authority.holds(Role.DIS):
        raise Http404
    listed = reverse("rectification:look_backs")
    if act_before(request) is not None:
        return HttpResponseRedirect(listed)
    form = BeginByNumberForm(written(request))
    if request.method == "POST" and form.is_valid():
        case = struck_off_under(authority, form.cleaned_data["number"])
        office = beginning_office(case, authority) if case is not None else None
        if case is None or office is None:
            form.add_error("number", _("No case that was struck off here has this number."))
        elif _is_begun(request, form, case, authority, office):
            messages.success(request, _begun())
            return HttpResponseRedirect(listed)
    context = {
        "form": form,
        "title": _("Begin a look-back"),
        "intro": _intro(),
        "acts": [Act(_("Begin the look-back"), kind=ActKind.SUBMIT, due=True)],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/confirm.html", context, status=422 if form.errors else 200)


def _is_begun(
    request: HttpRequest,
    form: BeginByNumberForm,
    case: Case,
    authority: Authority,
    office: Appointment,
) -> bool:
    try:
        look_backs.begin(
            user=account(request),
            case=case,
            actor=in_office(authority, office),
            reason=form.cleaned_data["reason"],
            key=key_of(request),
        )
    except CaseError as error:
        refuse(form, error)
        return False
    return True


def _begun() -> str:
    return _("Begun. Somebody is named to look.")


def _similar() -> str:
    """The owner reads it: of the other case neither number nor source."""
    return _("A similar problem came up again; whether this one has stayed put right is in doubt.")


def _intro() -> str:
    return _(
        "Somebody who had no part in the case looks whether the problem stayed put right. Only "
        "if he finds it back, and the office agrees, does a new round begin."
    )
