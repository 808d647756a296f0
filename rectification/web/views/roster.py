"""导入花名册: upload, preview with a verdict on every row, confirm; nothing lies in the session."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View

from rectification.acting import acting_as
from rectification.enums import ImportKind
from rectification.exceptions import CaseError, NotVisible
from rectification.imports.error_file import error_file
from rectification.imports.roster.reading import headed_tables
from rectification.imports.roster.report import Report
from rectification.models import WaitingFile
from rectification.selectors import roster
from rectification.services.importing import Importer
from rectification.services.roster import RosterInstructions, import_roster, preview_roster
from rectification.services.waiting_files import keep_waiting, take_waiting
from rectification.web.access import FORM
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
from rectification.web.roster_report import ROW_COLUMNS, VIEWS, page_of_verdicts, tabs_of
from rectification.web.rosters import RosterPageMixin


class RosterUpload(RosterPageMixin, FormView):
    template_name = "rectification/roster.html"
    form_class = UploadForm
    http_method_names = FORM
    tab = "roster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            acts=[Act(_("Check the file"), kind=ActKind.SUBMIT, due=True)],
            files=[imported_row(file) for file in roster.imported_files(self.nodes)],
            waiting=waiting_row(ImportKind.ROSTER, self.person, "rectification:roster_file"),
            **kwargs,
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """A file refused as a whole is told here and kept nowhere."""
        upload = form.cleaned_data["file"]
        content = upload.read()
        importer = Importer(self.person, self.nodes)
        refusal = preview_roster(content=content, importer=importer).refusal
        if refusal is not None and refusal.code != "F-SAME":
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        waiting = keep_waiting(
            kind=ImportKind.ROSTER, content=content, name=upload.name or "", owner=self.person
        )
        return HttpResponseRedirect(reverse("rectification:roster_file", args=[waiting.pk]))

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WaitingMixin(RosterPageMixin, WaitingFileMixin):
    import_kind = ImportKind.ROSTER

    @property
    def importer(self) -> Importer:
        return Importer(self.person, self.nodes)

    def judged(self) -> Report:
        return preview_roster(content=self.content, importer=self.importer, again=self.again)


class RosterPreview(WaitingMixin, TemplateView):
    """Judged anew at each look and once more when it is written."""

    template_name = "rectification/import_preview.html"
    tab = "roster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.judged()
        shown = Shown.of(self.request, dict(VIEWS))
        rows, next_url = page_of_verdicts(report, shown)
        return super().get_context_data(
            waiting=self.waiting,
            crumbs=[Crumb(_("Import a roster"), reverse("rectification:roster"))],
            refusal=refusal_of(report, "?again=1"),
            sheet_columns=SHEET_COLUMNS,
            sheets=sheet_rows(report),
            remarks=sheet_remarks(report),
            views=tabs_of(report, shown),
            row_columns=ROW_COLUMNS,
            rows=rows,
            next_url=next_url,
            first_url=shown.address() if shown.after else "",
            acts=acts_of(report),
            refused_url=self._refused_url(report),
            accepted=len(report.accepted),
            refused=len(report.refused),
            again=self.again,
            **kwargs,
        )

    def _refused_url(self, report: Report) -> str:
        if not report.refused:
            return ""
        url = reverse("rectification:roster_refused", args=[self.waiting.pk])
        return f"{url}?again=1" if self.again else url

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waiting = self.waiting
        if "discard" in request.POST:
            take_waiting(waiting=waiting)
            messages.success(request, _("The file was discarded; nothing was written."))
            return HttpResponseRedirect(reverse("rectification:roster"))
        try:
            with acting_as(self.user.pk):
                report = self._import(waiting)
        except CaseError as error:
            messages.error(request, str(error.message))
        else:
            if report.written:
                return self._done(waiting, report)
            messages.warning(
                request, _("Nothing was written: look at the verdicts again and confirm anew.")
            )
        return self.render_to_response(self.get_context_data(), status=422)

    def _import(self, waiting: WaitingFile) -> Report:
        instructions = RosterInstructions(
            accept_valid="valid" in self.request.POST,
            again=self.again,
            expected=self.told(),
        )
        return import_roster(
            content=self.content,
            name=waiting.name,
            importer=self.importer,
            instructions=instructions,
        )

    def _done(self, waiting: WaitingFile, report: Report) -> HttpResponse:
        take_waiting(waiting=waiting)
        count = len(report.accepted)
        text = ngettext("%(count)d row is in force.", "%(count)d rows are in force.", count)
        messages.success(self.request, text % {"count": count})
        if not report.waiting:
            return HttpResponseRedirect(reverse("rectification:organisations"))
        messages.warning(
            self.request, _("New offices take effect once a second person has confirmed them.")
        )
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))


class RefusedRows(WaitingMixin, View):
    """不合格的行: to be corrected and handed in again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.judged()
        if report.judgement is None or not report.refused:
            raise NotVisible
        return refused_rows(error_file(headed_tables(self.content), report.refused), pk)
