"""The page between the upload and the confirmation of an import, the same for every kind."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView

from rectification.exceptions import CaseError
from rectification.imports.report import Report
from rectification.services.importing import Instructions
from rectification.services.private_files import drop_file
from rectification.web.access import FORM
from rectification.web.handed_in import WaitingFileMixin, acts_of, refusal_of
from rectification.web.import_report import (
    SHEET_COLUMNS,
    Shown,
    is_warned,
    page_of,
    sheet_remarks,
    sheet_rows,
)
from rectification.web.parts import Cell, Column, Crumb, Tab, Text


class ImportPreview(WaitingFileMixin, TemplateView):
    """Judged anew at each look and once more when it is written; nothing lies in the session."""

    template_name = "rectification/import_preview.html"
    http_method_names = FORM
    upload_page: ClassVar[str]
    refused_page: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    views: ClassVar[Sequence[tuple[str, Text]]] = (
        ("", pgettext_lazy("import", "All")),
        ("refused", pgettext_lazy("import", "Refused")),
        ("warned", pgettext_lazy("import", "Warnings")),
    )

    @abstractmethod
    def judged(self) -> Report[Any]:
        """The verdicts on the waiting file."""

    @abstractmethod
    def crumb(self) -> Crumb:
        """The page of the upload."""

    @abstractmethod
    def cells_of(self, verdicts: Sequence[Any]) -> list[list[Cell | Text]]:
        """A row of cells for each verdict, under `columns`."""

    @abstractmethod
    def write(self, instructions: Instructions) -> Report[Any]:
        """Import what was confirmed; raises CaseError."""

    @abstractmethod
    def done(self, report: Report[Any]) -> HttpResponse:
        """What is said once it is written, and where it leads."""

    def about(self, report: Report[Any]) -> dict[str, Any]:
        """What the page of one kind tells beside the verdicts."""
        return {}

    def asked_besides(self) -> Iterable[tuple[str, str]]:
        """What else the page was asked with, and is asked again."""
        return ()

    def chosen(self, report: Report[Any], view: str) -> Sequence[Any]:
        if view == "refused":
            return report.refused
        if view == "warned":
            return [verdict for verdict in report.accepted if is_warned(verdict)]
        return report.verdicts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.judged()
        shown = Shown.of(self.request, dict(self.views), self.asked_besides())
        page, next_url = page_of(self.chosen(report, shown.view), shown)
        refused_url = reverse(self.refused_page, args=[self.waiting.pk])
        return super().get_context_data(
            waiting=self.waiting,
            crumbs=[self.crumb()],
            refusal=refusal_of(report, shown.address(again=True)),
            sheet_columns=SHEET_COLUMNS,
            sheets=sheet_rows(report),
            remarks=sheet_remarks(report),
            views=self._tabs(report, shown),
            row_columns=self.columns,
            rows=self.cells_of(page),
            next_url=next_url,
            first_url=shown.address() if shown.after else "",
            acts=acts_of(report),
            refused_url=refused_url + shown.question() if report.refused else "",
            accepted=len(report.accepted),
            refused=len(report.refused),
            again=self.again,
            kept=self.asked_besides(),
            **self.about(report),
            **kwargs,
        )

    def _tabs(self, report: Report[Any], shown: Shown) -> list[Tab]:
        return [
            Tab(
                label,
                shown.address(view=view),
                current=view == shown.view,
                count=len(self.chosen(report, view)),
            )
            for view, label in self.views
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waiting = self.waiting
        if "discard" in request.POST:
            drop_file(row=waiting)
            messages.success(request, _("The file was discarded; nothing was written."))
            return HttpResponseRedirect(reverse(self.upload_page))
        try:
            report = self.write(self._instructions())
        except CaseError as error:
            messages.error(request, str(error.message))
        else:
            if report.written:
                drop_file(row=waiting)
                return self.done(report)
            messages.warning(
                request, _("Nothing was written: look at the verdicts again and confirm anew.")
            )
        return self.render_to_response(self.get_context_data(), status=422)

    def _instructions(self) -> Instructions:
        return Instructions(
            accept_valid="valid" in self.request.POST, again=self.again, expected=self.told()
        )
