"""封存: OFF or the party and government office seals a case at once (scenario 11)."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.sealing import sealing_office, standing_sealing
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.web.access import account, row_key
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, ActKind
from rectification.web.refusing import refuse
from workflows.forms.sealing import SealForm
from workflows.sealing import seal
from workflows.views.keys import key_of


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def seal_case(request: HttpRequest) -> HttpResponse:
    """By its number, so that nobody has to open what he had better not read."""
    authority = authority_of(account(request))
    if not (authority.holds(Role.GEN) or authority.holds(Role.OFF)):
        raise Http404
    form = SealForm(written(request), initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        case = _found(request, authority, form.cleaned_data["number"])
        if case is None:
            form.add_error("number", _("No case that you may seal has this number."))
        elif _sealed(request, form, case, authority):
            messages.success(request, _("Sealed. From now on nobody reads it."))
            return HttpResponseRedirect(reverse("rectification:transfers"))
    return _page(request, form)


def _found(request: HttpRequest, authority: Authority, number: str) -> Case | None:
    """OFF seals what it sees; the office that answers for secrecy, any case of its township.

    What is sealed already is found by both, to be told by whom.
    """
    wanted = number.strip()
    rows = Case.objects.select_related("owner_organisation")
    if wanted.startswith("#"):
        case = rows.filter(pk=row_key(wanted[1:]) or 0, number__isnull=True).first()
    else:
        case = rows.filter(number=wanted).first()
    office = sealing_office(case, authority) if case is not None else None
    if case is None or office is None:
        return None
    if case.sealed:
        return case if standing_sealing(case) is not None else None
    seen = visible_to(account(request), authority).filter(pk=case.pk).exists()
    return case if office.role == Role.GEN or seen else None


def _sealed(request: HttpRequest, form: SealForm, case: Case, authority: Authority) -> bool:
    office = sealing_office(case, authority)
    assert office is not None
    try:
        seal(
            user=account(request),
            case=case,
            actor=Actor(
                person=authority.person, role=office.role, organisation=office.organisation
            ),
            ground=form.cleaned_data["ground"],
            key=key_of(request),
        )
    except CaseError as error:
        refuse(form, error)
        return False
    return True


def _page(request: HttpRequest, form: SealForm) -> HttpResponse:
    intro = _(
        "For a case in which a secret was found. Nobody reads it any more, its notice is "
        "withdrawn, its clocks stop, and nothing of it can ever be published. It is not "
        "deleted; that follows the procedure of the secrecy office."
    )
    return asked(request, form, title=_("Seal a case"), intro=intro, button=_("Seal it now"))


def asked(
    request: HttpRequest, form: Any, *, title: str, intro: str, button: str, sub: str = ""
) -> HttpResponse:
    """Ask before an act on what is or will be sealed: of the case itself nothing is shown."""
    context = {
        "form": form,
        "title": title,
        "sub": sub,
        "intro": intro,
        "acts": [Act(button, kind=ActKind.SUBMIT, due=True)],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/confirm.html", context, status=422 if form.errors else 200)
