"""Pages on which a referral for accountability is written, and the number of its outcome kept."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.policies.authority import authority_of
from rectification.policies.facts import facts_of
from rectification.policies.referral_circle import referring_office
from rectification.policies.referrals import (
    why_not_enter_outcome,
    why_not_write,
    writing_office,
)
from rectification.selectors.referrals import referral_of
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from workflows import referrals
from workflows.forms.referrals import RecordOutcomeForm, WriteReferralForm
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
def write_referral(request: HttpRequest, pk: int) -> HttpResponse:
    """问责建议: for the bodies that may, in a case that they see and in which something failed."""
    user, back = account(request), reverse("rectification:case", args=[pk])
    case, actor = case_and_office(request, pk, writing_office)
    if act_before(request):
        return HttpResponseRedirect(back)
    title = _("Write a referral for accountability")
    why = why_not_write(case, actor.role)
    if why is not None:
        return refused(request, case=case, what=title, error=why.as_error())
    form = WriteReferralForm(written(request), case=case)

    def act() -> None:
        referrals.write(user=user, case=case, actor=actor, draft=form.draft, key=key_of(request))

    told = _("Written. The organisation is asked for its answer, and nobody else is told.")
    answer = taken_in(request, case, form, act, title=title, done=Done(told, back))
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "The organisation answers within five working days and reads every word; silence is "
            "recorded as silence and admits nothing. Then you send it on paper, or drop it. The "
            "case goes on as before."
        ),
        button=_("Write the referral"),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """For the body that wrote it, or the leading group, once it was sent."""
    user, back = account(request), reverse("rectification:referral", args=[pk])
    authority = authority_of(user)
    referral = referral_of(pk, authority)
    office = None
    if referral is not None and referral.sent_at is not None:
        office = referring_office(referral, authority, facts_of(referral.case))
    if referral is None or office is None:
        raise Http404
    if act_before(request):
        return HttpResponseRedirect(back)
    case, title = referral.case, _("Enter the number of the outcome")
    why = why_not_enter_outcome(referral)
    if why is not None:
        return refused(request, case=case, what=title, error=why.as_error())
    form = RecordOutcomeForm(written(request))
    actor = in_office(authority, office)

    def act() -> None:
        referrals.record_outcome(
            user=user, referral=referral, actor=actor, key=key_of(request), **form.cleaned_data
        )

    done = Done(_("Entered. Nothing of what the paper says is kept here."), back)
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_("The competent body has answered by a paper. Its number and day are enough."),
        button=_("Enter the number"),
        shows_case=False,
    )
