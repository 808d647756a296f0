"""意见登记表: upload, preview, confirm; for the intake officer, who alone reads opinions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View

from rectification.enums import ImportKind
from rectification.exceptions import CaseError, NotVisible
from rectification.imports.error_file import error_file
from rectification.imports.opinions.report import Report
from rectification.selectors.intake import reads_opinions
from rectification.selectors.registers import imported_registers
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.importing import Importer, Instructions
from rectification.services.registers import preview_register
from rectification.services.waiting_files import keep_waiting, take_waiting
from rectification.web.handed_in import (
    UploadForm,
    WaitingFileMixin,
    acts_of,
    imported_row,
    refusal_of,
    refused_rows,
    waiting_row,
)
from rectification.web.import_report import SHEET_COLUMNS, Shown, sheet_remarks, sheet_rows
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.views.opinions import OpinionPageMixin
from workflows.registers import import_register
from workflows.web.register_report import COLUMNS, VIEWS, page_of_verdicts, tabs_of

SEALED = frozenset({"contact"})
"""Fields whose values go to the sealed table and into no file of ours."""


class RegisterPageMixin(OpinionPageMixin):
    """The rows are opinions in their authors' words."""

    def is_for_reader(self) -> bool:
        return bool(self.townships) and reads_opinions(self.person)

    @property
    def importer(self) -> Importer:
        return Importer(self.person, self.townships)

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Opinions"), reverse("rectification:opinions"))]


class RegisterUpload(RegisterPageMixin, FormView):
    template_name = "workflows/registers.html"
    form_class = UploadForm
    http_method_names = ["get", "post", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            acts=[Act(_("Check the file"), kind=ActKind.SUBMIT, due=True)],
            files=[imported_row(file) for file in imported_registers(self.townships)],
            waiting=waiting_row(ImportKind.OPINIONS, self.person, "workflows:register_file"),
            crumbs=self.crumbs,
            **kwargs,
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """What waits for confirmation holds contacts, and lies encrypted for that day."""
        upload = form.cleaned_data["file"]
        content = upload.read()
        refusal = preview_register(content=content, importer=self.importer).refusal
        if refusal is not None and refusal.code != "F-SAME":
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        waiting = keep_waiting(
            kind=ImportKind.OPINIONS,
            content=encrypt_bytes(content),
            name=upload.name or "",
            owner=self.person,
        )
        return HttpResponseRedirect(reverse("workflows:register_file", args=[waiting.pk]))

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WaitingRegisterMixin(RegisterPageMixin, WaitingFileMixin):
    import_kind = ImportKind.OPINIONS

    @cached_property
    def register(self) -> bytes:
        return decrypt_bytes(self.content)

    def judged(self) -> Report:
        return preview_register(content=self.register, importer=self.importer, again=self.again)


class RegisterPreview(WaitingRegisterMixin, TemplateView):
    """Judged anew at each look and once more when it is written."""

    template_name = "rectification/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.judged()
        shown = Shown.of(self.request, dict(VIEWS))
        rows, next_url = page_of_verdicts(report, shown)
        refused = reverse("workflows:register_refused", args=[self.waiting.pk])
        return super().get_context_data(
            waiting=self.waiting,
            crumbs=self.crumbs,
            refusal=refusal_of(report, shown.address(again=True)),
            sheet_columns=SHEET_COLUMNS,
            sheets=sheet_rows(report),
            remarks=sheet_remarks(report),
            views=tabs_of(report, shown),
            row_columns=COLUMNS,
            rows=rows,
            next_url=next_url,
            first_url=shown.address() if shown.after else "",
            acts=acts_of(report),
            refused_url=refused + shown.address(view="") if report.refused else "",
            accepted=len(report.accepted),
            refused=len(report.refused),
            again=self.again,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waiting = self.waiting
        if "discard" in request.POST:
            take_waiting(waiting=waiting)
            messages.success(request, _("The file was discarded; nothing was written."))
            return HttpResponseRedirect(reverse("workflows:registers"))
        try:
            report = self._import()
        except CaseError as error:
            messages.error(request, str(error.message))
        else:
            if report.written:
                return self._done(report)
            messages.warning(
                request, _("Nothing was written: look at the verdicts again and confirm anew.")
            )
        return self.render_to_response(self.get_context_data(), status=422)

    def _import(self) -> Report:
        return import_register(
            content=self.register,
            name=self.waiting.name,
            importer=self.importer,
            instructions=Instructions(
                accept_valid="valid" in self.request.POST,
                again=self.again,
                expected=self.told(),
            ),
        )

    def _done(self, report: Report) -> HttpResponse:
        take_waiting(waiting=self.waiting)
        count = len(report.accepted)
        text = ngettext(
            "%(count)d opinion waits for intake.", "%(count)d opinions wait for intake.", count
        )
        messages.success(self.request, text % {"count": count})
        return HttpResponseRedirect(reverse("rectification:inbox"))


class RefusedOpinions(WaitingRegisterMixin, View):
    """不合格的行, to be corrected and handed in again; contacts are filled in from the original."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.judged()
        if report.register is None or not report.refused:
            raise NotVisible
        headed = [(report.register.table, report.register.heading)]
        return refused_rows(error_file(headed, report.refused, sealed=SEALED), pk)
