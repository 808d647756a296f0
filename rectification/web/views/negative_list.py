"""负面清单: in force and former versions for everybody; publishing for the organisation office."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, NegativeList
from rectification.policies.negative_list import publishing_office
from rectification.policies.townships import own_township
from rectification.selectors.negative_list import items_in_force, list_in_force, versions_of
from rectification.services.negative_list import publish_negative_list
from rectification.web.access import OwnPageMixin
from rectification.web.dates import full_date, moment
from rectification.web.negative_list_forms import KINDS, NegativeListForm
from rectification.web.parts import Act, ActKind, Column, Crumb, Light, LightColour
from rectification.web.refusing import refuse

COLUMNS = [Column(_("Conduct")), Column(_("Norm"))]


class NegativeListPage(OwnPageMixin, TemplateView):
    """The version in force with its items, and every other version below."""

    template_name = "rectification/negative_list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        committee = own_township(self.authority)
        versions = versions_of(committee) if committee else []
        current = list_in_force(committee, self.today) if committee else None
        url = reverse("rectification:publish_negative_list")
        publishes = publishing_office(self.authority) is not None
        return super().get_context_data(
            current=next((self._shown(v, current) for v in versions if v == current), None),
            others=[self._shown(version, current) for version in versions if version != current],
            columns=COLUMNS,
            act=Act(_("Publish a new version"), url) if publishes else None,
            **kwargs,
        )

    def _shown(self, version: NegativeList, current: NegativeList | None) -> dict[str, Any]:
        items = list(version.items.all())
        return {
            "title": gettext("Version %(number)d") % {"number": version.version},
            "light": self._light(version, current),
            "facts": [
                (_("In force from"), version.valid_from),
                (_("Basis"), version.basis),
                (_("Published"), f"{version.published_by.name} · {moment(version.published_at)}"),
            ],
            "groups": [
                (kind.label, [[item.text, item.norm] for item in items if item.kind == kind])
                for kind in KINDS
            ],
        }

    def _light(self, version: NegativeList, current: NegativeList | None) -> Light:
        if version == current:
            return Light(LightColour.GREEN, _("In force"))
        if version.valid_from > self.today:
            word = gettext("From %(day)s on") % {"day": full_date(version.valid_from)}
            return Light(LightColour.YELLOW, word)
        return Light(LightColour.GREY, _("Former version"))


class PublishNegativeList(OwnPageMixin, FormView):
    """A version is published as a whole; what runs keeps what it cites."""

    template_name = "rectification/deputy_form.html"
    http_method_names = ["get", "post", "head", "options"]

    @cached_property
    def office(self) -> Appointment:
        office = publishing_office(self.authority)
        if office is None:
            raise NotVisible
        return office

    def get_form(self, form_class: Any = None) -> NegativeListForm:
        items = items_in_force(self.office.jurisdiction, self.today)
        return NegativeListForm(**self.get_form_kwargs(), items=items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Publish the negative list"),
            crumbs=[Crumb(_("Negative list"), reverse("rectification:negative_list"))],
            intro=_(
                "Items describe conduct that others can see, never a belief or anything of private "
                "life. Cases that run keep the wording they cite."
            ),
            acts=[Act(_("Publish this version"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: NegativeListForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            publish_negative_list(
                office=self.office,
                valid_from=data["valid_from"],
                basis=data["basis"],
                wordings=form.wordings,
            )
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("Published."))
        return HttpResponseRedirect(reverse("rectification:negative_list"))

    def form_invalid(self, form: NegativeListForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
