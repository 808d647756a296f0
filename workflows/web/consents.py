"""The member's consent to a wider scope, given and withdrawn (单独书面同意; rules 4.6)."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import PaperKind
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.consents import consenting_actor, why_not_consent, why_not_withdraw
from rectification.policies.days import today
from rectification.policies.reasons import Reason
from rectification.services.papers import Paper
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import keeps_typed, written
from workflows import consents
from workflows.forms.papers import scan_field
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import Done, Nothing, act_before, case_seen, confirmation, taken_in


class PaperConsentForm(forms.Form):
    """Of a member without account: what he has signed."""

    received_on = forms.DateField(label=gettext_lazy("Received on"), initial=today)
    scan = scan_field(gettext_lazy("Scan of what he signed"))
    record = forms.CharField(label=gettext_lazy("Where the signed paper is kept"), max_length=200)

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(PaperKind.CONSENT, data["scan"], data["received_on"])


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """By the person concerned; whoever enters it for him hands in the paper he has signed."""
    case, actor = _asked(request, pk)
    title = _("Consent to publication in the whole township")
    if (answer := _too_late(request, case, title, why_not_consent)) is not None:
        return answer
    on_paper = actor.on_behalf_of is not None
    form = (
        PaperConsentForm(written(request), request.FILES or None)
        if on_paper
        else Nothing(written(request))
    )

    def act() -> None:
        consents.give(
            user=account(request),
            case=case,
            actor=actor,
            record=form.cleaned_data.get("record", ""),
            paper=form.paper if isinstance(form, PaperConsentForm) else None,
            key=key_of(request),
        )

    told = _("Your consent is recorded. You can withdraw it at any time.")
    if on_paper:
        told = _("The consent is recorded. The member can withdraw it at any time.")
    done = Done(told, _back(case))
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_entered() if on_paper else _own(),
        button=_("Enter the consent") if on_paper else _("I consent"),
    )


def _own() -> str:
    return _(
        "What is published about you is shown to the members of your branch only, without your "
        "name. With your consent it may be shown to all Party members of the township, still "
        "without your name. You need not consent, and nothing depends on it."
    )


def _entered() -> str:
    return _(
        "Enter only what the member has signed: that what is published about him may be shown to "
        "all Party members of the township, without his name. He need not consent, and nothing "
        "depends on it."
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """At any time; in effect at once."""
    case, actor = _asked(request, pk)
    title = _("Withdraw the consent to publication")
    if (answer := _too_late(request, case, title, why_not_withdraw)) is not None:
        return answer
    form = Nothing(request.POST if request.method == "POST" else None)

    def act() -> None:
        consents.withdraw(user=account(request), case=case, actor=actor, key=key_of(request))

    done = Done(_("Withdrawn. It is shown to the branch only from now on."), _back(case))
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_("What is being shown is shown to the members of the branch only, at once."),
        button=_("Withdraw the consent"),
    )


def _asked(request: HttpRequest, pk: int) -> tuple[Case, Actor]:
    """A member's case, for the member and for whoever enters for him; otherwise 404."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    actor = consenting_actor(case, authority)
    if actor is None:
        raise Http404
    return case, actor


def _too_late(
    request: HttpRequest, case: Case, title: str, why_not: Callable[[Case], Reason | None]
) -> HttpResponse | None:
    if act_before(request) is not None:
        return HttpResponseRedirect(_back(case))
    refusal = why_not(case)
    if refusal is None:
        return None
    error = refusal.as_error()
    return refused(request, case=case, what=title, error=error)


def _back(case: Case) -> str:
    return reverse("rectification:case", args=[case.pk])
