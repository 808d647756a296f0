"""清单（公开版）: texts that are shown on the board, as a list to post and to send."""

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.documents.lists import LISTS, ListPaper
from rectification.documents.lists.public import PUBLIC_COLUMNS
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import ListForm, PublicationScope
from rectification.exceptions import CaseError
from rectification.models import Notice
from rectification.selectors.cases import PAGE
from rectification.selectors.public_lists import (
    makes_public_lists,
    places_with_texts,
    public_texts,
)
from rectification.web.access import READING, LimitedPageMixin, address, row_key, same_page
from rectification.web.list_forms import PublicFilter, wanted_form
from rectification.web.list_words import KINDS, cells_of, head_of_paper
from rectification.web.parts import Act, Column, Crumb, Tab
from rectification.web.views.lists import OneList, paper_file
from rectification.wording import bracketed, labelled, listed_apart, named

_VARIANT: Final = gettext_lazy("public variant")


class OnePublicList(LimitedPageMixin, OneList):
    """For the office and the publicity centre; it holds nothing that is not on the board."""

    http_method_names = READING

    def is_open(self) -> bool:
        return makes_public_lists(self.authority)

    @cached_property
    def form(self) -> PublicFilter:
        return PublicFilter(self.request.GET, places_with_texts(self.authority))

    @cached_property
    def texts(self) -> QuerySet[Notice]:
        return public_texts(
            self.kind.name, self.authority, self.form.wanted_circle, self.form.chosen
        )

    @property
    def title(self) -> str:
        return bracketed(self.kind.label, _VARIANT)


class PublicList(OnePublicList, TemplateView):
    template_name = "rectification/public_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        start = row_key(self.request.GET.get("start", "")) or 0
        found, form = list(self.texts[start : start + PAGE + 1]), self.form
        more = {**form.kept, "start": str(start + PAGE)} if len(found) > PAGE else {}
        return super().get_context_data(
            title=self.title,
            crumbs=[Crumb(self.kind.label, address("rectification:lists", self.kind.name))],
            tabs=[
                Tab(kind.label, self._page(kind.name), kind is self.kind) for kind in LISTS.values()
            ],
            form=form,
            is_narrowed=bool(form.kept),
            columns=[Column(column.label, KINDS[column.sort]) for column in PUBLIC_COLUMNS],
            rows=[
                cells_of([column.value(notice) for column in PUBLIC_COLUMNS])
                for notice in found[:PAGE]
            ],
            files=self._files() if found else [],
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **form.kept) if start else "",
            **kwargs,
        )

    def _page(self, kind: str) -> str:
        query = f"?{urlencode(self.form.kept)}" if self.form.kept else ""
        return address("rectification:public_list", kind) + query

    def _files(self) -> list[Act]:
        file = address("rectification:public_list_file", self.kind.name)
        return [
            Act(form.label, f"{file}?{urlencode({**self.form.kept, 'form': form.value})}")
            for form in ListForm
        ]


class PublicListFile(OnePublicList):
    """The same lines as a file."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        form = wanted_form(request.GET)
        rows = ([column.value(notice) for column in PUBLIC_COLUMNS] for notice in self.texts)
        try:
            with in_words_of_papers():
                paper = ListPaper(self.title, self._about(), PUBLIC_COLUMNS)
                name = f"{paper.title}-{self.today:%Y%m%d}"
                return paper_file(paper, rows, name=name, form=form)
        except CaseError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(address("rectification:public_list", kind))

    def _about(self) -> str:
        circle = labelled(_("For"), named(PublicationScope, self.form.wanted_circle))
        office = next(iter(self.authority.appointments))
        return head_of_paper(
            covered=listed_apart(filter(None, [circle, self.form.covers()])),
            office=office.organisation.name,
            made_on=self.today,
            checked="",
        )
