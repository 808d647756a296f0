"""任职: entering an office, and confirming or refusing what somebody else entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, ImportedFile
from rectification.policies.confirming import Confirmers, confirmers_of
from rectification.selectors import roster
from rectification.services.appointments import (
    appoint,
    confirm_appointment,
    refuse_appointment,
)
from rectification.services.roster.writing import confirm_all
from rectification.web.access import FORM, address, row_key
from rectification.web.appointment_forms import AppointmentForm, DecisionForm
from rectification.web.dates import moment, period_words
from rectification.web.parts import Act, ActKind, Crumb, Row, Text
from rectification.web.refusing import refuse
from rectification.web.rosters import (
    ConfirmingPageMixin,
    RosterPageMixin,
    appointment_title,
    entered_words,
    office_facts,
)
from rectification.wording import labelled


class NewAppointment(RosterPageMixin, FormView):
    """Enter an office; it waits for a second person."""

    template_name = "rectification/new_appointment.html"
    form_class = AppointmentForm
    http_method_names = FORM

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "nodes": self.nodes}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person", "")[:32]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[Crumb(_("People"), reverse("rectification:people"))],
            acts=[Act(_("Enter, for a second person to confirm"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: AppointmentForm) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                appoint(**form.cleaned_data, entered_by=self.person)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Entered. It takes effect once a second person has confirmed it.")
        )
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))

    def form_invalid(self, form: AppointmentForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Pending(ConfirmingPageMixin, TemplateView):
    """待确认的任职: one by one, or all of one import."""

    template_name = "rectification/pending_appointments.html"

    @cached_property
    def confirmers(self) -> dict[int, Confirmers]:
        return {node.pk: Confirmers(node, self.today) for node in self.nodes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = row_key(self.request.GET.get("after", "")) or 0
        found = list(roster.pending(self.nodes).filter(pk__gt=after)[: roster.PAGE + 1])
        page = found[: roster.PAGE]
        return super().get_context_data(
            rows=[self._row(row) for row in page],
            files=[self._file(*row) for row in roster.pending_by_file(self.nodes)],
            count=roster.pending(self.nodes).count(),
            coming=[_coming(row) for row in roster.coming(self.nodes, self.today)[: roster.PAGE]],
            next_url=f"?after={page[-1].pk}" if len(found) > len(page) else "",
            first_url=self.request.path if after else "",
            **kwargs,
        )

    def _row(self, row: Appointment) -> Row:
        why_not = self._why_not(row)
        url = _page_of(row)
        title = labelled(row.person.name, appointment_title(row))
        act = Act(
            _("Confirm"),
            reverse("rectification:pending_appointments"),
            kind=ActKind.POST,
            name="confirm",
            value=str(row.pk),
            about=title,
        )
        return Row(
            title=title,
            url=url,
            meta=[
                row.person.code,
                _("succeeds %(name)s") % {"name": row.replaces.person.name} if row.replaces else "",
                period_words(row.valid_from, row.valid_to),
                row.mandate,
                *entered_words(row),
            ],
            note=why_not or "",
            act=None if why_not else _looking(url, title) if row.replaces else act,
        )

    def _why_not(self, row: Appointment) -> Text | None:
        """Asked of the committee the organisation stands under, which is loaded once."""
        for node in self.nodes:
            if row.organisation.path.startswith(node.path):
                why = self.confirmers[node.pk].why_not(row, self.person)
                return why.message if why else None
        return _("The organisation office, the secretary or the deputy secretary confirms it.")

    def _file(self, file: ImportedFile, count: int) -> Row:
        by = file.imported_by.name if file.imported_by else _("by command")
        label = ngettext("Confirm %(count)d office", "Confirm all %(count)d offices", count)
        act = Act(
            label % {"count": count},
            reverse("rectification:pending_appointments"),
            kind=ActKind.POST,
            name="all",
            value=str(file.pk),
            about=file.name,
        )
        is_own = file.imported_by_id == self.person.pk
        note = _("You imported it; a second person confirms it.") if is_own else ""
        return Row(
            title=file.name,
            meta=[by, moment(file.imported_at)],
            note=note,
            act=None if is_own else act,
        )

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        confirm, everything = (
            row_key(request.POST.get(name, "")) or 0 for name in ("confirm", "all")
        )
        rows = roster.pending(self.nodes).filter(replaces__isnull=True)
        chosen = rows.filter(**({"imported": everything} if everything else {"pk": confirm}))
        try:
            with acting_as(self.user.pk):
                count = confirm_all(appointments=list(chosen), by=self.person)
        except CaseError as error:
            messages.error(request, str(error.message))
        else:
            self._say(count, len(chosen))
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))

    def _say(self, count: int, asked: int) -> None:
        if count:
            text = ngettext("%(count)d office confirmed.", "%(count)d offices confirmed.", count)
            messages.success(self.request, text % {"count": count})
        if count < asked or not asked:
            messages.warning(
                self.request,
                _("What is your own, what you entered, and what was decided already is left."),
            )


def _coming(row: Appointment) -> Row:
    """Confirmed; until its first day it can be called off."""
    title = labelled(row.person.name, appointment_title(row))
    return Row(
        title=title,
        url=reverse("rectification:call_off", args=[row.pk]),
        meta=[row.person.code, period_words(row.valid_from, row.valid_to), row.mandate],
    )


def _page_of(row: Appointment) -> str:
    """A succession is confirmed where what changes hands is shown first."""
    if row.replaces is not None:
        return address("workflows:succession", row.pk)
    return reverse("rectification:appointment", args=[row.pk])


def _looking(url: str, title: str) -> Act:
    return Act(_("Look at what changes hands"), url, about=title)


class Decision(ConfirmingPageMixin, FormView):
    """One office: confirm it, or refuse it with a reason."""

    template_name = "rectification/appointment.html"
    form_class = DecisionForm
    http_method_names = FORM

    @cached_property
    def appointment(self) -> Appointment:
        rows = roster.pending(self.nodes).filter(replaces__isnull=True)
        row = rows.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotVisible
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.appointment
        why_not = confirmers_of(row.organisation, self.today).why_not(row, self.person)
        acts = [
            Act(
                _("Confirm, the office takes effect"),
                kind=ActKind.SUBMIT,
                due=True,
                name="confirm",
                value="1",
            ),
            Act(_("Refuse"), kind=ActKind.SUBMIT, name="refuse", value="1"),
        ]
        back = reverse("rectification:pending_appointments")
        return super().get_context_data(
            appointment=row,
            title=labelled(row.person.name, appointment_title(row)),
            crumbs=[Crumb(_("Appointments to be confirmed"), back)],
            facts=office_facts(row),
            why_not=why_not,
            acts=acts,
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        row, refuses = self.appointment, "refuse" in self.request.POST
        if not refuses and "confirm" not in self.request.POST:
            form.add_error(None, _("Choose one of the ways to decide."))
            return self.form_invalid(form)
        try:
            with acting_as(self.user.pk):
                if refuses:
                    reason = form.cleaned_data["reason"]
                    refuse_appointment(appointment=row, by=self.person, reason=reason)
                else:
                    confirm_appointment(appointment=row, by=self.person)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        done = _("Refused; it gives no rights.") if refuses else _("Confirmed; it is in force.")
        messages.success(self.request, done)
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))

    def form_invalid(self, form: DecisionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
