"""复核: the holder of a receipt code contests the answer to his objection (T25)."""

from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Objection
from rectification.policies.townships import township_of
from rectification.selectors.receipts import find_by_receipt
from rectification.web.bodies import takes_little
from rectification.web.kept import keeps_typed_by_anybody, written
from rectification.web.nobody import ignores_session
from rectification.web.parts import Act, ActKind
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from rectification.web.throttle import too_many_wrong_codes
from workflows.forms.objections import ReviewRequestForm
from workflows.objection_reviews import ask_review
from workflows.views.keys import key_of
from workflows.web.opinion_notes import RECEIPT
from workflows.web.throttle import TOO_MANY, too_many


@never_cache
@ignores_session
@takes_little
@keeps_typed_by_anybody
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Whoever holds the code; nobody is asked who he is."""
    form = ReviewRequestForm(written(request))
    if request.method == "GET":
        return _page(request, form, status=200) if form.is_bound else redirect(RECEIPT)
    if not form.is_valid():
        return _page(request, form)
    found = find_by_receipt(form.cleaned_data["code"])
    if not isinstance(found, Objection):
        refused = too_many_wrong_codes()
        wrong = _("No receipt has this code. Compare it with your note.")
        form.add_error(None, TOO_MANY if refused else wrong)
        return _page(request, form, status=429 if refused else 422)
    if too_many("review"):
        form.add_error(None, TOO_MANY)
        return _page(request, form, status=429)
    try:
        ask_review(objection=found, reason=form.cleaned_data["text"], key=key_of(request))
    except CaseError as error:
        refuse(form, error)
        note_secret(form, error, township_of(found.case), key=key_of(request))
        return _page(request, form)
    told = _(
        "Somebody who did not give the answer reviews it within ten working days. Look here with "
        "the same code; what he decides is final."
    )
    return render(request, "workflows/taken_with_code.html", {"told": told})


def _page(request: HttpRequest, form: forms.Form, status: int = 422) -> HttpResponse:
    context = {
        "form": form,
        "acts": [Act(_("Send"), kind=ActKind.SUBMIT, due=True)],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/ask_review.html", context, status=status)
