"""措施模板: what the organisation office of a township suggests to whoever drafts a plan."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from rectification.acting import acting_as
from rectification.enums import CaseLevel, Sector
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, PlanTemplate
from rectification.policies.plan_templates import template_office
from rectification.selectors.plan_templates import templates_of
from rectification.services.plan_templates import end_template, enter_template
from rectification.web.access import LimitedPageMixin, row_key
from rectification.web.dates import list_date
from rectification.web.parts import Act, ActKind, Crumb, Row, Text
from rectification.web.refusing import refuse

_TITLE: Text = gettext_lazy("Templates of measures")


class TemplateForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.plan_templates.enter_template`."""

    text = forms.CharField(
        label=gettext_lazy("What will be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("As it may stand in a plan; whoever takes it over can change it."),
    )
    deliverable = forms.CharField(label=gettext_lazy("What will show it"), max_length=200)
    sector = forms.ChoiceField(
        label=gettext_lazy("For the sector"),
        choices=[("", gettext_lazy("all")), *Sector.choices],
        required=False,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("For cases of the level"),
        choices=[("", gettext_lazy("all")), *CaseLevel.choices],
        required=False,
    )


class TemplatePageMixin(LimitedPageMixin):
    """Pages of the organisation office; for everybody else they are not there."""

    def is_open(self) -> bool:
        return template_office(self.authority) is not None

    @cached_property
    def office(self) -> Appointment:
        office = template_office(self.authority)
        if office is None or office.jurisdiction is None:
            raise NotVisible
        return office


class Templates(TemplatePageMixin, TemplateView):
    """Those that are offered, each with the button that ends it; ended ones stand below."""

    template_name = "rectification/plan_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(templates_of(self.office.jurisdiction))
        return super().get_context_data(
            title=_TITLE,
            rows=[_row(row) for row in found if row.ended_at is None],
            ended=[_row(row) for row in found if row.ended_at is not None],
            act=Act(_("Add a template"), reverse("rectification:new_template")),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one."""
        key = row_key(request.POST.get("end", "")) or 0
        template = templates_of(self.office.jurisdiction).filter(pk=key).first()
        if template is None:
            raise NotVisible
        self.attempt(
            lambda: end_template(template=template, office=self.office),
            _("Ended. It stays on record and is offered no more."),
        )
        return HttpResponseRedirect(reverse("rectification:templates"))


class NewTemplate(TemplatePageMixin, FormView):
    template_name = "rectification/new_rule.html"
    form_class = TemplateForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        home = reverse("rectification:templates")
        return super().get_context_data(
            title=_("Add a template"),
            crumbs=[Crumb(_TITLE, home)],
            acts=[
                Act(_("Offer it from now on"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), home),
            ],
            **kwargs,
        )

    def form_valid(self, form: TemplateForm) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                enter_template(office=self.office, **form.cleaned_data)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Added. It is offered to whoever drafts a plan."))
        return HttpResponseRedirect(reverse("rectification:templates"))

    def form_invalid(self, form: TemplateForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _row(template: PlanTemplate) -> Row:
    end = Act(
        _("End it"),
        reverse("rectification:templates"),
        kind=ActKind.POST,
        name="end",
        value=str(template.pk),
        about=template.text,
    )
    entered = (template.entered_by.name, list_date(template.entered_at))
    meta = [
        template.deliverable,
        str(template.get_sector_display()) if template.sector else _("all sectors"),
        str(template.get_level_display()) if template.level else _("all levels"),
        _("entered by %(name)s on %(day)s") % dict(zip(("name", "day"), entered, strict=True)),
    ]
    if template.ended_by is not None and template.ended_at is not None:
        ended = {"name": template.ended_by.name, "day": list_date(template.ended_at)}
        meta.append(_("ended by %(name)s on %(day)s") % ended)
    return Row(title=template.text, meta=meta, act=None if template.ended_at else end)
