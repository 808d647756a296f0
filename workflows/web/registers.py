"""意见登记表: upload, preview, confirm; for the intake officer, who alone reads opinions."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from rectification.enums import ImportKind
from rectification.exceptions import NotVisible
from rectification.imports.error_file import error_file
from rectification.imports.opinions.layouts import OPINIONS
from rectification.imports.opinions.report import Report
from rectification.imports.report import Report as AnyReport
from rectification.policies.opinions import reads_opinions
from rectification.selectors.registers import imported_registers
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.importing import Importer, Instructions
from rectification.services.registers import preview_register
from rectification.services.waiting_files import keep_waiting
from rectification.web.access import FORM
from rectification.web.column_choice import SETTLED_ON_THE_PAGE, TableFileMixin
from rectification.web.handed_in import (
    UploadForm,
    hand_out_refused,
    imported_row,
    waiting_row,
)
from rectification.web.import_preview import ImportPreview
from rectification.web.parts import Act, ActKind, Cell, Crumb, Text
from rectification.web.views.opinions import OpinionPageMixin
from workflows.registers import import_register
from workflows.web.register_report import COLUMNS, cells_of

SEALED = frozenset({"contact"})
"""Fields whose values go to the sealed table and into no file of ours."""


class RegisterPageMixin(OpinionPageMixin):
    """The rows are opinions in their authors' words."""

    def is_for_reader(self) -> bool:
        return bool(self.townships) and reads_opinions(self.person)

    @property
    def importer(self) -> Importer:
        return Importer(self.person, self.townships)

    def crumb(self) -> Crumb:
        return Crumb(_("Opinions"), reverse("rectification:opinions"))


class RegisterUpload(RegisterPageMixin, FormView):
    template_name = "workflows/registers.html"
    form_class = UploadForm
    http_method_names = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            acts=[Act(_("Check the file"), kind=ActKind.SUBMIT, due=True)],
            files=[imported_row(file) for file in imported_registers(self.townships)],
            waiting=waiting_row(ImportKind.OPINIONS, self.person, "workflows:register_file"),
            crumbs=[self.crumb()],
            **kwargs,
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """What waits for confirmation holds contacts, and lies encrypted for that day."""
        upload = form.cleaned_data["file"]
        content = upload.read()
        refusal = preview_register(content=content, importer=self.importer).refusal
        if refusal is not None and refusal.code not in SETTLED_ON_THE_PAGE:
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


class WaitingRegisterMixin(RegisterPageMixin, TableFileMixin):
    import_kind = ImportKind.OPINIONS
    layout = OPINIONS

    @cached_property
    def register(self) -> bytes:
        return decrypt_bytes(self.content)

    def judged(self) -> Report:
        return preview_register(
            content=self.register,
            importer=self.importer,
            again=self.again,
            columns=self.columns_told,
        )


class RegisterPreview(WaitingRegisterMixin, ImportPreview):
    upload_page = "workflows:registers"
    refused_page = "workflows:register_refused"
    columns = COLUMNS

    def about(self, report: AnyReport[Any]) -> dict[str, Any]:
        return self.columns_card(cast(Report, report))

    def cells_of(self, verdicts: Sequence[Any]) -> list[list[Cell | Text]]:
        return cells_of(verdicts)

    def write(self, instructions: Instructions) -> Report:
        return import_register(
            content=self.register,
            name=self.waiting.name,
            importer=self.importer,
            instructions=instructions,
            columns=self.columns_told,
        )

    def done(self, report: AnyReport[Any]) -> HttpResponse:
        count = len(report.accepted)
        text = ngettext(
            "%(count)d opinion waits for intake.", "%(count)d opinions wait for intake.", count
        )
        messages.success(self.request, text % {"count": count})
        return HttpResponseRedirect(reverse("rectification:inbox"))


class RefusedOpinions(WaitingRegisterMixin, View):
    """不合格的行, to be corrected and handed in again; contacts are filled in from the original."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.judged()
        if report.register is None or not report.refused:
            raise NotVisible
        headed = [(report.register.table, report.register.heading)]
        return hand_out_refused(error_file(headed, report.refused, sealed=SEALED), pk)
