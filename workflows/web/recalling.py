"""撤回: whoever handed a step on takes it back until the next person has opened it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import Step
from rectification.exceptions import CaseError, StepGone
from rectification.policies.authority import authority_of
from rectification.selectors.recalling import handed_on, has_handed_on
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows.recalling import recall_step
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, case_seen, confirmation


class RecallForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("May stay empty; whoever reads the history reads it."),
    )


def _acted_upon() -> StepGone:
    text = _("What you handed on was acted upon; it cannot be taken back any more.")
    return StepGone(text, rule="4.10")


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Who never handed anything on here finds nothing; who comes too late reads why."""
    user = account(request)
    case = case_seen(request, pk, authority_of(user))
    if not has_handed_on(case, user.person):
        raise Http404
    back = HttpResponseRedirect(reverse("rectification:case", args=[pk]))
    if act_before(request) is not None:
        return back
    found = handed_on(case)
    if found is None or found.item.closed_by_id != user.person.pk:
        return refused(request, case=case, what=_("Take the step back"), error=_acted_upon())
    form = RecallForm(written(request))
    if request.method == "POST" and form.is_valid():
        try:
            recall_step(
                user=user, case=case, reason=form.cleaned_data["reason"], key=key_of(request)
            )
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Taken back. The step is open again as you left it."))
            return back
    title = _("Take back: %(step)s") % {"step": Step(found.item.step).label}
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_(
            "The step opens again with what you had entered, and its days run on. It is possible "
            "until the next person has opened it; whoever had it is told."
        ),
        button=_("Take the step back"),
    )
