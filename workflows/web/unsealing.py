"""What the secrecy officer does about a sealing, and the second person about lifting it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Appointment, Sealing, Unsealing
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.reasons import Reason, allow
from rectification.policies.sealing import (
    secrecy_office,
    unsealing_office,
    why_not_confirm,
    why_not_decide_unsealing,
    why_not_number,
    why_not_propose_unsealing,
)
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import unsealing
from workflows.forms.sealing import (
    ConfirmSealingForm,
    DecideUnsealingForm,
    PaperNumberForm,
    ProposeUnsealingForm,
)
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before
from workflows.web.sealing import asked


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What kind of secret it is, as the secrecy officer has determined it."""
    sealing, actor = _sealing(request, pk)
    return _take(
        request,
        sealing,
        form=ConfirmSealingForm(written(request), initial={"ground": sealing.ground}),
        why_not=why_not_confirm(sealing),
        act=lambda given: unsealing.confirm(
            user=account(request), sealing=sealing, actor=actor, key=key_of(request), **given
        ),
        title=_("Confirm the sealing"),
        intro=_(
            "Judge by the paper, not in this system. If it is no secret, propose to unseal the "
            "case instead."
        ),
        done=_("Confirmed."),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The number under which the paper is kept."""
    sealing, actor = _sealing(request, pk)
    return _take(
        request,
        sealing,
        form=PaperNumberForm(written(request)),
        why_not=why_not_number(sealing),
        act=lambda given: unsealing.number(
            user=account(request), sealing=sealing, actor=actor, key=key_of(request), **given
        ),
        title=_("Enter the number of the paper"),
        intro=_("It is entered once and stands beside the number of the sealing."),
        done=_("Entered."),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The secrecy officer proposes; somebody else of the leading group's office decides."""
    sealing, actor = _sealing(request, pk)
    return _take(
        request,
        sealing,
        form=ProposeUnsealingForm(written(request)),
        why_not=why_not_propose_unsealing(sealing),
        act=lambda given: unsealing.propose(
            user=account(request), sealing=sealing, actor=actor, key=key_of(request), **given
        ),
        title=_("Propose to unseal the case"),
        intro=_(
            "Somebody else, of the leading group's office, decides. Until then it stays sealed."
        ),
        done=_("Proposed. The office decides."),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person lifts the seal or keeps it; he reads the grounds, never the case."""
    authority = authority_of(account(request))
    about = ("sealing__case", "sealing__made_by", "proposed_by", "decided_by")
    proposal = Unsealing.objects.select_related(*about).filter(pk=pk).first()
    office = unsealing_office(proposal.sealing, authority) if proposal else None
    if proposal is None or office is None:
        raise Http404
    sealing = proposal.sealing
    return _take(
        request,
        sealing,
        form=DecideUnsealingForm(written(request)),
        why_not=why_not_decide_unsealing(proposal, authority.person),
        act=lambda given: _decide(request, proposal, _actor(authority, office), **given),
        title=_("Decide on unsealing"),
        intro=_(
            "%(name)s proposes it: %(why)s. Sealed by %(maker)s: %(ground)s. Unsealed, the case is "
            "read again by whoever could read it, its clocks run anew, and what was shown is "
            "published anew."
        )
        % {
            "name": proposal.proposed_by.name,
            "why": proposal.get_ground_display(),
            "maker": sealing.made_by.name,
            "ground": sealing.get_ground_display(),
        },
        done=_("Decided."),
        button=_("Decide so"),
    )


def _decide(
    request: HttpRequest, proposal: Unsealing, actor: Actor, *, agrees: bool, reason: str
) -> None:
    user, key = account(request), key_of(request)
    if agrees:
        unsealing.lift(user=user, unsealing=proposal, actor=actor, key=key)
    else:
        unsealing.refuse(user=user, unsealing=proposal, actor=actor, reason=reason, key=key)


def _sealing(request: HttpRequest, pk: int) -> tuple[Sealing, Actor]:
    """For the secrecy officer of the township alone."""
    authority = authority_of(account(request))
    about = ("case", "made_by", "confirmed_by")
    sealing = Sealing.objects.select_related(*about).filter(pk=pk).first()
    office = secrecy_office(sealing, authority) if sealing else None
    if sealing is None or office is None:
        raise Http404
    return sealing, _actor(authority, office)


def _actor(authority: Authority, office: Appointment) -> Actor:
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)


def _take(
    request: HttpRequest,
    sealing: Sealing,
    *,
    form: Any,
    why_not: Reason | None,
    act: Callable[[dict[str, Any]], None],
    title: str,
    intro: str,
    done: str,
    button: str = "",
) -> HttpResponse:
    """Ask, act, and go back to the list; who comes too late reads who was first."""
    back = HttpResponseRedirect(reverse("rectification:transfers"))
    if act_before(request) is not None:
        return back
    try:
        allow(why_not)
    except CaseError as error:
        return refused(request, case=sealing.case, what=title, error=error)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return back
    return asked(
        request, form, title=title, intro=intro, button=button or title, sub=sealing.number
    )
