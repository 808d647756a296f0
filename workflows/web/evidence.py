"""替换佐证材料: the unit puts a file right while the rectification is at work."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case, Evidence
from rectification.policies.authority import Authority, authority_of
from rectification.policies.evidence import replacing_actor, why_not_replace
from rectification.selectors.casefile import evidence_by_id, open_items
from rectification.selectors.sight import sight_of
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import keeps_typed, written
from rectification.web.refusing import refuse
from workflows import evidence as door
from workflows.forms.evidence import ReplaceEvidenceForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import act_before, case_seen, confirmation


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    authority = authority_of(account(request))
    evidence, case = _found(request, pk, authority)
    actor = replacing_actor(evidence, case, authority)
    if actor is None:
        raise Http404
    title = _("Replace a file")
    why = why_not_replace(evidence, case)
    if why is not None and not act_before(request):
        return refused(request, case=case, what=title, error=why.as_error())
    form = ReplaceEvidenceForm(written(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            door.replace(
                user=account(request),
                evidence=evidence,
                actor=actor,
                upload=data["uploads"],
                made_on=data["made_on"],
                late_reason=data["late_reason"],
                reason=data["reason"],
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Replaced. The former file stays and is marked."))
            return HttpResponseRedirect(reverse("rectification:case", args=[case.pk]))
    return confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=_("“%(name)s” stays on record, can still be opened and is marked as replaced.")
        % {"name": evidence.name},
        button=_("Replace the file"),
    )


def _found(request: HttpRequest, pk: int, authority: Authority) -> tuple[Evidence, Case]:
    """The file and its case, where both are open to the reader; else 404."""
    evidence = evidence_by_id(pk)
    if evidence is None:
        raise Http404
    case_id = evidence.progress.measure.plan.case_id
    case = case_seen(request, case_id, authority)
    if not sight_of(case, authority, open_items(case)).opens(evidence):
        raise Http404
    return evidence, case
