"""The page on which a disclosure is begun (清单公开, 情况通报; docs/rules.md 4.6)."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import PublicationPurpose
from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.authority import authority_of
from rectification.policies.disclosures import (
    beginning_office,
    disclosure_in_hand,
    purpose_due,
    why_not_begin,
)
from rectification.policies.holding import has_office
from rectification.web.access import account
from workflows import disclosures
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, case_and_office, confirmation


class SeenForm(forms.Form):
    """What the page says is due goes back with the press, so that nothing else is begun by it."""

    purpose = forms.CharField(widget=forms.HiddenInput)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Afterwards the text waits to be proposed; who may write it is led there."""
    case, actor = case_and_office(request, pk, beginning_office)
    if act_before(request) is not None:
        return HttpResponseRedirect(_next(request, case))
    purpose = purpose_due(case)
    title = purpose.label if purpose else _("Disclose the lists or the result")
    why_not = why_not_begin(case)
    if why_not is not None:
        error = why_not.as_error()
        return refused(request, case=case, what=title, error=error)
    if request.method == "POST":
        try:
            disclosures.begin(
                user=account(request),
                case=case,
                actor=actor,
                purpose=request.POST.get("purpose", ""),
                key=key_of(request),
            )
        except CaseError as error:
            return refused(request, case=case, what=title, error=error)
        messages.success(request, _("Begun. The text is written and checked before it is shown."))
        return HttpResponseRedirect(_next(request, case))
    form = SeenForm(initial={"purpose": purpose})
    return confirmation(
        request, case=case, form=form, title=title, intro=_intro(purpose), button=_("Begin")
    )


def _next(request: HttpRequest, case: Case) -> str:
    item = disclosure_in_hand(case)
    if item is not None and has_office(item, authority_of(account(request))):
        return reverse("workflows:act", args=[item.pk])
    return reverse("rectification:case", args=[case.pk])


def _intro(purpose: PublicationPurpose | None) -> str:
    if purpose == PublicationPurpose.CIRCULAR:
        return _(
            "A text tells what was wrong, what was done and what came of it. It is drawn up from "
            "the file; secrecy, a second reader, the person concerned and the approver come first."
        )
    return _(
        "A text tells the problem, the measures, the unit and the date. It is drawn up from the "
        "plan; secrecy, a second reader, the person concerned and the approver come first."
    )
