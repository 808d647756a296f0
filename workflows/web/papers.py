"""代录: a branch enters what came on paper; a receipt is printed for whoever handed it over."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.enums import AboutHead, PaperGround, SourceKind
from rectification.exceptions import CaseError
from rectification.models import Organisation
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.opinions import branches_written_for
from rectification.policies.reporting import OWN_BRANCH
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from rectification.web.secrecy import note_secret
from workflows.forms.papers import PaperOpinionForm, PaperReportForm
from workflows.papers import receive_paper_opinion, submit_paper_report
from workflows.views.keys import key_of
from workflows.web.on_paper import on_paper


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """A written opinion or a ballot; who enters it cannot read it again."""
    branches = _branches(authority_of(account(request)))
    form = PaperOpinionForm(written(request), request.FILES or None, branches=branches)
    if request.method == "POST" and form.is_valid():
        about, head = form.cleaned_data["organisation"], form.cleaned_data["about_head"]
        if head == AboutHead.OVERSEER:
            return on_paper(request, PaperGround.SUPERIOR, about, key=key_of(request))
        try:
            code = receive_paper_opinion(
                user=account(request),
                paper=form.paper,
                told=form.told,
                source=SourceKind(form.cleaned_data["source"]),
                about_head=head,
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
            note_secret(form, error, about, key=key_of(request))
        else:
            context = {
                "code": code,
                "received_on": form.cleaned_data["received_on"],
                "branch": branches[0],
                "address": request.build_absolute_uri(reverse("rectification:receipt")),
            }
            return render(request, "workflows/paper_received.html", context)
    return _page(
        request,
        form,
        title=_("Enter an opinion that came on paper"),
        intro=_("You hand the paper in and cannot read it again; give the printed receipt away."),
    )


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The self-report of a member without account, in his name and with his signature."""
    authority = authority_of(account(request))
    branch = next((b for b in _branches(authority) if b.pk == pk), None)
    if branch is None:
        raise Http404
    form = PaperReportForm(written(request), request.FILES or None, branch=branch)
    if request.method == "POST" and form.is_valid():
        member = form.cleaned_data["member"]
        try:
            submit_paper_report(
                user=account(request),
                paper=form.paper,
                report=form.report,
                branch=branch,
                actor=_hand(authority, branch, member),
                key=key_of(request),
            )
        except CaseError as error:
            refuse(form, error)
            note_secret(form, error, branch, key=key_of(request))
        else:
            context = {
                "member": member,
                "branch": branch,
                "title": form.cleaned_data["title"],
                "received_on": form.cleaned_data["received_on"],
                "hand": authority.person,
            }
            return render(request, "workflows/paper_report_received.html", context)
    return _page(
        request,
        form,
        title=_("Enter the self-report of a member"),
        intro=_("He is the author; you enter it for him. Give him the printed receipt."),
    )


def _branches(authority: Authority) -> list[Organisation]:
    branches = branches_written_for(authority)
    if not branches:
        raise Http404
    return branches


def _hand(authority: Authority, branch: Organisation, member: Any) -> Actor:
    office = next(
        a for a in authority.appointments if a.organisation_id == branch.pk and a.role in OWN_BRANCH
    )
    return Actor(
        person=authority.person, role=office.role, organisation=branch, on_behalf_of=member
    )


def _page(request: HttpRequest, form: forms.Form, *, title: str, intro: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "acts": [Act(_("Hand in"), kind=ActKind.SUBMIT, due=True)],
        "crumbs": [Crumb(_("Opinions"), reverse("rectification:opinions"))],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/paper.html", context, status=status)
