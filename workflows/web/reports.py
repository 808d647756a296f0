"""编号印发 of an annual report; it is signed and made void on the pages of every issued paper."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.documents.issued import report_draft
from rectification.enums import DocumentVariant
from rectification.models import Organisation
from rectification.policies.annual_reports import issuing_office
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.issuing import why_not_issue
from rectification.selectors.annual import years_of
from rectification.selectors.documents import reports_of
from rectification.web.access import account, row_key
from rectification.web.kept import keeps_typed, written
from workflows import reports
from workflows.views.refusals import refused
from workflows.web.documents import issue_words
from workflows.web.pages import Done, Nothing, confirmation, in_office, taken_in


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """For the office, of an organisation that it reaches; without a word of which, the present
    year's internal report."""
    user, authority = account(request), authority_of(account(request))
    place = get_object_or_404(Organisation, pk=pk)
    office = issuing_office(authority, place)
    if office is None:
        raise Http404
    year, of = _wanted(request, place)
    title = _("Issue the paper")
    valid = reports_of(place).filter(report_year=year, variant=of, void_at=None).first()
    if why := why_not_issue(valid):
        return refused(request, case=None, what=title, error=why.as_error())
    actor, form = in_office(authority, office), Nothing(written(request))

    def act() -> None:
        reports.issue(user=user, organisation=place, year=year, variant=of, actor=actor)

    back = reverse("rectification:annual_reports_of", args=[pk])
    done = Done(_("Issued. It is kept as it is; print it and have it signed."), back)
    if answer := taken_in(request, None, form, act, title=title, done=done):
        return answer
    draft = report_draft(place, year, of)
    return confirmation(
        request,
        case=None,
        form=form,
        title=title,
        sub=draft.title,
        intro=issue_words(draft),
        button=_("Issue it"),
    )


def _wanted(request: HttpRequest, place: Organisation) -> tuple[int, DocumentVariant]:
    year = row_key(request.GET.get("year", str(today().year)))
    variant = request.GET.get("variant", DocumentVariant.INTERNAL)
    if year is None or year not in years_of(place, today().year):
        raise Http404
    if variant not in DocumentVariant.values:
        raise Http404
    return year, DocumentVariant(variant)
