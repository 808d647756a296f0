"""Templates of papers and codes for their numbers: kept by the general office, confirmed by two."""

from functools import cached_property
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from rectification.acting import acting_as
from rectification.documents.papers import LAYOUTS
from rectification.documents.templates import judge_template, template_for
from rectification.enums import DocumentKind
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, Organisation, PaperTemplate
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.policies.paper_templates import (
    deciding_office,
    keeping_office,
    why_not_decide_template,
)
from rectification.policies.uploads import sound_file
from rectification.selectors.documents import templates_of
from rectification.services.document_numbers import give_document_code
from rectification.services.paper_templates import (
    confirm_template,
    hand_in_template,
    refuse_template,
)
from rectification.services.scanning import refuse_infected
from rectification.web.access import FORM, READING, LimitedPageMixin
from rectification.web.dates import moment
from rectification.web.evidence import grouped
from rectification.web.handing_out import hand_out
from rectification.web.paper_template_forms import CodeForm, TemplateForm
from rectification.web.paper_template_words import (
    CODE_COLUMNS,
    KIND_COLUMNS,
    VERSION_COLUMNS,
    kind_row,
    template_light,
    title_of,
    version_row,
)
from rectification.web.parts import Act, ActKind, Cell, Crumb, Text
from rectification.web.refusing import refuse

_DECISIONS: Final = {"confirm": confirm_template, "refuse": refuse_template}


class TemplatePageMixin(LimitedPageMixin):
    """For the general office, which keeps them, and the organisation office, which confirms."""

    def is_open(self) -> bool:
        return deciding_office(self.authority) is not None

    @cached_property
    def office(self) -> Appointment:
        office = deciding_office(self.authority)
        assert office is not None
        return office

    @cached_property
    def keeps(self) -> Appointment | None:
        return keeping_office(self.authority)

    @property
    def township(self) -> Organisation:
        return self.office.jurisdiction


class KeeperPageMixin(TemplatePageMixin):
    """For the general office alone."""

    def is_open(self) -> bool:
        return keeping_office(self.authority) is not None

    @property
    def township(self) -> Organisation:
        assert self.keeps is not None
        return self.keeps.jurisdiction


class PaperTemplates(TemplatePageMixin, TemplateView):
    """Which template each kind of paper has, every version, and whose code begins a number."""

    http_method_names = READING
    template_name = "rectification/paper_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = templates_of(self.township)
        current = {row.kind: row for row in found if row.confirmed_at and not row.ended_at}
        coded = Organisation.objects.exclude(document_code="").filter(
            path__startswith=self.township.path
        )
        return super().get_context_data(
            kind_columns=KIND_COLUMNS,
            kinds=[kind_row(kind, current.get(kind), self.keeps) for kind in LAYOUTS],
            version_columns=VERSION_COLUMNS,
            versions=[version_row(row) for row in found],
            code_columns=CODE_COLUMNS,
            codes=[[Cell(node.name), Cell(node.document_code)] for node in coded.order_by("path")],
            act=Act(_("Enter a code"), reverse("rectification:document_codes"))
            if self.keeps
            else None,
            **kwargs,
        )


class _FormPage(KeeperPageMixin, FormView):
    http_method_names = FORM
    template_name = "rectification/deputy_form.html"
    title: Text
    intro: Text
    button: Text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            crumbs=[_home()],
            acts=[Act(self.button, kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def carry_out(self, data: dict[str, Any]) -> str:
        """What is told afterwards."""
        raise NotVisible

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                messages.success(self.request, self.carry_out(form.cleaned_data))
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("rectification:paper_templates"))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NewPaperTemplate(_FormPage):
    """Judged before it is kept; a second person confirms it."""

    form_class = TemplateForm
    title = _("Replace the template of a paper")
    button = _("Hand it in")
    intro = _(
        "Take the template away that is used now, change it in your word processor and hand it in. "
        "It is checked at once, and used after somebody else has confirmed it."
    )

    @cached_property
    def kind(self) -> DocumentKind:
        return _kind_of(self.kwargs["kind"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": f"{self.title} · {self.kind.label}"}

    def carry_out(self, data: dict[str, Any]) -> str:
        assert self.keeps is not None
        try:
            sound = sound_file(data["file"])
            refuse_infected(sound.name, sound.original)
        except CaseError as error:
            raise CaseError(error.message, field="file", rule=error.rule) from error
        if sound.extension != ".docx":
            text = gettext("“%(name)s” is no Word file (.docx).") % {"name": sound.name}
            raise CaseError(text, field="file", rule="5")
        judge_template(sound.content, self.kind)
        hand_in_template(
            office=self.keeps,
            kind=self.kind,
            content=sound.content,
            name=sound.name,
            note=data["note"],
        )
        return gettext("Handed in. Somebody else confirms it before it is used.")


class OneTemplateMixin(TemplatePageMixin):
    """A version of the reader's own township."""

    @cached_property
    def template(self) -> PaperTemplate:
        rows = PaperTemplate.objects.select_related("uploaded_by", "confirmed_by")
        row = rows.filter(pk=self.kwargs["pk"], organisation=self.township).first()
        if row is None:
            raise NotVisible
        return row


class PaperTemplatePage(OneTemplateMixin, TemplateView):
    """One version: taken away to look at it, confirmed or refused by a second person."""

    http_method_names = FORM
    template_name = "rectification/paper_template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.template
        by = row.confirmed_by.name if row.confirmed_by else ""
        return super().get_context_data(
            title=title_of(row),
            light=template_light(row),
            facts=[
                (_("What was changed"), row.note),
                (
                    pgettext_lazy("document", "Handed in"),
                    f"{row.uploaded_by.name} · {moment(row.uploaded_at)}",
                ),
                (_("Confirmed by"), by),
                ("SHA-256", grouped(row.sha256)),
            ],
            acts=[
                Act(_("Take it away"), reverse("rectification:paper_template_file", args=[row.pk]))
            ],
            decides=why_not_decide_template(row, self.person) is None,
            crumbs=[_home()],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decide = _DECISIONS.get(request.POST.get("decision", ""))
        if decide is None:
            raise Http404
        confirmed = decide is confirm_template
        told = gettext("Confirmed. It is used from now on.") if confirmed else gettext("Refused.")
        self.attempt(lambda: decide(template=self.template, office=self.office), told)
        return HttpResponseRedirect(reverse("rectification:paper_template", args=[pk]))


class PaperTemplateFile(OneTemplateMixin, View):
    http_method_names = READING

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        with self.template.file.open("rb") as stored:
            return hand_out(stored.read(), self.template.name)


class HouseTemplate(TemplatePageMixin, View):
    """That of the house, to begin from."""

    http_method_names = READING

    def get(self, request: Any, kind: str) -> HttpResponseBase:
        found = _kind_of(kind)
        return hand_out(template_for(found), f"{found.label}.docx")


class DocumentCodes(_FormPage):
    form_class = CodeForm
    title = _("Code for the numbers of papers")
    button = _("Enter it")
    intro = _("As the general office has it on its list of codes.")

    def get_form(self, form_class: Any = None) -> forms.Form:
        form = super().get_form(form_class)
        field: Any = form.fields["organisation"]
        field.queryset = open_organisations(self.township, today()).order_by("path")
        return form

    def carry_out(self, data: dict[str, Any]) -> str:
        give_document_code(organisation=data["organisation"], code=data["code"])
        return gettext("Entered. It is used for the next number.")


def _home() -> Crumb:
    return Crumb(_("Templates and codes of papers"), reverse("rectification:paper_templates"))


def _kind_of(value: str) -> DocumentKind:
    kind = next((kind for kind in LAYOUTS if kind == value), None)
    if kind is None:
        raise Http404
    return kind
