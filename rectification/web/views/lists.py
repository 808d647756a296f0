"""清单和台账: the three lists and the ledger, on the screen and as a file with the same lines."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.documents.lists import (
    LISTS,
    TYPES,
    ListKind,
    ListPaper,
    ListReader,
    Value,
    write,
)
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import AccessPurpose, CaseLevel, ListForm, WaiverGround
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case
from rectification.policies.annual_reports import report_places
from rectification.policies.authority import Authority
from rectification.policies.list_snapshots import making_office
from rectification.policies.readings import on_lists
from rectification.selectors.cases import PAGE
from rectification.selectors.lists import listed_cases, places_of, waivers_in
from rectification.selectors.public_lists import makes_public_lists
from rectification.services.list_files import ask_for_file
from rectification.services.reading import NOTED_BY, log_cases_read
from rectification.web.access import FORM, READING, OwnPageMixin, address, same_page
from rectification.web.list_forms import ListFilter, about_list, wanted_form
from rectification.web.list_words import KINDS, case_cells
from rectification.web.parts import Act, ActKind, Column, Crumb, Tab
from rectification.wording import bracketed, labelled, listed

AT_ONCE_AT_MOST: Final = 1_000
"""Cases whose file is made while the reader waits, a second or so."""


class OneList(OwnPageMixin, View):
    """One of the four lists, narrowed as the address says, of what its reader may see."""

    http_method_names = READING

    @cached_property
    def kind(self) -> ListKind:
        kind = LISTS.get(self.kwargs["kind"])
        if kind is None:
            raise NotVisible
        return kind

    @cached_property
    def form(self) -> ListFilter:
        return ListFilter(self.request.GET, places_of(self.user, self.authority))

    @cached_property
    def cases(self) -> QuerySet[Case]:
        found = listed_cases(self.user, self.authority, self.form.chosen)
        return self.kind.giving_lines(found)

    @cached_property
    def reader(self) -> ListReader:
        return ListReader(self.kind, self.authority, self.today, self.calendar)


class CaseLists(OneList, TemplateView):
    """One page of the list, by number; the file holds them all."""

    template_name = "rectification/lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.request.GET.get("after", "").replace("\x00", "")
        rest = self.cases.filter(number__gt=after) if after else self.cases
        found = list(self.reader.prepared(rest)[: PAGE + 1])
        page, form = found[:PAGE], self.form
        log_cases_read(
            cases=page,
            person=self.person,
            what=f"list:{self.kind.name}",
            capacity=on_lists(self.authority, AccessPurpose.LIST),
        )
        more = {**form.kept, "after": str(page[-1])} if len(found) > PAGE else {}
        rows, count = self.reader.rows_of(page), self.cases.count()
        return super().get_context_data(
            list=self.kind,
            crumbs=[Crumb(_("Cases"), address("rectification:cases"))],
            tabs=self._tabs(),
            form=form,
            is_narrowed=bool(form.kept),
            count=count,
            waived=waived_words(self.cases, self.authority),
            columns=[Column(c.label, KINDS[c.sort]) for c in self.kind.columns],
            rows=[case_cells(row) for row in rows],
            files=self._files(count) if count else [],
            freeze=self._freeze() if count else None,
            beside=self._beside(),
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **form.kept) if after else "",
            **kwargs,
        )

    def _files(self, count: int) -> list[Act]:
        """The same lines in each form; the workbook takes any number of them."""
        file = address("rectification:list_file", self.kind.name)
        return [
            Act(
                form.label,
                f"{file}?{urlencode({**self.form.kept, 'form': form.value})}",
                ActKind.POST if is_large(form, count) else ActKind.LINK,
            )
            for form in ListForm
        ]

    def _freeze(self) -> Act | None:
        """As a version with a number (清单快照), for whoever makes them."""
        if making_office(self.authority) is None:
            return None
        url = address("rectification:freeze_list", self.kind.name)
        query = f"?{urlencode(self.form.kept)}" if self.form.kept else ""
        return Act(_("Freeze as a version"), url + query, ActKind.POST)

    def _beside(self) -> list[Crumb]:
        """Where else the list is to be had."""
        found = [
            Crumb(_("As of a moment"), address("rectification:list_as_of", self.kind.name)),
            Crumb(_("Versions of the lists"), address("rectification:list_versions")),
        ]
        if makes_public_lists(self.authority):
            public = address("rectification:public_list", self.kind.name)
            found.append(Crumb(_("Public variant"), public))
        if report_places(self.authority):
            reports = address("rectification:annual_reports")
            found.append(Crumb(_("Annual rectification reports"), reports))
        return found

    def _tabs(self) -> list[Tab]:
        """The other lists, narrowed in the same way."""
        return [
            Tab(kind.label, page_of_list(kind, self.form), kind is self.kind)
            for kind in LISTS.values()
        ]


class ListFile(OneList):
    """The same lines as a file; who took lines about members away is noted."""

    http_method_names = FORM

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_large(wanted_form(request.GET), self.cases.count()):
            text = _("The list is large: have its file made from the page of the list.")
            messages.error(request, text)
            return HttpResponseRedirect(page_of_list(self.kind, self.form))
        try:
            return self._file()
        except CaseError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(page_of_list(self.kind, self.form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have the file of a large list made, and wait for it; pages are set at once or never."""
        form = wanted_form(request.GET)
        if form != ListForm.XLSX:
            return HttpResponseRedirect(page_of_list(self.kind, self.form))
        job = ask_for_file(
            by=self.user,
            kind=self.kind.name,
            form=form,
            query=urlencode(self.form.kept),
            total=self.cases.count(),
        )
        return HttpResponseRedirect(address("rectification:list_job", job.pk))

    def _file(self) -> FileResponse:
        kind, cases, form = self.kind, self.cases, wanted_form(self.request.GET)
        log_cases_read(
            cases=list(cases.filter(level=CaseLevel.MEMBER).only(*NOTED_BY)),
            person=self.person,
            what=f"list_file:{kind.name}",
            capacity=on_lists(self.authority, AccessPurpose.TAKEN_AWAY),
        )
        rows = (row.values for row in self.reader.all_rows(cases))
        with in_words_of_papers():
            about = about_list(self.form, self.authority, self.today)
            paper = ListPaper(str(kind.label), about, kind.columns)
            name = f"{kind.label}-{self.today:%Y%m%d}"
            return paper_file(paper, rows, name=name, form=form)


def is_large(form: ListForm, cases: int) -> bool:
    """Whether the file is made by a job, for the page would keep its reader waiting too long."""
    return form == ListForm.XLSX and cases > AT_ONCE_AT_MOST


def page_of_list(kind: ListKind, form: ListFilter) -> str:
    """Its address, narrowed down as the form says."""
    query = f"?{urlencode(form.kept)}" if form.kept else ""
    return address("rectification:lists", kind.name) + query


def paper_file(
    paper: ListPaper, rows: Iterable[Sequence[Value]], *, name: str, form: ListForm
) -> FileResponse:
    """The list as a file of this form; raises CaseError where that cannot be."""
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write(paper, rows, form=form, to=target)
    except CaseError:
        target.close()
        raise
    return handed_out(target, name, form)


def handed_out(file: IO[bytes], name: str, form: ListForm) -> FileResponse:
    """The response closes the file, which is gone with it."""
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form]
    )


def waived_words(cases: QuerySet[Case], authority: Authority) -> str:
    """How many of them are shown to nobody, by ground (docs/rules.md T23); nothing where none."""
    found = waivers_in(cases, authority)
    if not found:
        return ""
    grounds = listed(
        labelled(WaiverGround(ground).label, str(count)) for ground, count in found.items()
    )
    text = labelled(gettext("Not published, by agreement"), str(sum(found.values())))
    return bracketed(text, grounds)
