"""编号印发、附回签字件、作废: pages on which official documents are issued and kept."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.documents.issued import draft_of
from rectification.documents.papers.base import reading_of
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, OfficialDocument
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.issuing import (
    handling_office,
    issuing_office,
    opens_document,
    why_not_attach,
    why_not_handle,
    why_not_void,
)
from rectification.policies.reasons import Reason, allow
from rectification.selectors.casefile import open_items
from rectification.selectors.sight import sight_of
from rectification.services.issuing import Draft
from rectification.web.access import account
from rectification.web.bodies import takes_files
from rectification.web.kept import keeps_typed, written
from workflows import documents
from workflows.forms.documents import SignedCopyForm, VoidDocumentForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import (
    Done,
    Nothing,
    act_before,
    case_and_office,
    case_seen,
    confirmation,
    in_office,
    taken_in,
)


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int, kind: str, subject: int, variant: str) -> HttpResponse:
    """For whoever issues papers of the kind, of a paper that he may have himself."""
    user, back = account(request), reverse("rectification:case_papers", args=[pk])
    of = _wanted(kind, subject, variant)
    case, actor = case_and_office(request, pk, lambda c, a: issuing_office(c, a, of.kind))
    if act_before(request):
        return HttpResponseRedirect(back)
    title, form = _("Issue the paper"), Nothing(written(request))
    try:
        draft = draft_of(reading_of(case, authority_of(user)), of.kind, of.subject, of.variant)
        allow(why_not_handle(case, actor.hand, EventVerb.DOCUMENT_ISSUED))
    except NotVisible as hidden:
        raise Http404 from hidden
    except CaseError as error:
        return refused(request, case=case, what=title, error=error)

    def act() -> None:
        documents.issue(user=user, case=case, actor=actor, of=of, key=key_of(request))

    done = Done(_("Issued. It is kept as it is; print it and have it signed."), back)
    answer = taken_in(request, case, form, act, title=title, done=done)
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=title,
        intro=issue_words(draft),
        button=_("Issue it"),
    )


def _wanted(kind: str, subject: int, variant: str) -> documents.Wanted:
    if kind not in DocumentKind.values or variant not in DocumentVariant.values:
        raise Http404
    return documents.Wanted(DocumentKind(kind), subject, DocumentVariant(variant))


def issue_words(draft: Draft) -> str:
    return _(
        "“%(title)s” gets %(number)s and a verification code, and is kept exactly as it is "
        "now. It is not changed afterwards; one that is wrong is made void, and another one is "
        "issued."
    ) % {"title": draft.kind.label, "number": draft.number or _("the next number of its series")}


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废: its number stays used, its files stay on record."""
    return _handle(
        request,
        pk,
        verb=EventVerb.DOCUMENT_VOIDED,
        why_not=why_not_void,
        title=_("Make the paper void"),
        form=VoidDocumentForm(written(request)),
        act=documents.void,
        told=_("Void. Its number stays used; a correct one can be issued now."),
        intro=_("Say what is wrong with it. It stays on record and is marked as void."),
        button=_("Make it void"),
    )


@never_cache
@takes_files
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of the paper with signatures and seal."""
    return _handle(
        request,
        pk,
        verb=EventVerb.SIGNED_COPY_ATTACHED,
        why_not=why_not_attach,
        title=_("Attach the signed copy"),
        form=SignedCopyForm(written(request), request.FILES or None),
        act=documents.attach,
        told=_("Attached. Its hash stands in the record."),
        intro=_("Scan the paper with signatures and seal. It is kept encrypted and not changed."),
        button=_("Attach it"),
    )


def _handle(
    request: HttpRequest,
    pk: int,
    *,
    verb: EventVerb,
    why_not: Callable[[OfficialDocument], Reason | None],
    title: str,
    form: forms.Form,
    act: Callable[..., object],
    told: str,
    intro: str,
    button: str,
) -> HttpResponse:
    user, back = account(request), reverse("rectification:document", args=[pk])
    document, case, actor = _document(request, pk, authority_of(user))
    if act_before(request):
        return HttpResponseRedirect(back)
    why = (why_not_handle(case, actor.hand, verb) if case else None) or why_not(document)
    if why is not None:
        return refused(request, case=case, what=title, error=why.as_error())

    def done() -> None:
        key = key_of(request)
        act(user=user, document=document, actor=actor, key=key, **form.cleaned_data)

    answer = taken_in(request, case, form, done, title=title, done=Done(told, back))
    return answer or confirmation(
        request,
        case=case,
        form=form,
        title=f"{title} · {document.number}",
        intro=intro,
        button=button,
        sub="" if case else document.title,
    )


def _document(
    request: HttpRequest, pk: int, authority: Authority
) -> tuple[OfficialDocument, Case | None, Actor]:
    """A paper that the reader opens and handles, without a case where it is of none; otherwise
    404."""
    document = OfficialDocument.objects.select_related("report_of").filter(pk=pk).first()
    if document is None:
        raise Http404
    case = case_seen(request, document.case_id, authority) if document.case_id else None
    office = handling_office(case, authority, document)
    if office is None:
        raise Http404
    if case is not None:
        fields = sight_of(case, authority, open_items(case)).fields
        if not opens_document(document, case, authority, fields):
            raise Http404
    return document, case, in_office(authority, office)
