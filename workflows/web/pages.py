"""What the pages of this room share: the confirmation page and the key against double submits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import ActReceipt, Appointment, Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.parts import Act
from rectification.web.refusing import refuse
from workflows.views.keys import key_of
from workflows.views.refusals import refused


@dataclass(frozen=True)
class Done:
    """What is told when the act is done, and where it leads."""

    told: str
    url: str


class Nothing(forms.Form):
    """A form that only asks to confirm."""


def act_before(request: HttpRequest) -> ActReceipt | None:
    """What this very page did already: sent twice it does nothing more, whatever has changed."""
    key = key_of(request)
    if not key:
        return None
    return ActReceipt.objects.filter(key=key, person=account(request).person).first()


def case_and_office(
    request: HttpRequest, pk: int, office_of: Callable[[Case, Authority], Appointment | None]
) -> tuple[Case, Actor]:
    """A case that the reader sees, and as what he acts on it beside its steps; otherwise 404."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    office = office_of(case, authority)
    if office is None:
        raise Http404
    return case, in_office(authority, office)


def case_seen(request: HttpRequest, pk: int, authority: Authority) -> Case:
    """A case that the reader sees; one that was erased is as little there as one he does not."""
    rows = visible_to(account(request), authority).filter(pk=pk, tombstone__isnull=True)
    case = rows.select_related("owner_organisation").first()
    if case is None:
        raise Http404
    return case


def in_office(authority: Authority, office: Appointment) -> Actor:
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)


def taken_in(
    request: HttpRequest,
    case: Case | None,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    done: Done,
) -> HttpResponse | None:
    """What follows when the form was sent and is in order; None: the page is shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except NotAllowed as error:
        return refused(request, case=case, what=title, error=error)
    except CaseError as error:
        refuse(form, error)
        return None
    messages.success(request, done.told)
    return HttpResponseRedirect(done.url)


def confirmation(
    request: HttpRequest,
    *,
    case: Case | None,
    form: forms.Form,
    title: str | Promise,
    intro: str | Promise,
    button: str | Promise,
    shows_case: bool = True,
    sub: str = "",
    **below: Any,
) -> HttpResponse:
    """Ask before an act on a case; 422 when what was typed has to be put right.

    With `shows_case` False the reader knows no more of the case than its number. `below` are
    columns and rows of a table that stands under the form. `sub` names what it is about where
    that is of no case.
    """
    context: dict[str, Any] = {
        **below,
        "case": case,
        "form": form,
        "title": title,
        "sub": sub or _name_of(case, shows_case),
        "intro": intro,
        "acts": [Act(label=button, kind="submit", due=True), *_back(case, shows_case)],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/confirm.html", context, status=422 if form.errors else 200)


def _back(case: Case | None, shows_case: bool) -> list[Act]:
    if case is None or not shows_case:
        return []
    return [Act(label=_("Back to the case"), url=reverse("rectification:case", args=[case.pk]))]


def _name_of(case: Case | None, shows_case: bool) -> str:
    if case is None:
        return ""
    return case.title if shows_case else case.number or ""
