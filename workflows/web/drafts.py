"""A draft that its author throws away: nobody else ever had it, and nothing of it stays."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.models import Case
from rectification.policies.reporting import why_not_discard
from rectification.services.reporting import discard_draft
from rectification.web.access import account
from rectification.web.kept import keeps_typed
from workflows.views.refusals import refused
from workflows.web.pages import Nothing, confirmation


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the draft; a report that was handed in before says why it stays (T8)."""
    person = account(request).person
    case = Case.objects.select_for_update(of=("self",)).filter(pk=pk, author=person).first()
    if case is None or case.sealed:
        raise Http404
    title = _("Delete the draft")
    why = why_not_discard(case, person)
    if why is not None:
        return refused(request, case=case, what=title, error=why.as_error())
    if request.method == "POST":
        discard_draft(case=case, author=person)
        messages.success(request, _("Deleted. Nothing of it is kept."))
        return HttpResponseRedirect(reverse("rectification:submitted"))
    return confirmation(
        request,
        case=case,
        form=Nothing(),
        title=title,
        intro=_("It was never handed in, and nobody but you has seen it. It cannot be restored."),
        button=title,
    )
