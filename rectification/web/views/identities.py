"""反映人身份查阅: asking to read who reported, deciding on it, and reading it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, Case, IdentityRequest
from rectification.policies.identities import (
    ASKING_ROLE,
    DECIDING_ROLE,
    asking_office,
    deciders_on,
    is_pending,
    may_decide,
)
from rectification.selectors import identities as found
from rectification.services.identities import Identity
from rectification.services.identity_requests import (
    ask_for_identity,
    decide_on_identity,
    show_identity,
)
from rectification.web.access import FORM, READING, LimitedPageMixin, OwnPageMixin
from rectification.web.identity_forms import AskIdentityForm, DecideIdentityForm
from rectification.web.identity_words import request_facts, request_row, state_of
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Reporters' identities"), reverse("rectification:identity_requests"))]


class AskIdentity(OwnPageMixin, TemplateView):
    """For a member of the discipline committee who is assigned to the case, if there is one."""

    http_method_names = FORM
    template_name = "rectification/ask_identity.html"

    @cached_property
    def case(self) -> Case:
        return self.visible_case(self.kwargs["pk"])

    @cached_property
    def office(self) -> Appointment:
        office = asking_office(self.case, self.authority)
        if office is None:
            raise NotVisible
        return office

    def form(self, data: Any = None) -> AskIdentityForm:
        voices = found.voices_with_identity(self.case) if self.office else []
        if not voices:
            raise NotVisible
        return AskIdentityForm(data, voices=voices)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        case_url = reverse("rectification:case", args=[self.case.pk])
        return super().get_context_data(
            case=self.case,
            crumbs=[Crumb(self.case.number or "", case_url)],
            acts=[
                Act(_("Ask the leading group"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back to the case"), case_url),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    row = ask_for_identity(case=self.case, by=self.authority, **form.cleaned_data)
            except CaseError as error:
                refuse(form, error)
            else:
                messages.success(request, gettext("Asked. You are told when it is decided."))
                return HttpResponseRedirect(_page_of(row))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class IdentityRequests(LimitedPageMixin, TemplateView):
    """For the discipline committee one's own requests, for the leading group those to decide."""

    http_method_names = READING
    template_name = "rectification/identity_requests.html"

    def is_open(self) -> bool:
        return any(map(self.authority.holds, (ASKING_ROLE, DECIDING_ROLE)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asks, decides = self.authority.holds(ASKING_ROLE), self.authority.holds(DECIDING_ROLE)
        return super().get_context_data(
            asks=asks,
            decides=decides,
            waiting=self._rows(found.waiting_for(self.authority, self.today)),
            decided=self._rows(found.decided_by(self.person)) if decides else [],
            own=self._rows(found.requested_by(self.person)) if asks else [],
            **kwargs,
        )

    def _rows(self, rows: list[IdentityRequest]) -> list[Any]:
        return [request_row(row, self.today) for row in rows]


class IdentityRequestPage(OwnPageMixin, TemplateView):
    """One request: for whoever decides, and for whoever asked, who reads the identity here."""

    http_method_names = FORM
    template_name = "rectification/identity_request.html"

    @cached_property
    def row(self) -> IdentityRequest:
        row = found.identity_request_by_id(self.kwargs["pk"])
        if row is None:
            raise NotVisible
        own = row.requested_by_id == self.person.pk and self.authority.holds(ASKING_ROLE)
        if not own and not may_decide(row, self.authority):
            raise NotVisible
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, own = self.row, self.row.requested_by_id == self.person.pk
        kwargs.setdefault("form", DecideIdentityForm())
        return super().get_context_data(
            facts=request_facts(row),
            light=state_of(row, self.today),
            crumbs=_crumbs(),
            decides=not own and is_pending(row, self.today),
            may_read=found.may_read(row, self.authority, self.today),
            nobody_decides=is_pending(row, self.today) and not deciders_on(row, self.today),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                return self._act(request)
        except CaseError as error:
            del self.row
            context = self.get_context_data(error=error)
            return self.render_to_response(context, status=409)

    def _act(self, request: HttpRequest) -> HttpResponse:
        """Reading is a post: nobody opens an identity by a link, and each time is recorded."""
        row, decision = self.row, request.POST.get("decision", "")
        if decision == "show" and row.requested_by_id == self.person.pk:
            identity: Identity = show_identity(request=row, to=self.authority)
            return self.render_to_response(self.get_context_data(identity=identity))
        if decision not in {"grant", "refuse"} or row.requested_by_id == self.person.pk:
            raise CaseError(_("Choose one of the ways to decide."))
        form = DecideIdentityForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        decide_on_identity(
            request=row,
            by=self.authority,
            grants=decision == "grant",
            answer=form.cleaned_data["answer"],
        )
        messages.success(request, gettext("Decided. Whoever asked is told."))
        return HttpResponseRedirect(_page_of(row))


def _page_of(row: IdentityRequest) -> str:
    return reverse("rectification:identity_request", args=[row.pk])
