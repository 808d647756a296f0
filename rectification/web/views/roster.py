"""导入花名册: upload, preview with a verdict on every row, confirm; nothing lies in the session."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.imports.container import MAX_BYTES
from rectification.imports.roster.error_file import error_file
from rectification.imports.roster.report import Report
from rectification.models import ImportedFile, WaitingFile
from rectification.policies.uploads import CONTENT_TYPES
from rectification.selectors import roster
from rectification.services.roster import (
    Importer,
    Instructions,
    import_roster,
    keep_waiting,
    preview_roster,
    take_waiting,
)
from rectification.web.access import FORM
from rectification.web.dates import moment
from rectification.web.parts import Act, ActKind, Crumb, Refusal, Row
from rectification.web.roster_report import (
    ROW_COLUMNS,
    SHEET_COLUMNS,
    Shown,
    page_of_verdicts,
    sheet_rows,
    tabs_of,
)
from rectification.web.rosters import RosterPageMixin

WORKBOOK: Final = CONTENT_TYPES[".xlsx"]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Roster"),
        help_text=gettext_lazy(
            "An .xlsx workbook of at most 10 MB. Nothing is written before you have seen the "
            "preview and confirmed it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("F-SIZE: " + _("The file is larger than 10 MB; split it."))
        return file


class RosterUpload(RosterPageMixin, FormView):
    template_name = "rectification/roster.html"
    form_class = UploadForm
    http_method_names = FORM
    tab = "roster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = WaitingFile.objects.filter(owner=self.person).order_by("-pk").first()
        return super().get_context_data(
            acts=[Act(_("Check the file"), kind=ActKind.SUBMIT, due=True)],
            files=[_file(file) for file in roster.imported_files(self.nodes)],
            waiting=_waiting(waiting) if waiting else None,
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
        waiting = keep_waiting(content=content, name=upload.name or "", owner=self.person)
        return HttpResponseRedirect(reverse("rectification:roster_file", args=[waiting.pk]))

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _file(file: ImportedFile) -> Row:
    by = file.imported_by.name if file.imported_by else _("by command")
    written = ngettext("%(count)d row written", "%(count)d rows written", file.written)
    refused = ngettext("%(count)d row refused", "%(count)d rows refused", file.refused)
    return Row(
        title=file.name,
        meta=[by, moment(file.imported_at), written % {"count": file.written}],
        note=refused % {"count": file.refused} if file.refused else "",
    )


def _waiting(file: WaitingFile) -> Row:
    url = reverse("rectification:roster_file", args=[file.pk])
    return Row(
        title=file.name,
        url=url,
        meta=[_("uploaded %(moment)s") % {"moment": moment(file.uploaded_at)}],
        act=Act(_("Go on with the preview"), url, about=file.name),
    )


class WaitingMixin(RosterPageMixin):
    """The reader's own upload; another one's is not there."""

    @cached_property
    def waiting(self) -> WaitingFile:
        row = WaitingFile.objects.filter(pk=self.kwargs["pk"], owner=self.person).first()
        if row is None:
            raise NotVisible
        return row

    @cached_property
    def content(self) -> bytes:
        try:
            with self.waiting.file.open("rb") as stored:
                return bytes(stored.read())
        except FileNotFoundError as gone:
            raise NotVisible from gone

    @property
    def importer(self) -> Importer:
        return Importer(self.person, self.nodes)

    @property
    def again(self) -> bool:
        return "again" in {*self.request.GET, *self.request.POST}

    def judged(self) -> Report:
        return preview_roster(content=self.content, importer=self.importer, again=self.again)


class RosterPreview(WaitingMixin, TemplateView):
    """Judged anew at each look and once more when it is written."""

    template_name = "rectification/roster_preview.html"
    tab = "roster"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.judged()
        shown = Shown.of(self.request)
        rows, next_url = page_of_verdicts(report, shown)
        return super().get_context_data(
            waiting=self.waiting,
            crumbs=[Crumb(_("Import a roster"), reverse("rectification:roster"))],
            refusal=self._refusal(report),
            sheet_columns=SHEET_COLUMNS,
            sheets=sheet_rows(report),
            remarks=[f"{about.sheet}：{about.remark}" for about in report.sheet_remarks],
            views=tabs_of(report, shown),
            row_columns=ROW_COLUMNS,
            rows=rows,
            next_url=next_url,
            first_url=shown.address() if shown.after else "",
            acts=self._acts(report),
            refused_url=self._refused_url(report),
            accepted=len(report.accepted),
            refused=len(report.refused),
            again=self.again,
            **kwargs,
        )

    def _refusal(self, report: Report) -> Refusal | None:
        if report.refusal is None:
            return None
        way_out = Act(_("Check it all the same"), "?again=1")
        is_same = report.refusal.code == "F-SAME"
        return Refusal(str(report.refusal), way_out=way_out if is_same else None)

    def _acts(self, report: Report) -> list[Act]:
        drop = Act(_("Discard the file"), kind=ActKind.SUBMIT, name="discard", value="1")
        count = len(report.accepted)
        if not count:
            return [drop]
        label = ngettext("Import %(count)d row", "Import all %(count)d rows", count)
        if report.is_refused:
            label = ngettext(
                "Import only the %(count)d sound row", "Import only the %(count)d sound rows", count
            )
        name = "valid" if report.is_refused else "confirm"
        words = label % {"count": count}
        return [Act(words, kind=ActKind.SUBMIT, name=name, value=str(count), due=True), drop]

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
        posted = self.request.POST
        told = posted.get("valid") or posted.get("confirm") or ""
        instructions = Instructions(
            accept_valid="valid" in posted,
            again=self.again,
            expected=int(told) if told.isascii() and told.isdecimal() else -1,
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
        response = HttpResponse(error_file(self.content, report.judgement), content_type=WORKBOOK)
        response.headers["Content-Disposition"] = f'attachment; filename="refused-{pk}.xlsx"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
