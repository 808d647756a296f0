"""The office undoes a merger (scenario 9)."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.merging import parting_office, why_not_part
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import intake
from workflows.forms.base import REASON_MINIMUM
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, confirmation


class PartForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not the same fact"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a report that joined another case; whoever sees neither finds nothing here."""
    authority = authority_of(account(request))
    case = _merged_case(request, pk, authority)
    title = _("Undo the merger")
    if act_before(request) is not None:
        return HttpResponseRedirect(reverse("rectification:inbox"))
    gone = why_not_part(case)
    if gone is not None:
        return refused(request, case=case, what=title, error=gone.as_error())
    form = PartForm(written(request))
    if request.method == "POST" and form.is_valid():
        try:
            intake.part(
                user=account(request),
                case=case,
                actor=_actor(case, authority),
                reason=form.cleaned_data["reason"],
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Undone. The report lies with the office again."))
            return HttpResponseRedirect(reverse("rectification:inbox"))
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "The report goes back to where it was and its clock begins anew today; its receipt "
            "codes stay. What was done to the other case stays with that case."
        ),
        button=title,
        shows_case=visible_to(account(request), authority).filter(pk=pk).exists(),
    )


def _merged_case(request: HttpRequest, pk: int, authority: Authority) -> Case:
    """Seen itself, or as part of a case that is seen; an opinion without owner is no list's."""
    rows = Case.objects.filter(pk=pk, tombstone__isnull=True)
    case = rows.select_related("owner_organisation").first()
    if case is None or parting_office(case, authority) is None:
        raise Http404
    masters = case.merges.filter(undone_at__isnull=True).values_list("master", flat=True)
    if not visible_to(account(request), authority).filter(pk__in=[pk, *masters]).exists():
        raise Http404
    return case


def _actor(case: Case, authority: Authority) -> Actor:
    office = parting_office(case, authority)
    assert office is not None
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)
