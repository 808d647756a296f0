"""清单和台账: the three lists and the ledger, on the screen and as a file with the same lines."""

from dataclasses import replace
from tempfile import TemporaryFile
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.documents.lists import LISTS, ListKind, ListReader, ListRow, Sort, workbook
from rectification.enums import AccessPurpose, CaseLevel, WaiverGround
from rectification.exceptions import NotVisible
from rectification.models import Case
from rectification.policies.authority import Authority
from rectification.policies.readings import on_lists
from rectification.selectors.cases import PAGE
from rectification.selectors.lists import listed_cases, places_of, waivers_in
from rectification.services.reading import NOTED_BY, log_cases_read
from rectification.web.access import READING, OwnPageMixin, address, same_page
from rectification.web.dates import full_date
from rectification.web.list_forms import ListForm
from rectification.web.parts import Act, Cell, CellKind, Column, Crumb, Tab
from rectification.wording import bracketed, labelled, listed

_KINDS: Final = {Sort.TEXT: CellKind.TEXT, Sort.FIGURE: CellKind.FIGURE, Sort.DATE: CellKind.DATE}

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    def form(self) -> ListForm:
        return ListForm(self.request.GET, places_of(self.user, self.authority))

    @cached_property
    def cases(self) -> QuerySet[Case]:
        return listed_cases(self.user, self.authority, self.form.chosen)

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
        rows = self.reader.rows_of(page)
        return super().get_context_data(
            list=self.kind,
            crumbs=[Crumb(_("Cases"), address("rectification:cases"))],
            tabs=self._tabs(),
            form=form,
            is_narrowed=bool(form.kept),
            count=self.cases.count(),
            waived=waived_words(self.cases, self.authority),
            columns=[Column(c.label, _KINDS[c.sort]) for c in self.kind.columns],
            rows=[_cells(row) for row in rows],
            act=self._take_away() if rows else None,
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **form.kept) if after else "",
            **kwargs,
        )

    def _take_away(self) -> Act:
        file = address("rectification:list_file", self.kind.name)
        kept = urlencode(self.form.kept)
        return Act(_("Take it away as a workbook"), f"{file}?{kept}" if kept else file)

    def _tabs(self) -> list[Tab]:
        """The other lists, narrowed in the same way."""
        query = f"?{urlencode(self.form.kept)}" if self.form.kept else ""
        return [
            Tab(kind.label, address("rectification:lists", name) + query, kind is self.kind)
            for name, kind in LISTS.items()
        ]


class ListFile(OneList):
    """The same lines as a workbook; who took lines about members away is noted."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        kind, cases = self.kind, self.cases
        log_cases_read(
            cases=list(cases.filter(level=CaseLevel.MEMBER).only(*NOTED_BY)),
            person=self.person,
            what=f"list_file:{kind.name}",
            capacity=on_lists(self.authority, AccessPurpose.TAKEN_AWAY),
        )
        # The response closes the file, which is gone with it.
        target = TemporaryFile()  # noqa: SIM115
        workbook(kind, self.reader.all_rows(cases), about=self._about(), to=target)
        target.seek(0)
        name = f"{kind.label}-{self.today:%Y%m%d}.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=WORKBOOK)

    def _about(self) -> str:
        """填报时间 and what the list covers; room for who checked it."""
        made = labelled(gettext("Made on"), full_date(self.today))
        checked = labelled(gettext("Checked by"), "")
        return "    ".join(filter(None, [self.form.covers(), made, checked]))


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


def _cells(row: ListRow) -> list[Cell]:
    """The first one leads to the case."""
    cells = [Cell("" if value is None else value) for value in row.values]
    return [replace(cells[0], url=address("rectification:case", row.case.pk)), *cells[1:]]
