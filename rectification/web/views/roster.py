"""导入花名册: upload, preview with a verdict on every row, confirm; nothing lies in the session."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.generic import FormView, View

from rectification.acting import acting_as
from rectification.enums import ImportKind
from rectification.exceptions import NotVisible
from rectification.imports.error_file import error_file
from rectification.imports.report import Report as AnyReport
from rectification.imports.roster.judging import Change
from rectification.imports.roster.reading import headed_tables
from rectification.imports.roster.report import Report
from rectification.selectors import roster
from rectification.services.importing import Importer, Instructions
from rectification.services.roster import RosterInstructions, import_roster, preview_roster
from rectification.services.waiting_files import keep_waiting
from rectification.web.access import FORM
from rectification.web.handed_in import (
    UploadForm,
    WaitingFileMixin,
    hand_out_refused,
    imported_row,
    waiting_row,
)
from rectification.web.import_preview import ImportPreview
from rectification.web.parts import Act, ActKind, Cell, Crumb, Text
from rectification.web.roster_report import ROW_COLUMNS, cells_of
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


class RosterPreview(WaitingMixin, ImportPreview):
    upload_page = "rectification:roster"
    refused_page = "rectification:roster_refused"
    columns = ROW_COLUMNS
    views = (*ImportPreview.views, ("changed", pgettext_lazy("import", "Changes")))
    tab = "roster"

    def crumb(self) -> Crumb:
        return Crumb(_("Import a roster"), reverse(self.upload_page))

    def chosen(self, report: AnyReport[Any], view: str) -> Sequence[Any]:
        if view == "changed":
            return [verdict for verdict in report.accepted if verdict.change != Change.UNCHANGED]
        return super().chosen(report, view)

    def cells_of(self, verdicts: Sequence[Any]) -> list[list[Cell | Text]]:
        return [cells_of(verdict) for verdict in verdicts]

    def write(self, instructions: Instructions) -> Report:
        with acting_as(self.user.pk):
            return import_roster(
                content=self.content,
                name=self.waiting.name,
                importer=self.importer,
                instructions=RosterInstructions(
                    accept_valid=instructions.accept_valid,
                    again=instructions.again,
                    expected=instructions.expected,
                ),
            )

    def done(self, report: AnyReport[Any]) -> HttpResponse:
        count = len(report.accepted)
        text = ngettext("%(count)d row is in force.", "%(count)d rows are in force.", count)
        messages.success(self.request, text % {"count": count})
        if not cast(Report, report).waiting:
            return HttpResponseRedirect(reverse("rectification:organisations"))
        messages.warning(
            self.request, _("New offices take effect once a second person has confirmed them.")
        )
        return HttpResponseRedirect(reverse("rectification:pending_appointments"))


class RefusedRows(WaitingMixin, View):
    """不合格的行: to be corrected and handed in again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.judged()
        if report.judgement is None or not report.refused:
            raise NotVisible
        return hand_out_refused(error_file(headed_tables(self.content), report.refused), pk)
