"""清单（公开版）: texts that are shown on the board, as a list to post and to send."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.documents.lists import ListPaper
from rectification.documents.lists.public import PUBLIC_COLUMNS
from rectification.enums import PublicationScope
from rectification.models import Notice
from rectification.policies.list_snapshots import makes_public_lists
from rectification.selectors.cases import PAGE
from rectification.selectors.public_lists import places_with_texts, public_texts
from rectification.web.access import READING, LimitedPageMixin, address, row_key, same_page
from rectification.web.list_forms import PublicFilter
from rectification.web.list_pages import Taken, file_acts, hand_out_list, list_tabs
from rectification.web.list_words import KINDS, cells_of, head_of_paper
from rectification.web.parts import Column, Crumb
from rectification.web.views.lists import OneList
from rectification.wording import bracketed, labelled, listed_apart, named

_VARIANT: Final = gettext_lazy("public variant")


class OnePublicList(LimitedPageMixin, OneList):
    """For the office and the publicity centre; it holds nothing that is not on the board."""

    http_method_names = READING
    page_name = "rectification:public_list"

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
        file = address("rectification:public_list_file", self.kind.name)
        return super().get_context_data(
            title=self.title,
            crumbs=[Crumb(self.kind.label, address("rectification:lists", self.kind.name))],
            tabs=list_tabs(self.page_name, self.kind, form.kept),
            form=form,
            is_narrowed=bool(form.kept),
            columns=[Column(column.label, KINDS[column.sort]) for column in PUBLIC_COLUMNS],
            rows=[
                cells_of([column.value(notice) for column in PUBLIC_COLUMNS])
                for notice in found[:PAGE]
            ],
            files=file_acts(file, form.kept) if found else [],
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **form.kept) if start else "",
            **kwargs,
        )


class PublicListFile(OnePublicList):
    """The same lines as a file."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        return hand_out_list(request, self._taken, back=self.page)

    def _taken(self) -> Taken:
        rows = ([column.value(notice) for column in PUBLIC_COLUMNS] for notice in self.texts)
        return ListPaper(self.title, self._about(), PUBLIC_COLUMNS), rows

    def _about(self) -> str:
        circle = labelled(_("For"), named(PublicationScope, self.form.wanted_circle))
        office = next(iter(self.authority.appointments))
        return head_of_paper(
            covered=listed_apart(filter(None, [circle, self.form.covers()])),
            office=office.organisation.name,
            made_on=self.today,
            checked="",
        )
