"""取消任职: an office that is confirmed and begins on a day to come, called off with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment
from rectification.policies.confirming import confirmers_of, why_not_call_off
from rectification.selectors import roster
from rectification.services.calling_off import call_off_appointment
from rectification.web.access import FORM
from rectification.web.appointment_forms import CallOffForm
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from rectification.web.rosters import ConfirmingPageMixin, appointment_title, office_facts
from rectification.wording import labelled


class CallOff(ConfirmingPageMixin, FormView):
    """Who may confirm it may call it off, until its first day."""

    template_name = "rectification/appointment.html"
    form_class = CallOffForm
    http_method_names = FORM

    @cached_property
    def appointment(self) -> Appointment:
        row = roster.coming(self.nodes, self.today).filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotVisible
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.appointment
        asked = confirmers_of(row.organisation, self.today)
        by = row.confirmed_by.name if row.confirmed_by else ""
        back = reverse("rectification:pending_appointments")
        return super().get_context_data(
            title=labelled(row.person.name, appointment_title(row)),
            crumbs=[Crumb(_("Appointments to be confirmed"), back)],
            facts=[*office_facts(row), (_("Confirmed by"), by)],
            why_not=why_not_call_off(row, self.today) or asked.why_not(row, self.person),
            acts=[Act(_("Call off, the office never begins"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: CallOffForm) -> HttpResponse:
        row, reason = self.appointment, form.cleaned_data["reason"]
        try:
            with acting_as(self.user.pk):
                call_off_appointment(appointment=row, by=self.person, reason=reason)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Called off; it gives no rights."))
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))

    def form_invalid(self, form: CallOffForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
