"""巡察反馈清单: upload, preview with row-by-row verdicts, confirm; nothing lies in the session."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from rectification.enums import ImportKind, SourceKind
from rectification.exceptions import NotVisible
from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.batch.report import Report
from rectification.imports.error_file import error_file
from rectification.imports.report import Report as AnyReport
from rectification.models import Organisation, SourceBatch
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
from rectification.services.waiting_files import keep_waiting
from rectification.web.access import FORM, LimitedPageMixin
from rectification.web.column_choice import (
    SETTLED_ON_THE_PAGE,
    TableFileMixin,
    columns_asked,
)
from rectification.web.handed_in import (
    UploadForm,
    hand_out_refused,
    imported_row,
    waiting_row,
)
from rectification.web.import_preview import ImportPreview
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Cell, Crumb, Row, Text
from workflows.batches import import_batch
from workflows.forms.batches import HeaderForm, asked_with, handed_in
from workflows.web.batch_report import COLUMNS, cells_of, facts_of

TO_BE_COMPLETED = SETTLED_ON_THE_PAGE | {"F-BATCH"}
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


class WaitingBatchMixin(BatchPageMixin, TableFileMixin):
    import_kind = ImportKind.BATCH
    layout = PROBLEMS

    @cached_property
    def handed(self) -> Handed:
        return handed_in(self.content, self.asked, self.columns_told)

    def asked_of_header(self) -> list[tuple[str, str]]:
        return asked_with(self.asked)

    def judged(self) -> Report:
        return preview_batch(handed=self.handed, importer=self.importer, again=self.again)


class BatchPreview(WaitingBatchMixin, ImportPreview):
    upload_page = "workflows:batches"
    refused_page = "workflows:batch_refused"
    columns = COLUMNS

    def crumb(self) -> Crumb:
        return Crumb(_("Lists of inspections"), reverse(self.upload_page))

    def about(self, report: AnyReport[Any]) -> dict[str, Any]:
        """The header data of the list, to be put right, and how far it has been written."""
        judged = cast(Report, report)
        return {
            "header_facts": facts_of(self.handed, judged),
            "header_form": HeaderForm(self.handed, judged),
            "header_acts": [Act(_("Check again"), kind=ActKind.SUBMIT)],
            "header_kept": columns_asked(self.columns_told),
            **self.columns_card(judged),
            "progress_url": reverse("workflows:batch_progress", args=[self.waiting.pk]),
        }

    def cells_of(self, verdicts: Sequence[Any]) -> list[list[Cell | Text]]:
        return cells_of(verdicts)

    def write(self, instructions: Instructions) -> Report:
        try:
            return import_batch(
                handed=self.handed,
                name=self.waiting.name,
                importer=self.importer,
                instructions=instructions,
                user=self.user,
                acting_for=self._acting_for,
                tell=self._tell,
            )
        finally:
            forget_written(waiting=self.waiting.pk)

    def _acting_for(self, owner: Organisation) -> Actor:
        office = self.authority.office_reaching(owner, Role.OFF)
        assert office is not None  # else the preview would not know the owner
        return Actor(person=self.person, role=office.role, organisation=office.organisation)

    def _tell(self, done: int, total: int) -> None:
        note_written(waiting=self.waiting.pk, done=done, total=total)

    def done(self, report: AnyReport[Any]) -> HttpResponse:
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

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        report = self.judged()
        if report.table is None or report.heading is None or not report.refused:
            raise NotVisible
        return hand_out_refused(error_file([(report.table, report.heading)], report.refused), pk)
