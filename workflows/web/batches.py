"""巡察反馈清单: upload, preview with row-by-row verdicts, confirm; nothing lies in the session."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View

from rectification.enums import ImportKind, SourceKind
from rectification.exceptions import CaseError, NotVisible
from rectification.imports.batch.report import Report
from rectification.imports.error_file import error_file
from rectification.models import Appointment, Organisation, SourceBatch
from rectification.permissions import TRIAGE_CASES
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.selectors.batches import imported_batches
from rectification.services.batches import Handed, preview_batch
from rectification.services.import_progress import (
    forget_written,
    note_written,
    written_so_far,
)
from rectification.services.importing import Importer, Instructions
from rectification.services.waiting_files import keep_waiting, take_waiting
from rectification.web.access import FORM, LimitedPageMixin
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
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Row
from workflows.batches import import_batch
from workflows.forms.batches import HeaderForm, asked_with, handed_in
from workflows.web.batch_report import COLUMNS, VIEWS, facts_of, page_of_verdicts, tabs_of

TO_BE_COMPLETED = frozenset({"F-SAME", "F-BATCH", "F-HEADER"})
"""Refusals that the page of the file can settle."""


class BatchPageMixin(LimitedPageMixin):
    """A page of the office that takes problems in."""

    def is_open(self) -> bool:
        return bool(self.nodes)

    @cached_property
    def nodes(self) -> list[Organisation]:
        """The committees whose problems the reader takes in."""
        return self.authority.nodes(TRIAGE_CASES)

    @property
    def importer(self) -> Importer:
        return Importer(self.person, self.nodes)


class BatchUpload(BatchPageMixin, FormView):
    template_name = "workflows/batches.html"
    form_class = UploadForm
    http_method_names = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            acts=[Act(_("Check the file"), kind=ActKind.SUBMIT, due=True)],
            intake_act=Act(_("Intake list"), reverse("workflows:intake_list")),
            batches=[_batch(batch) for batch in imported_batches(self.nodes)],
            tabs=office_tabs(self.authority, "workflows:batches"),
            waiting=waiting_row(ImportKind.BATCH, self.person, "workflows:batch_file"),
            **kwargs,
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """A file refused as a whole is told here and kept nowhere."""
        upload = form.cleaned_data["file"]
        content = upload.read()
        handed = Handed(content, SourceKind.INSPECTION)
        refusal = preview_batch(handed=handed, importer=self.importer).refusal
        if refusal is not None and refusal.code not in TO_BE_COMPLETED:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        waiting = keep_waiting(
            kind=ImportKind.BATCH, content=content, name=upload.name or "", owner=self.person
        )
        return HttpResponseRedirect(reverse("workflows:batch_file", args=[waiting.pk]))

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _batch(batch: SourceBatch) -> Row:
    row = imported_row(batch.file, title=batch.title or batch.document_number)
    kind = str(batch.get_kind_display())
    return Row(title=row.title, meta=[kind, batch.document_number, *row.meta], note=row.note)


class WaitingBatchMixin(BatchPageMixin, WaitingFileMixin):
    import_kind = ImportKind.BATCH

    @property
    def asked(self) -> Mapping[str, Any]:
        request = self.request
        return (request.POST if request.method == "POST" else request.GET).dict()

    @cached_property
    def handed(self) -> Handed:
        return handed_in(self.content, self.asked)

    def judged(self) -> Report:
        return preview_batch(handed=self.handed, importer=self.importer, again=self.again)


class BatchPreview(WaitingBatchMixin, TemplateView):
    """Judged anew at each look and once more when it is written."""

    template_name = "rectification/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.judged()
        kept = asked_with(self.asked)
        shown = Shown.of(self.request, dict(VIEWS), kept)
        rows, next_url = page_of_verdicts(report, shown)
        return super().get_context_data(
            waiting=self.waiting,
            crumbs=[Crumb(_("Lists of inspections"), reverse("workflows:batches"))],
            refusal=refusal_of(report, shown.address(again=True)),
            header_facts=facts_of(self.handed, report),
            header_form=HeaderForm(self.handed, report),
            header_acts=[Act(_("Check again"), kind=ActKind.SUBMIT)],
            kept=kept,
            sheet_columns=SHEET_COLUMNS,
            sheets=sheet_rows(report),
            remarks=sheet_remarks(report),
            views=tabs_of(report, shown),
            row_columns=COLUMNS,
            rows=rows,
            next_url=next_url,
            first_url=shown.address() if shown.after else "",
            acts=acts_of(report),
            progress_url=reverse("workflows:batch_progress", args=[self.waiting.pk]),
            refused_url=self._refused_url(report, shown),
            accepted=len(report.accepted),
            refused=len(report.refused),
            again=self.again,
            **kwargs,
        )

    def _refused_url(self, report: Report, shown: Shown) -> str:
        if not report.refused:
            return ""
        url = reverse("workflows:batch_refused", args=[self.waiting.pk])
        return url + shown.address(view="")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waiting = self.waiting
        if "discard" in request.POST:
            take_waiting(waiting=waiting)
            messages.success(request, _("The file was discarded; nothing was written."))
            return HttpResponseRedirect(reverse("workflows:batches"))
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
        office = next(a for a in self.authority.appointments if a.role == Role.OFF)
        try:
            return self._write(office)
        finally:
            forget_written(waiting=self.waiting.pk)

    def _write(self, office: Appointment) -> Report:
        return import_batch(
            handed=self.handed,
            name=self.waiting.name,
            importer=self.importer,
            instructions=Instructions(
                accept_valid="valid" in self.request.POST,
                again=self.again,
                expected=self.told(),
            ),
            user=self.user,
            actor=Actor(person=self.person, role=office.role, organisation=office.organisation),
            tell=self._tell,
        )

    def _tell(self, done: int, total: int) -> None:
        note_written(waiting=self.waiting.pk, done=done, total=total)

    def _done(self, report: Report) -> HttpResponse:
        take_waiting(waiting=self.waiting)
        count = len(report.accepted)
        text = ngettext(
            "%(count)d problem waits for intake.", "%(count)d problems wait for intake.", count
        )
        messages.success(self.request, text % {"count": count})
        return HttpResponseRedirect(reverse("rectification:inbox"))


class BatchProgress(WaitingBatchMixin, View):
    """How far the confirmed import has come; gone with the file once all is written."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        done, total = written_so_far(waiting=self.waiting.pk)
        return JsonResponse({"done": done, "total": total})


class RefusedProblems(WaitingBatchMixin, View):
    """不合格的行: to be corrected and handed in again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.judged()
        if report.table is None or report.heading is None or not report.refused:
            raise NotVisible
        return refused_rows(error_file([(report.table, report.heading)], report.refused), pk)
