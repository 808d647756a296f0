"""委托与不在岗: one's deputies and absences, asked for, decided, recorded and ended here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.acting import acting_as
from rectification.enums import AbsenceKind
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Absence, Delegation
from rectification.policies.delegation import (
    deciders_on,
    delegable_offices,
    may_end,
    may_record_absence,
    why_not_decide,
    why_not_delegate,
)
from rectification.roles import Role
from rectification.selectors import deputies as found
from rectification.services import absences, delegations
from rectification.web.access import OwnPageMixin, address
from rectification.web.deputies import (
    absence_row,
    delegation_facts,
    delegation_row,
    state_of,
)
from rectification.web.deputy_forms import AskForm, LeaveForm, RefuseForm
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from rectification.web.wish import Wish, refusals_of


def _home() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rectification:deputies"))


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Deputies and absence"), reverse("rectification:deputies"))]


class Deputies(OwnPageMixin, TemplateView):
    """What waits for my decision, who stands in for me, for whom I stand in, who is absent."""

    template_name = "rectification/deputies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, day = self.authority, self.today
        keeps = authority.holds(Role.ORG)
        ask = Wish(_("Ask for a deputy"), "ask_deputy", why_not_delegate(self.person, day))
        return super().get_context_data(
            to_decide=self._rows(found.to_decide(authority, day)),
            given=self._rows(found.given_by(self.person)),
            received=self._rows(found.received_by(self.person)),
            in_force=self._rows(found.in_force_below(authority, day)) if keeps else [],
            keeps_offices=keeps,
            absences=[self._absence(row, keeps) for row in found.absences_for(authority, day)],
            ask=None if ask.why_not else Act(ask.label, reverse("rectification:ask_deputy")),
            why_not_ask=refusals_of([ask]),
            record=Act(_("Record an absence"), reverse("rectification:record_absence")),
            suspend=Act(
                _("Suspend somebody from his offices"), address("workflows:move", "suspension")
            )
            if keeps
            else None,
            **kwargs,
        )

    def _rows(self, rows: list[Delegation]) -> list[Any]:
        return [delegation_row(row, self.today) for row in rows]

    def _absence(self, row: Absence, keeps: bool) -> Any:
        own = row.person_id == self.person.pk
        suspended = row.kind == AbsenceKind.SUSPENSION
        return absence_row(
            row,
            self.today,
            may_end=keeps and not own if suspended else keeps or own,
            own=own,
        )


class FormPage(OwnPageMixin, TemplateView):
    """One form; what was typed stays when it is refused."""

    template_name = "rectification/deputy_form.html"
    title: Any
    button: Any
    intro: Any

    def form(self, data: Any = None) -> forms.Form:
        raise NotVisible

    def carry_out(self, form: Any) -> str:
        """Call the service; returns the words for the next page."""
        raise NotVisible

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            crumbs=_crumbs(),
            acts=[
                Act(self.button, kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), reverse("rectification:deputies")),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    messages.success(request, self.carry_out(form))
                return _home()
            except CaseError as error:
                refuse(form, error)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Ask(FormPage):
    """The holder of an office asks for a deputy in it."""

    title = _("Ask for a deputy")
    button = _("Ask the organisation office")
    intro = _(
        "The deputy sees and takes the open steps of your office in these days and signs for you. "
        "It takes effect when it is approved, never by silence."
    )

    def form(self, data: Any = None) -> forms.Form:
        offices = list(delegable_offices(self.person, self.today))
        if not offices:
            raise NotVisible
        return AskForm(data, offices=offices)

    def carry_out(self, form: Any) -> str:
        data = form.cleaned_data
        office, deputy = data["deputy"]
        delegations.delegate(
            by=self.person,
            appointment=office,
            deputy=deputy,
            scope=data["scope"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            reason=data["reason"],
        )
        return gettext("Asked. You are told when it is decided.")


class RecordAbsence(FormPage):
    """Leave; a suspension is a guided move that shows first what changes hands."""

    title = _("Record an absence")
    button = _("Record the absence")
    intro = _(
        "Decisions go to the next office of the chain while somebody is absent, unless a deputy "
        "stands in for him. What the owner of a case has to do stays with him."
    )

    def form(self, data: Any = None) -> forms.Form:
        people = found.recordable_people(self.authority, self.today)
        return LeaveForm(data, people=people, own=self.person)

    def carry_out(self, form: Any) -> str:
        absences.record_absence(
            person=form.who,
            kind=AbsenceKind.LEAVE,
            valid_from=form.cleaned_data["valid_from"],
            valid_to=form.cleaned_data["valid_to"],
            by=self.person,
        )
        return gettext("Recorded.")


class EndAbsence(OwnPageMixin, View):
    """By POST only: somebody is back from leave; a suspension ends by a guided move."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        absence = found.absence_by_id(pk)
        if (
            absence is None
            or absence.kind != AbsenceKind.LEAVE
            or not may_record_absence(self.person, absence.person, absence.kind, self.today)
        ):
            raise NotVisible
        self.attempt(
            lambda: absences.end_absence(absence=absence, by=self.person),
            gettext("The absence is ended."),
        )
        return _home()


class Deputy(OwnPageMixin, TemplateView):
    """One delegation: what it says, and what the reader may decide on it."""

    template_name = "rectification/deputy.html"

    def _delegation(self) -> Delegation:
        row = found.delegation_by_id(self.kwargs["pk"])
        if row is None or not self._may_read(row):
            raise NotVisible
        return row

    def _may_read(self, row: Delegation) -> bool:
        concerned = self.person.pk == row.delegator.pk or (
            self.person.pk == row.deputy_id and row.approved_at is not None
        )
        keeps = self.authority.office_reaching(row.appointment.organisation, Role.ORG)
        return concerned or keeps is not None or self.person in deciders_on(row, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Delegation = kwargs.pop("delegation", None) or self._delegation()
        day = self.today
        is_open = row.ended_on is None and row.valid_to >= day
        pending = is_open and row.approved_at is None
        decide = Wish(_("Approve the delegation"), "", why_not_decide(row, self.person, day))
        kwargs.setdefault("refuse_form", RefuseForm())
        return super().get_context_data(
            delegation=row,
            facts=delegation_facts(row),
            light=state_of(row, day),
            crumbs=_crumbs(),
            decides=pending and decide.why_not is None,
            why_not_decide=refusals_of([decide]) if pending else [],
            nobody_decides=pending and not deciders_on(row, day),
            end_label=self._end_label(row) if is_open and may_end(row, self.person, day) else "",
            **kwargs,
        )

    def _end_label(self, row: Delegation) -> Any:
        if row.approved_at is not None:
            return _("End the delegation now")
        mine = row.delegator.pk == self.person.pk
        return pgettext_lazy("delegation", "Take the request back") if mine else ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._delegation()
        decision = request.POST.get("decision", "")
        form = RefuseForm(request.POST if decision == "refuse" else None)
        if decision == "refuse" and not form.is_valid():
            context = self.get_context_data(delegation=row, refuse_form=form)
            return self.render_to_response(context, status=422)
        try:
            with acting_as(self.user.pk):
                words = self._decide(row, decision, form)
        except CaseError as error:
            context = self.get_context_data(delegation=self._delegation(), error=error)
            return self.render_to_response(context, status=409)
        messages.success(request, words)
        return _home()

    def _decide(self, row: Delegation, decision: str, form: forms.Form) -> str:
        if decision == "approve":
            delegations.approve_delegation(delegation=row, by=self.person)
            return gettext("Approved. Delegator and deputy are told.")
        if decision == "refuse":
            reason = form.cleaned_data["refusal"]
            delegations.refuse_delegation(delegation=row, by=self.person, reason=reason)
            return gettext("Refused. The delegator is told.")
        if decision == "end":
            delegations.end_delegation(delegation=row, by=self.person)
            return gettext("The delegation is ended.")
        raise CaseError(_("Choose one of the ways to decide."))
